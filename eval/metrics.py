"""Scores of one answer or of a list of them, each with its definition."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np


def recall_at(rank: int | None, cutoff: int) -> float:
    """Whether the first relevant passage stands at or above the cutoff: 0.0 or 1.0.

    recall@k of one question = [rank <= k]; `rank` counts from 1 and is None where no
    passage is relevant. With one relevant passage a question this is the usual recall;
    with several it is the share of questions that retrieval makes answerable.

    Source: Chen et al. 2017, "Reading Wikipedia to Answer Open-Domain Questions", section
    4.1 (retrieval counts when an answer stands in the top k).

    Raises:
        ValueError: the cutoff or the rank is below 1.
    """
    if cutoff < 1:
        raise ValueError(f"the cutoff {cutoff} is below 1: ranks count from 1")
    return float(rank is not None and _checked_rank(rank) <= cutoff)


def reciprocal_rank(rank: int | None) -> float:
    """1 / rank of the first relevant passage, 0.0 where there is none: in [0, 1].

    Its mean over questions is the MRR. Source: Voorhees 1999, "The TREC-8 Question
    Answering Track Report".

    Raises:
        ValueError: the rank is below 1.
    """
    return 0.0 if rank is None else 1.0 / _checked_rank(rank)


def precision(predicted: Sequence[bool], actual: Sequence[bool]) -> float | None:
    """Of the predicted positives, the share that are positives; None where none is predicted.

    Precision = |predicted and actual| / |predicted|, in [0, 1].

    Raises:
        ValueError: the two sequences differ in length.
    """
    return mean(positive for guess, positive in zip(predicted, actual, strict=True) if guess)


def recall(predicted: Sequence[bool], actual: Sequence[bool]) -> float | None:
    """Of the positives, the share that is predicted; None where there is no positive.

    Recall = |predicted and actual| / |actual|, in [0, 1].

    Raises:
        ValueError: the two sequences differ in length.
    """
    return precision(actual, predicted)


def area_under_roc(scores: Sequence[float], positives: Sequence[bool]) -> float | None:
    """The probability that a positive scores above a negative, a tie counting half.

    AUROC = (R - p(p + 1) / 2) / (p n), in [0, 1], 0.5 for chance, where p positives hold
    ranks of sum R among p + n scores, equal scores sharing their mean rank. None without a
    positive or without a negative.
    Source: Hanley and McNeil 1982, "The Meaning and Use of the Area under a Receiver
    Operating Characteristic (ROC) Curve".

    Raises:
        ValueError: the two sequences differ in length.
    """
    pairs = sorted(zip(scores, positives, strict=True))
    positive_count = sum(positives)
    negative_count = len(pairs) - positive_count
    if not positive_count or not negative_count:
        return None
    rank_sum = 0.0
    below = 0
    for _, group in groupby(pairs, key=lambda pair: pair[0]):
        labels = [positive for _, positive in group]
        rank_sum += sum(labels) * (below + (len(labels) + 1) / 2)
        below += len(labels)
    lowest = positive_count * (positive_count + 1) / 2
    return (rank_sum - lowest) / (positive_count * negative_count)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value below which `percent` of 100 of the values lie; None without values.

    Between two neighbours it interpolates linearly, as `numpy.percentile` does.

    Raises:
        ValueError: `percent` is outside [0, 100].
    """
    if not 0 <= percent / 100 <= 1:
        raise ValueError(f"the percentile {percent} is outside 0 to 100")
    return float(np.percentile(values, percent)) if len(values) else None


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; None without values."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def _checked_rank(rank: int) -> int:
    if rank < 1:
        raise ValueError(f"the rank {rank} is below 1: ranks count from 1")
    return rank
