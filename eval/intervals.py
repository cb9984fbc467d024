"""How far the scores of a run could be chance."""

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from eval.calibration import (
    area_under_risk_coverage,
    expected_calibration_error,
    risk_coverage,
)
from eval.figure_counts import FIGURE_COUNTS, FigureCount
from eval.metrics import area_under_roc
from eval.question_result import QuestionResult
from eval.question_scores import QUESTION_SCORES, question_scores
from eval.resampling import Interval, interval_of, interval_of_mean

# These sort all questions in each resample, so they get fewer; their ends are as stable.
CURVE_RESAMPLES = 500


def score_intervals(results: Sequence[QuestionResult]) -> dict[str, Interval]:
    """The bootstrap interval of each score that is a mean, a share of figures or an area.

    Questions are drawn, each with all of its figures.
    """
    with_values = [result.values for result in results if result.values is not None]
    found = {
        name: _of_share([count_of(values) for values in with_values])
        for name, count_of in FIGURE_COUNTS.items()
    }
    confidences = np.array([result.confidence for result in results])
    exact = np.array([result.is_exact for result in results])
    probabilities = np.array([result.answer_probability for result in results])
    answerable = np.array([result.is_answerable for result in results])
    found["abstention_auroc"] = _of_pairs(area_under_roc, probabilities, answerable)
    found["area_under_risk_coverage"] = _of_pairs(_area_under_risks, confidences, exact)
    found["expected_calibration_error"] = _of_pairs(expected_calibration_error, confidences, exact)
    known = {name: interval for name, interval in found.items() if interval is not None}
    return mean_intervals(results) | known


def mean_intervals(
    results: Sequence[QuestionResult], measures: Iterable[str] = QUESTION_SCORES
) -> dict[str, Interval]:
    """The bootstrap interval of each of those scores that are means over questions."""
    each = [question_scores(result) for result in results]
    found = {
        name: interval_of_mean([score for scores in each if (score := scores[name]) is not None])
        for name in measures
    }
    return {name: interval for name, interval in found.items() if interval is not None}


def _of_share(counts: Sequence[FigureCount]) -> Interval | None:
    """Of all that is right over all that counts."""
    some = [count for count in counts if count.counted]
    right = np.array([count.right for count in some], dtype=np.float64)
    counted = np.array([count.counted for count in some], dtype=np.float64)
    return interval_of(_share, [right, counted], vectorised=True)


def _share(
    right: NDArray[np.float64], counted: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = right.sum(axis=axis) / counted.sum(axis=axis)
    return shares


def _of_pairs(
    score: Callable[[Sequence[float], Sequence[bool]], float | None],
    values: NDArray[np.float64],
    labels: NDArray[np.bool_],
) -> Interval | None:
    def statistic(drawn: NDArray[np.float64], drawn_labels: NDArray[np.bool_]) -> float:
        found = score(drawn.tolist(), drawn_labels.tolist())
        return math.nan if found is None else found

    return interval_of(statistic, [values, labels], resamples=CURVE_RESAMPLES)


def _area_under_risks(confidences: Sequence[float], correct: Sequence[bool]) -> float | None:
    return area_under_risk_coverage(risk_coverage(confidences, correct))
