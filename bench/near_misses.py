"""How often a reader answers a question about something else with what is there.

    python -m bench.near_misses squad2.json.gz --reader A --reader B

Of the held-back articles' answerable questions each gets a near miss: a name, a number or a common
word is swapped for another of its paragraph (`qa/training/swapped_words.py`), and the reader sees
the paragraph of the question. For each reader it prints the shares that are answered (a margin over
"no answer" above 0) of the questions, of their near misses and of the unanswerable questions that
people wrote, and the area under the ROC curve of the margin against either.
"""

import random
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from bench.reader_accuracy import AskedAlone, judge, open_pooled_reader
from bench.report import command_line, print_result
from qa.assembly import open_encoder, open_reader_model
from qa.language.tagger import Tagger
from qa.training.examples import load_held_back
from qa.training.swapped_words import SwappedWords


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--reader", "folders", multiple=True, required=True, type=click.Path(path_type=Path))
@click.option("--questions", default=700, show_default=True, help="Of each kind.")
@click.option("--seed", default=23, show_default=True)
def main(path: Path, folders: tuple[Path, ...], questions: int, seed: int) -> None:
    """Measure readers on near misses of the questions in PATH."""
    kinds = asked_of_each_kind(path, questions, seed)
    result: dict[str, object] = {kind: len(asked) for kind, asked in kinds.items()}
    for folder in folders:
        reader = open_pooled_reader(open_reader_model(folder))
        margins = {
            kind: np.array([judged.margin for judged in judge(asked, reader)])
            for kind, asked in kinds.items()
        }
        result[str(folder)] = summary(margins)
    print_result(command_line(), result)


def asked_of_each_kind(path: Path, count: int, seed: int) -> dict[str, list[AskedAlone]]:
    """Questions that the held-back paragraphs answer, their near misses, and unanswerable ones."""
    chance = random.Random(seed)
    pairs = [(paragraph, q) for paragraph in load_held_back(path) for q in paragraph.questions]
    chance.shuffle(pairs)
    answerable = [pair for pair in pairs if pair[1].answers][:count]
    unanswerable = [pair for pair in pairs if not pair[1].answers][:count]
    swaps = SwappedWords(Tagger.open(), open_encoder().encode_passages)
    near_misses = zip(answerable, swaps.swap(answerable, chance), strict=True)
    return {
        "answerable": [AskedAlone.of(*pair) for pair in answerable],
        "near misses": [
            AskedAlone(text, p.context, ()) for (p, _), text in near_misses if text is not None
        ],
        "unanswerable": [AskedAlone.of(*pair) for pair in unanswerable],
    }


def summary(margins: dict[str, NDArray[np.float64]]) -> dict[str, float | None]:
    """Shares answered in [0, 1] and AUROC; None where a kind has no questions."""
    found: dict[str, float | None] = {
        f"answered: {kind}": float((values > 0).mean()) if len(values) else None
        for kind, values in margins.items()
    }
    answerable = margins["answerable"]
    for kind in ("near misses", "unanswerable"):
        found[f"auroc: {kind}"] = _auroc(answerable, margins[kind])
    return found


def _auroc(higher: NDArray[np.float64], lower: NDArray[np.float64]) -> float | None:
    if not len(higher) or not len(lower):
        return None
    truth = [True] * len(higher) + [False] * len(lower)
    return float(roc_auc_score(truth, np.concatenate([higher, lower])))


if __name__ == "__main__":
    main()
