"""What each question adds to the scores that are means over questions."""

from collections.abc import Callable, Mapping

from eval.calibration import brier_score
from eval.question_result import QuestionResult

ScoreOf = Callable[[QuestionResult], float | None]


def question_scores(result: QuestionResult) -> dict[str, float | None]:
    """The question's own score in each measure; None where it doesn't count there."""
    return {name: score(result) for name, score in QUESTION_SCORES.items()}


def _answerable(score: ScoreOf) -> ScoreOf:
    return lambda result: score(result) if result.is_answerable else None


def _ranking(name: str) -> ScoreOf:
    return lambda result: None if result.ranking is None else getattr(result.ranking, name)


def _share_right(predicted: bool, actual: bool) -> float | None:
    return float(actual) if predicted else None


def _known(value: bool | None) -> float | None:
    return None if value is None else float(value)


QUESTION_SCORES: Mapping[str, ScoreOf] = {
    "exact_match": lambda result: result.exact_match,
    "f1": lambda result: result.f1,
    "answerable_exact_match": _answerable(lambda result: result.exact_match),
    "answerable_f1": _answerable(lambda result: result.f1),
    "number_accuracy": lambda result: _known(result.number_right),
    "date_accuracy": lambda result: _known(result.date_right),
    "abstention_precision": lambda result: _share_right(
        result.is_abstention, not result.is_answerable
    ),
    "abstention_recall": lambda result: _share_right(
        not result.is_answerable, result.is_abstention
    ),
    "recall_at_1": _ranking("recall_at_1"),
    "recall_at_5": _ranking("recall_at_5"),
    "recall_at_10": _ranking("recall_at_10"),
    "mean_reciprocal_rank": _ranking("reciprocal_rank"),
    "ndcg_at_10": _ranking("ndcg_at_10"),
    "citation_accuracy": lambda result: _known(result.citation_correct),
    "citation_exactness": lambda result: result.citations.exactness,
    "citation_precision": lambda result: result.citations.precision,
    "citation_recall": lambda result: result.citations.recall,
    "values_precision": lambda result: result.values.precision if result.values else None,
    "values_recall": lambda result: result.values_recall,
    "all_values_shown": lambda result: (
        None if result.values_recall is None else float(result.values_recall == 1)
    ),
    "conflict_precision": lambda result: _share_right(result.finds_conflict, result.has_conflict),
    "conflict_recall": lambda result: _share_right(result.has_conflict, result.finds_conflict),
    "premise_told": lambda result: _known(result.premise_told),
    "brier_score": lambda result: brier_score([result.confidence], [result.is_exact]),
    "latency_mean_ms": lambda result: result.latency_ms,
}
