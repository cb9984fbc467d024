"""How far stated confidences can be trusted, and what leaving questions out would gain."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from eval.metrics import mean

BIN_COUNT = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The replies whose confidence lies in [low, high); the last bin includes 1."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What accepting only replies of at least `threshold` gives.

    `coverage` in (0, 1] is the share that is accepted, `risk` in [0, 1] the share of those
    that is wrong.
    """

    threshold: float
    coverage: float
    risk: float


def reliability_bins(
    confidences: Sequence[float], correct: Sequence[bool], bin_count: int = BIN_COUNT
) -> list[ReliabilityBin]:
    """Mean confidence and accuracy in bins of equal width; empty bins are left out.

    Source: Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2.

    Raises:
        ValueError: the sequences differ in length or a confidence is outside [0, 1].
    """
    members: list[list[tuple[float, bool]]] = [[] for _ in range(bin_count)]
    for confidence, right in _checked_pairs(confidences, correct):
        members[min(int(confidence * bin_count), bin_count - 1)].append((confidence, right))
    return [
        ReliabilityBin(
            low=position / bin_count,
            high=(position + 1) / bin_count,
            count=len(pairs),
            confidence=sum(confidence for confidence, _ in pairs) / len(pairs),
            accuracy=sum(right for _, right in pairs) / len(pairs),
        )
        for position, pairs in enumerate(members)
        if pairs
    ]


def expected_calibration_error(
    confidences: Sequence[float], correct: Sequence[bool]
) -> float | None:
    """Mean gap of confidence and accuracy, in [0, 1], 0 is best; None without replies.

    ECE = sum over bins b of n_b / n * |accuracy_b - confidence_b|.
    Source: Guo et al. 2017, equation 3.

    Raises:
        ValueError: as `reliability_bins`.
    """
    bins = reliability_bins(confidences, correct)
    if not bins:
        return None
    return sum(entry.count * abs(entry.accuracy - entry.confidence) for entry in bins) / len(
        confidences
    )


def brier_score(confidences: Sequence[float], correct: Sequence[bool]) -> float | None:
    """Mean of (confidence - correct)^2, in [0, 1], 0 is best; None without replies.

    Source: Brier 1950, "Verification of Forecasts Expressed in Terms of Probability".

    Raises:
        ValueError: as `reliability_bins`.
    """
    return mean(
        (confidence - right) ** 2 for confidence, right in _checked_pairs(confidences, correct)
    )


def risk_coverage(confidences: Sequence[float], correct: Sequence[bool]) -> list[RiskPoint]:
    """Risk at every threshold that occurs, from the highest confidence down.

    coverage(t) = |{confidence >= t}| / n, risk(t) = 1 - mean of correct over the same set.
    Equal confidences make one point, since no threshold tells them apart.
    Source: El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective
    Classification".

    Raises:
        ValueError: as `reliability_bins`.
    """
    pairs = sorted(_checked_pairs(confidences, correct), key=lambda pair: -pair[0])
    points: list[RiskPoint] = []
    accepted = right_count = 0
    for threshold, group in groupby(pairs, key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        accepted += len(rights)
        right_count += sum(rights)
        points.append(RiskPoint(threshold, accepted / len(pairs), 1 - right_count / accepted))
    return points


def area_under_risk_coverage(points: Sequence[RiskPoint]) -> float | None:
    """Mean risk over all coverages, in [0, 1], 0 is best; None without points.

    AURC = sum over points i of (coverage_i - coverage_(i-1)) * risk_i, coverage_0 = 0: the
    mean, over the replies, of the risk of keeping each and all that are as confident.
    Source: Geifman, Uziel and El-Yaniv 2019, "Bias-Reduced Uncertainty Estimation for Deep
    Neural Classifiers", section 3.
    """
    if not points:
        return None
    starts = [0.0, *(point.coverage for point in points)]
    return sum(
        (point.coverage - start) * point.risk for start, point in zip(starts, points, strict=False)
    )


def least_coverage(points: Sequence[RiskPoint], share: float) -> RiskPoint | None:
    """The point that keeps the fewest replies yet at least that share; None without points."""
    return next((point for point in points if point.coverage >= share), None)


def _checked_pairs(
    confidences: Sequence[float], correct: Sequence[bool]
) -> list[tuple[float, bool]]:
    for confidence in confidences:
        if not 0 <= confidence <= 1:
            raise ValueError(f"the confidence {confidence} is outside 0 to 1")
    return list(zip(confidences, correct, strict=True))
