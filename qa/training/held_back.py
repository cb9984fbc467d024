"""How a network in training reads held-back questions: fast, by tokens, to choose with.

The measures that are published come from `bench.reader_accuracy`, by text.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from qa.reader_network import ReaderNetwork
from qa.training.device_pairs import DeviceTexts, PairBatch
from qa.training.divergence import SHUT_OUT
from qa.training.pairs import Pairs

BATCH = 128
LONGEST_SPAN = 30


@dataclass(frozen=True, slots=True)
class HeldBackScores:
    """Percentages: F1 and exact match of tokens where the context holds the answer, F1 over all
    at the best margin, and AUROC of the margin as a sign that there is an answer. None where no
    question is of that kind.
    """

    questions: int
    answered_overlap: float | None
    answered_exact: float | None
    best_overlap: float | None
    auroc: float | None


def judge_held_back(model: ReaderNetwork, texts: DeviceTexts, pairs: Pairs) -> HeldBackScores:
    """Read the pairs and compare the best spans with the labels."""
    margins = np.zeros(len(pairs))
    overlaps, exacts = np.zeros(len(pairs)), np.zeros(len(pairs))
    columns = texts.rows(pairs)
    for places in _by_length(pairs.lengths):
        rows = columns[torch.from_numpy(places).to(columns.device)]
        batch = texts.batch(rows, int(pairs.lengths[places].max()))
        starts, ends, margin = best_spans(model, batch)
        margins[places] = margin
        ids = batch.token_ids.cpu().numpy()
        for row, place in enumerate(places):
            found = ids[row, starts[row] : ends[row] + 1].tolist()
            gold = ids[row, pairs.starts[place] : pairs.ends[place] + 1].tolist()
            overlaps[place] = _overlap(found, gold)
            exacts[place] = float(found == gold)
    answerable = pairs.starts > 0
    silent = (~answerable).astype(float)
    both = answerable.any() and not answerable.all()
    return HeldBackScores(
        len(pairs),
        100 * float(overlaps[answerable].mean()) if answerable.any() else None,
        100 * float(exacts[answerable].mean()) if answerable.any() else None,
        100 * best_mean(margins, np.where(answerable, overlaps, 0.0), silent)
        if len(pairs)
        else None,
        100 * float(roc_auc_score(answerable, margins)) if both else None,
    )


def best_spans(
    model: ReaderNetwork, batch: PairBatch
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """First and last token of the best span of each input, and its margin over no answer."""
    logits = model.read(batch.token_ids, batch.attention_mask, batch.token_types)
    starts, ends = logits.starts.float(), logits.ends.float()
    nothing = starts[:, 0] + ends[:, 0]
    shut = ~batch.allowed
    shut[:, 0] = True
    first, last = (scores.masked_fill(shut, SHUT_OUT) for scores in (starts, ends))
    sums = first[:, :, None] + last[:, None, :]
    length = sums.shape[1]
    band = torch.ones(length, length, dtype=torch.bool, device=sums.device)
    band = band.triu() & band.tril(LONGEST_SPAN - 1)
    best = sums.masked_fill(~band, 4 * SHUT_OUT).flatten(1).max(dim=1)
    places = best.indices.cpu().numpy()
    margin = (best.values - nothing).cpu().numpy()
    return places // length, places % length, margin


def best_mean(
    margins: NDArray[np.float64], answered: NDArray[np.float64], silent: NDArray[np.float64]
) -> float:
    """The best mean score over all margins from which answers are given."""
    order = np.argsort(-margins)
    gains = np.concatenate([[0.0], np.cumsum((answered - silent)[order])])
    return float((silent.sum() + gains.max()) / len(margins))


def _by_length(lengths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    order = np.argsort(lengths, kind="stable")
    for first in range(0, len(order), BATCH):
        yield order[first : first + BATCH]


def _overlap(found: list[int], gold: list[int]) -> float:
    common = sum((Counter(found) & Counter(gold)).values())
    return 2 * common / (len(found) + len(gold))
