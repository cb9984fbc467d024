"""Means over questions, overall and by type."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.calibration import (
    area_under_risk_coverage,
    brier_score,
    expected_calibration_error,
    risk_coverage,
)
from eval.metrics import (
    area_under_roc,
    mean,
    percentile,
    precision,
    recall,
    recall_at,
    reciprocal_rank,
)
from eval.scoring import QuestionResult

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

    - Retrieval scores over answerable questions, `citation_accuracy` over those of them that
      were answered.
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
    abstention_precision: float | None
    abstention_recall: float | None
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    mean_reciprocal_rank: float | None
    citation_accuracy: float | None
    values_precision: float | None
    values_recall: float | None
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
        latency_mean_ms=mean(latencies),
        latency_p50_ms=percentile(latencies, 50),
        latency_p95_ms=percentile(latencies, 95),
        latency_p99_ms=percentile(latencies, 99),
        **_answer_scores(results),
        **_value_scores(results),
        **_decision_scores(results),
    )


def summarise_by_type(results: Sequence[QuestionResult]) -> dict[str, Summary]:
    """A summary for each type, in order of first appearance; empty where no type is stated."""
    groups: dict[str, list[QuestionResult]] = {}
    for result in results:
        groups.setdefault(result.type or UNTYPED, []).append(result)
    if list(groups) == [UNTYPED]:
        return {}
    return {name: summarise(members) for name, members in groups.items()}


def _answer_scores(results: Sequence[QuestionResult]) -> _Scores:
    answerable = [result for result in results if result.is_answerable]
    ranks = [result.relevant_rank for result in answerable]
    return {
        "exact_match": mean(result.exact_match for result in results),
        "f1": mean(result.f1 for result in results),
        "answerable_exact_match": mean(result.exact_match for result in answerable),
        "answerable_f1": mean(result.f1 for result in answerable),
        "recall_at_1": mean(recall_at(rank, 1) for rank in ranks),
        "recall_at_5": mean(recall_at(rank, 5) for rank in ranks),
        "recall_at_10": mean(recall_at(rank, 10) for rank in ranks),
        "mean_reciprocal_rank": mean(reciprocal_rank(rank) for rank in ranks),
        "citation_accuracy": _known_mean([result.citation_correct for result in results]),
    }


def _value_scores(results: Sequence[QuestionResult]) -> _Scores:
    with_values = [result.values for result in results if result.values is not None]
    gold = [value for values in with_values for value in values.gold]
    answers = [answer for values in with_values for answer in values.shown]
    speakers = [(value.speaker, value.speaker_correct) for value in gold]
    return {
        "values_precision": _known_mean([values.precision for values in with_values]),
        "values_recall": mean(values.recall for values in with_values),
        "values_precision_micro": mean(answer.is_gold_value for answer in answers),
        "values_recall_micro": mean(value.shown for value in gold),
        "speaker_accuracy": _known_mean([correct for _, correct in speakers]),
        "speaker_precision": _known_mean([answer.speaker_correct for answer in answers]),
        "speaker_recall": _known_mean([correct for name, correct in speakers if name is not None]),
    }


def _decision_scores(results: Sequence[QuestionResult]) -> _Scores:
    answerable = [result.is_answerable for result in results]
    unanswerable = [not result.is_answerable for result in results]
    abstained = [result.is_abstention for result in results]
    conflicts_found = [result.finds_conflict for result in results]
    conflicts = [result.has_conflict for result in results]
    probabilities = [result.answer_probability for result in results]
    confidences = [result.confidence for result in results]
    correct = [result.is_exact for result in results]
    return {
        "abstention_precision": precision(abstained, unanswerable),
        "abstention_recall": recall(abstained, unanswerable),
        "conflict_precision": precision(conflicts_found, conflicts),
        "conflict_recall": recall(conflicts_found, conflicts),
        "premise_told": _known_mean([result.premise_told for result in results]),
        "abstention_auroc": area_under_roc(probabilities, answerable),
        "area_under_risk_coverage": area_under_risk_coverage(risk_coverage(confidences, correct)),
        "expected_calibration_error": expected_calibration_error(confidences, correct),
        "brier_score": brier_score(confidences, correct),
    }


def _known_mean(values: Sequence[float | None]) -> float | None:
    return mean(value for value in values if value is not None)
