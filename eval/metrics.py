"""Scores of one answer or of a list of them, each with its definition."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import numpy as np


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
