"""Means over questions, overall and by type."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.calibration import (
    area_under_risk_coverage,
    expected_calibration_error,
    risk_coverage,
)
from eval.figure_counts import FIGURE_COUNTS
from eval.metrics import area_under_roc, mean, percentile
from eval.question_result import QuestionResult
from eval.question_scores import QUESTION_SCORES, question_scores

UNTYPED = "untyped"
COUNTS = frozenset({"questions", "unanswerable"})
LOWER_IS_BETTER = frozenset(
    {
        "area_under_risk_coverage",
        "expected_calibration_error",
        "brier_score",
        "latency_mean_ms",
        "latency_p50_ms",
        "latency_p95_ms",
        "latency_p99_ms",
    }
)
_Scores = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores over questions, in [0, 1] but for latencies; None where no question counts.

    Means over questions:

    - Retrieval scores over answerable questions (`eval/ranking.py`), `citation_accuracy` over
      those of them that were answered; the other citation scores as in `eval/citing.py`.
    - `number_accuracy` and `date_accuracy` over questions whose first gold answer is just one
      number or just a date, of the best answers that show it.
    - `all_values_shown` over questions that state figures, of those that show all of them.
    - `values_recall` over questions that state figures, of the share that is shown;
      `values_precision` over those of them that were answered, of the share of shown answers
      that is a gold figure.
    - `premise_told` over unanswerable questions with evidence, of those that were refused by
      citing it.

    Over all figures together, so that a question counts by how many it has:

    - `values_recall_micro`: gold figures shown / gold figures.
    - `values_precision_micro`: shown answers that are a gold figure / shown answers.
    - `speaker_accuracy`: shown gold figures with the right speaker, which may be none / shown
      gold figures.
    - `speaker_recall`: the same, of those that have a speaker.
    - `speaker_precision`: answers with the right speaker / answers that show a gold figure
      and a speaker.

    Over all questions:

    - Conflict scores: "conflicting" is the positive reply, at least two figures that differ
      the positive gold.
    - Abstention scores: "not in the articles" is the positive reply, no gold answer the
      positive gold, as in the answerability decision of Rajpurkar et al. 2018.
    - `abstention_auroc`: the chance that an answerable question has a higher
      `answer_probability` than an unanswerable one.
    - Calibration scores and `area_under_risk_coverage`: the confidence against exact match.
    """

    questions: int
    unanswerable: int
    exact_match: float | None
    f1: float | None
    answerable_exact_match: float | None
    answerable_f1: float | None
    number_accuracy: float | None
    date_accuracy: float | None
    abstention_precision: float | None
    abstention_recall: float | None
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    mean_reciprocal_rank: float | None
    ndcg_at_10: float | None
    citation_accuracy: float | None
    citation_exactness: float | None
    citation_precision: float | None
    citation_recall: float | None
    values_precision: float | None
    values_recall: float | None
    all_values_shown: float | None
    values_precision_micro: float | None
    values_recall_micro: float | None
    speaker_accuracy: float | None
    speaker_precision: float | None
    speaker_recall: float | None
    conflict_precision: float | None
    conflict_recall: float | None
    premise_told: float | None
    abstention_auroc: float | None
    area_under_risk_coverage: float | None
    expected_calibration_error: float | None
    brier_score: float | None
    latency_mean_ms: float | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    latency_p99_ms: float | None


def summarise(results: Sequence[QuestionResult]) -> Summary:
    """Summarise all the results, or those of one type."""
    latencies = [result.latency_ms for result in results]
    return Summary(
        questions=len(results),
        unanswerable=sum(not result.is_answerable for result in results),
        latency_p50_ms=percentile(latencies, 50),
        latency_p95_ms=percentile(latencies, 95),
        latency_p99_ms=percentile(latencies, 99),
        **_means(results),
        **_figure_scores(results),
        **_confidence_scores(results),
    )


def summarise_by_type(results: Sequence[QuestionResult]) -> dict[str, Summary]:
    """A summary for each type, in order of first appearance; empty where no type is stated."""
    groups = results_by_type(results)
    if list(groups) == [UNTYPED]:
        return {}
    return {name: summarise(members) for name, members in groups.items()}


def results_by_type(results: Sequence[QuestionResult]) -> dict[str, list[QuestionResult]]:
    """The results of each type, in order of first appearance."""
    groups: dict[str, list[QuestionResult]] = {}
    for result in results:
        groups.setdefault(result.type or UNTYPED, []).append(result)
    return groups


def _means(results: Sequence[QuestionResult]) -> _Scores:
    each = [question_scores(result) for result in results]
    return {name: _known_mean([scores[name] for scores in each]) for name in QUESTION_SCORES}


def _figure_scores(results: Sequence[QuestionResult]) -> _Scores:
    with_values = [result.values for result in results if result.values is not None]
    scores: _Scores = {}
    for name, count_of in FIGURE_COUNTS.items():
        counts = [count_of(values) for values in with_values]
        counted = sum(count.counted for count in counts)
        scores[name] = sum(count.right for count in counts) / counted if counted else None
    return scores


def _confidence_scores(results: Sequence[QuestionResult]) -> _Scores:
    confidences = [result.confidence for result in results]
    correct = [result.is_exact for result in results]
    return {
        "abstention_auroc": area_under_roc(
            [result.answer_probability for result in results],
            [result.is_answerable for result in results],
        ),
        "area_under_risk_coverage": area_under_risk_coverage(risk_coverage(confidences, correct)),
        "expected_calibration_error": expected_calibration_error(confidences, correct),
    }


def _known_mean(values: Sequence[float | None]) -> float | None:
    return mean(value for value in values if value is not None)
