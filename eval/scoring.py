"""One reply held against its gold question."""

import textwrap
from dataclasses import dataclass
from typing import Literal

from eval.citing import CitationScores, score_citations
from eval.gold import GoldQuestion
from eval.gold_date import date_right, wanted_dates
from eval.ranking import RankingScores, ranking_scores
from eval.relevance import (
    first_citation,
    is_correct_citation,
    is_relevant,
    quoted_text,
    tells_premise,
)
from eval.values import (
    EXACT_FIGURES,
    FigureMatcher,
    ValuesResult,
    score_values,
    states_conflict,
)
from qa.agreement import exact_match, token_f1
from qa.answer import Status
from qa.answer_schema import AnswerBody, CitationBody
from qa.question import Turn

EXCERPT_LENGTH = 200
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
            (self.context[end:]),
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


def score_question(
    gold: GoldQuestion, body: AnswerBody, matcher: FigureMatcher = EXACT_FIGURES
) -> QuestionResult:
    """Hold one reply against its gold question; `matcher` tells which figures are equal."""
    abstained = body.status == "not_in_articles"
    prediction = "" if abstained else body.answer or ""
    citation = None if abstained else first_citation(body)
    correct: bool | None = None
    if gold.is_answerable and not abstained:
        correct = citation is not None and is_correct_citation(citation, gold)
    exact = exact_match(prediction, gold.answers)
    f1 = token_f1(prediction, gold.answers)
    relevant = [is_relevant(passage, gold) for passage in body.passages]
    values = score_values(body, gold, matcher)
    return QuestionResult(
        question_id=gold.question_id,
        type=gold.type,
        question=gold.question,
        history=gold.history,
        resolved_question=body.resolved_question,
        expected=gold.answers,
        prediction=prediction,
        status=body.status,
        confidence=body.confidence,
        exact_match=exact,
        f1=f1,
        relevant_rank=relevant.index(True) + 1 if any(relevant) else None,
        ranking=ranking_scores(relevant) if gold.is_answerable else None,
        citation_correct=correct,
        citations=score_citations(body, gold),
        number_right=_number_right(gold, body, matcher),
        date_right=date_right(gold, prediction),
        values=values,
        values_recall=None if values is None else values.recall,
        has_conflict=states_conflict(gold.values, matcher),
        premise_told=tells_premise(body, gold),
        latency_ms=body.timings_ms.total,
        failure=_failure(
            gold, abstained=abstained, f1=f1, exact=exact == 1, citation_correct=correct
        ),
        citation=None if citation is None else _cited_context(citation),
        passages=tuple(
            PassageLink(
                entry.passage_id,
                entry.document_id,
                entry.start,
                entry.end,
                holds,
                _excerpt(entry.text, gold.answers),
            )
            for entry, holds in zip(body.passages, relevant, strict=True)
        ),
    )


def _number_right(gold: GoldQuestion, body: AnswerBody, matcher: FigureMatcher) -> bool | None:
    """Whether the best answer shows the number of the gold's first answer."""
    if not gold.is_answerable or wanted_dates(gold):
        return None
    if matcher.read(gold.answers[0]) is None:
        return None
    return body.status != "not_in_articles" and any(
        matcher.shows(answer, gold.answers[0]) for answer in body.answers[:1]
    )


def _failure(
    gold: GoldQuestion, *, abstained: bool, f1: float, exact: bool, citation_correct: bool | None
) -> Failure | None:
    if exact and citation_correct is not False:
        return None
    if abstained:
        return "wrongly left unanswered"
    if not gold.is_answerable:
        return "wrongly answered"
    if exact:
        return "wrong citation"
    return "inexact answer" if f1 > 0 else "wrong answer"


def _excerpt(text: str, answers: tuple[str, ...]) -> str:
    places = [place for answer in answers if (place := text.find(answer)) >= 0]
    first = max(0, min(places, default=0) - EXCERPT_LENGTH // 2)
    # From the beginning of a word.
    first = text.rfind(" ", 0, first) + 1
    shown = textwrap.shorten(text[first:], EXCERPT_LENGTH, placeholder="…")
    return f"…{shown}" if first else shown


def _cited_context(citation: CitationBody) -> CitedContext:
    exact = quoted_text(citation) == citation.quote
    return CitedContext(
        document_id=citation.document_id,
        title=citation.title,
        quote=citation.quote,
        context=citation.context,
        quote_offset=citation.start - citation.context_start if exact else None,
    )
