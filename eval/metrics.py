"""Scores of one answer or of a list of them, each with its definition."""

from collections.abc import Iterable, Sequence

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


def abstention_precision(abstained: Sequence[bool], answerable: Sequence[bool]) -> float | None:
    """Of the questions that were left unanswered, the share that cannot be answered.

    Precision = |abstained and unanswerable| / |abstained|, in [0, 1]; None where none was
    left unanswered. "Not in the articles" is the positive class of the answerability
    decision that Rajpurkar et al. 2018 introduced.

    Raises:
        ValueError: the two sequences differ in length.
    """
    pairs = zip(abstained, answerable, strict=True)
    return mean(float(not can_answer) for left_out, can_answer in pairs if left_out)


def abstention_recall(abstained: Sequence[bool], answerable: Sequence[bool]) -> float | None:
    """Of the questions that cannot be answered, the share that was left unanswered.

    Recall = |abstained and unanswerable| / |unanswerable|, in [0, 1]; None where every
    question can be answered. Positive class as in `abstention_precision`.

    Raises:
        ValueError: the two sequences differ in length.
    """
    pairs = zip(abstained, answerable, strict=True)
    return mean(float(left_out) for left_out, can_answer in pairs if not can_answer)


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
