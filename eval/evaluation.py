"""A finished run: what was measured and what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eval.gold_question import GoldQuestion
from eval.intervals import score_intervals
from eval.question_result import QuestionResult
from eval.resampling import Interval
from eval.scoring import score_question
from eval.summary import Summary, summarise, summarise_by_type
from eval.values import EXACT_FIGURES, FigureMatcher
from qa.answer_schema import AnswerBody


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured: `source` is an index folder or a server's address.

    `index_version` names all that answered, parted by commas, where the index changed meanwhile.
    `value_tolerance` is the share by which a figure could differ from the gold's and count.
    `stopped` says why the last `unanswered` questions of the gold have no reply, None where all
    have one.
    """

    gold: str
    source: str
    started_at: datetime
    index_version: str | None
    encoder: str | None
    reader: str | None
    value_tolerance: float = 0.0
    stopped: str | None = None
    unanswered: int = 0


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
    stopped: str | None = None,
) -> Evaluation:
    """Score each reply against its question and sum up.

    `stopped` is why the last questions have no reply.

    Raises:
        ValueError: there are more replies than questions, or fewer though nothing stopped.
    """
    unanswered = 0 if stopped is None else max(0, len(questions) - len(replies))
    results = tuple(
        score_question(question, reply, matcher)
        for question, reply in zip(questions[: len(questions) - unanswered], replies, strict=True)
    )
    first = replies[0] if replies else None
    run = Run(
        gold=gold_name,
        source=source_name,
        started_at=started_at,
        index_version=", ".join(dict.fromkeys(reply.index_version for reply in replies)) or None,
        encoder=None if first is None else first.models.encoder,
        reader=None if first is None else first.models.reader,
        value_tolerance=matcher.tolerance,
        stopped=stopped,
        unanswered=unanswered,
    )
    return Evaluation(
        run, summarise(results), summarise_by_type(results), results, score_intervals(results)
    )
