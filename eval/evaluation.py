"""A finished run: what was measured and what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eval.gold import GoldQuestion
from eval.intervals import score_intervals
from eval.resampling import Interval
from eval.scoring import QuestionResult, score_question
from eval.summary import Summary, summarise, summarise_by_type
from eval.values import EXACT_FIGURES, FigureMatcher
from qa.answer_schema import AnswerBody


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured: `source` is an index folder or a server's address.

    `value_tolerance` is the share by which a figure could differ from the gold's and count.
    """

    gold: str
    source: str
    started_at: datetime
    index_version: str | None
    encoder: str | None
    reader: str | None
    value_tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished run: its summaries and every question's result in gold order.

    `intervals` says how far the scores of `overall` could be chance; a measure is left out
    where that cannot be told.
    """

    run: Run
    overall: Summary
    by_type: dict[str, Summary]
    results: tuple[QuestionResult, ...]
    intervals: Mapping[str, Interval]


def evaluate_replies(
    gold_name: str,
    source_name: str,
    started_at: datetime,
    questions: Sequence[GoldQuestion],
    replies: Sequence[AnswerBody],
    matcher: FigureMatcher = EXACT_FIGURES,
) -> Evaluation:
    """Score each reply against its question and sum up.

    Raises:
        ValueError: there are more or fewer replies than questions.
    """
    results = tuple(
        score_question(question, reply, matcher)
        for question, reply in zip(questions, replies, strict=True)
    )
    first = replies[0] if replies else None
    run = Run(
        gold=gold_name,
        source=source_name,
        started_at=started_at,
        index_version=None if first is None else first.index_version,
        encoder=None if first is None else first.models.encoder,
        reader=None if first is None else first.models.reader,
        value_tolerance=matcher.tolerance,
    )
    return Evaluation(
        run, summarise(results), summarise_by_type(results), results, score_intervals(results)
    )
