"""What came of one question: the reply beside its gold, and where it failed."""

from dataclasses import dataclass
from typing import Literal

from eval.citing import CitationScores
from eval.ranking import RankingScores
from eval.values import ValuesResult
from qa.answer import Status
from qa.question import Turn

Failure = Literal[
    "wrong answer",
    "inexact answer",
    "wrongly answered",
    "wrongly left unanswered",
    "wrong citation",
]


@dataclass(frozen=True, slots=True)
class CitedContext:
    """What was shown as the source; `quote_offset` is None where the quote isn't exact."""

    document_id: str
    title: str
    quote: str
    context: str
    quote_offset: int | None

    @property
    def parts(self) -> tuple[str, str, str]:
        """The context before the quote, the quote, and the context after it."""
        if self.quote_offset is None:
            return self.context, "", ""
        end = self.quote_offset + len(self.quote)
        return (
            self.context[: self.quote_offset],
            self.context[self.quote_offset : end],
            self.context[end:],
        )


@dataclass(frozen=True, slots=True)
class PassageLink:
    """Which passage was retrieved: `start` and `end` are offsets into the document's text.

    `excerpt` is the start of its text, or what stands around an answer of the gold there.
    """

    passage_id: str
    document_id: str
    start: int
    end: int
    relevant: bool
    excerpt: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One reply beside its gold.

    `exact_match` is 0.0 or 1.0 and `f1` in [0, 1]; `prediction` is "" for "not in the
    articles". `relevant_rank` counts from 1, None where no retrieved passage is relevant.
    `citation_correct` is None unless an answerable question was answered, `values` and
    `values_recall` unless the gold states figures, `premise_told` as `tells_premise`.
    `has_conflict` says whether the gold's figures differ. `ranking` is None of an unanswerable
    question; `number_right` and `date_right` unless the gold's first answer is just one number
    or just a date.
    """

    question_id: str
    type: str | None
    question: str
    history: tuple[Turn, ...]
    resolved_question: str
    expected: tuple[str, ...]
    prediction: str
    status: Status
    confidence: float
    exact_match: float
    f1: float
    relevant_rank: int | None
    ranking: RankingScores | None
    citation_correct: bool | None
    citations: CitationScores
    number_right: bool | None
    date_right: bool | None
    values: ValuesResult | None
    values_recall: float | None
    has_conflict: bool
    premise_told: bool | None
    latency_ms: float
    failure: Failure | None
    citation: CitedContext | None
    passages: tuple[PassageLink, ...]

    @property
    def is_answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.expected)

    @property
    def is_exact(self) -> bool:
        """Whether the answer, or "not in the articles", is right: what confidences predict."""
        return self.exact_match == 1

    @property
    def is_abstention(self) -> bool:
        """Whether the reply was "not in the articles"."""
        return self.status == "not_in_articles"

    @property
    def finds_conflict(self) -> bool:
        """Whether the reply shows several sources that disagree."""
        return self.status == "conflicting"

    @property
    def answer_probability(self) -> float:
        """The probability, as the reply states it, that an answer exists and is right.

        It is the confidence of an answer, and 1 - confidence of "not in the articles".
        """
        return 1 - self.confidence if self.is_abstention else self.confidence
