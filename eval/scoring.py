"""One reply held against its gold question."""

import textwrap
from collections.abc import Sequence

from eval.citing import score_citations
from eval.gold_date import date_right, wanted_dates
from eval.gold_question import GoldQuestion
from eval.question_result import CitedContext, Failure, PassageLink, QuestionResult
from eval.ranking import ranking_scores
from eval.relevance import (
    first_citation,
    is_correct_citation,
    is_relevant,
    quoted_text,
    tells_premise,
)
from eval.values import EXACT_FIGURES, FigureMatcher, score_values, states_conflict
from qa.agreement import exact_match, token_f1
from qa.answer_schema import AnswerBody, CitationBody

EXCERPT_LENGTH = 200


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
        passages=_passage_links(body, relevant, gold.answers),
    )


def _passage_links(
    body: AnswerBody, relevant: Sequence[bool], answers: tuple[str, ...]
) -> tuple[PassageLink, ...]:
    return tuple(
        PassageLink(
            entry.passage_id,
            entry.document_id,
            entry.start,
            entry.end,
            holds,
            _excerpt(entry.text, answers),
        )
        for entry, holds in zip(body.passages, relevant, strict=True)
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
