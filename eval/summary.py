"""Means over questions, overall and by type."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.calibration import brier_score, expected_calibration_error
from eval.metrics import (
    abstention_precision,
    abstention_recall,
    mean,
    percentile,
    recall_at,
    reciprocal_rank,
)
from eval.scoring import QuestionResult

UNTYPED = "untyped"


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over questions, in [0, 1] but for latencies; None where no question counts.

    Retrieval scores are over answerable questions, `citation_accuracy` over those of them
    that were answered, `values_recall` over questions that state figures.
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
    values_recall: float | None
    expected_calibration_error: float | None
    brier_score: float | None
    latency_mean_ms: float | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    latency_p99_ms: float | None


def summarise(results: Sequence[QuestionResult]) -> Summary:
    """Summarise all the results, or those of one type."""
    answerable = [result for result in results if result.is_answerable]
    abstained = [result.is_abstention for result in results]
    can_answer = [result.is_answerable for result in results]
    confidences = [result.confidence for result in results]
    correct = [result.exact_match == 1 for result in results]
    latencies = [result.latency_ms for result in results]
    ranks = [result.relevant_rank for result in answerable]
    return Summary(
        questions=len(results),
        unanswerable=len(results) - len(answerable),
        exact_match=mean(result.exact_match for result in results),
        f1=mean(result.f1 for result in results),
        answerable_exact_match=mean(result.exact_match for result in answerable),
        answerable_f1=mean(result.f1 for result in answerable),
        abstention_precision=abstention_precision(abstained, can_answer),
        abstention_recall=abstention_recall(abstained, can_answer),
        recall_at_1=mean(recall_at(rank, 1) for rank in ranks),
        recall_at_5=mean(recall_at(rank, 5) for rank in ranks),
        recall_at_10=mean(recall_at(rank, 10) for rank in ranks),
        mean_reciprocal_rank=mean(reciprocal_rank(rank) for rank in ranks),
        citation_accuracy=_known_mean([result.citation_correct for result in results]),
        values_recall=_known_mean([result.values_recall for result in results]),
        expected_calibration_error=expected_calibration_error(confidences, correct),
        brier_score=brier_score(confidences, correct),
        latency_mean_ms=mean(latencies),
        latency_p50_ms=percentile(latencies, 50),
        latency_p95_ms=percentile(latencies, 95),
        latency_p99_ms=percentile(latencies, 99),
    )


def summarise_by_type(results: Sequence[QuestionResult]) -> dict[str, Summary]:
    """A summary for each type, in order of first appearance; empty where no type is stated."""
    groups: dict[str, list[QuestionResult]] = {}
    for result in results:
        groups.setdefault(result.type or UNTYPED, []).append(result)
    if list(groups) == [UNTYPED]:
        return {}
    return {name: summarise(members) for name, members in groups.items()}


def _known_mean(values: Sequence[float | None]) -> float | None:
    return mean(value for value in values if value is not None)
