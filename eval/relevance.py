"""Whether a passage or a citation holds what the gold question asks for."""

import re
from collections.abc import Iterator

from eval.figure import goes_on
from eval.gold_question import GoldQuestion
from qa.answer_schema import AnswerBody, CitationBody, PassageBody


def contains_text(text: str, wanted: str) -> bool:
    """Whether the wanted text stands in the text, runs of white space counting as one space."""
    return " ".join(wanted.split()) in " ".join(text.split())


def contains_phrase(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as whole words and numbers, whatever the case.

    "one" doesn't stand in "anyone", nor "3,000" in "13,000" or "3,000,000", nor "3" in "3.5".
    """
    return any(True for _ in _places(_plain(text), phrase))


def contains_figure(text: str, figure: str) -> bool:
    """Whether the figure stands in the text as a phrase that is a whole number: "3" is none in
    "3 million"."""
    plain = _plain(text)
    return any(not goes_on(plain, place.end()) for place in _places(plain, figure))


def is_relevant(passage: PassageBody, gold: GoldQuestion) -> bool:
    """Whether the passage lets the question be answered.

    It must contain the evidence. Where none is stated it must contain a gold answer and, if
    a document is named, be of that document. Nothing is relevant to an unanswerable question.
    """
    if not gold.is_answerable:
        return False
    if gold.evidence is not None:
        return contains_text(passage.text, gold.evidence)
    if gold.document_id is not None and passage.document_id != gold.document_id:
        return False
    return _holds_answer(passage.text, gold)


def first_citation(body: AnswerBody) -> CitationBody | None:
    """The citation of the best answer; None where there is no answer or its number is unknown."""
    if not body.answers:
        return None
    number = body.answers[0].citation
    return next((entry for entry in body.citations if entry.number == number), None)


def is_correct_citation(citation: CitationBody, gold: GoldQuestion) -> bool:
    """Whether the citation is exact and supports a right answer.

    (a) Its quote is what stands at its offsets in its context, and (b) that context
    contains the evidence, or one of the figures of `values`, each of which has a sentence of its
    own, or, where neither is stated, a gold answer. The document is not compared: the same
    evidence may stand in several.
    """
    if quoted_text(citation) != citation.quote:
        return False
    if any(contains_figure(citation.context, value.text) for value in gold.values):
        return True
    if gold.evidence is not None:
        return contains_text(citation.context, gold.evidence)
    return _holds_answer(citation.context, gold)


def quoted_text(citation: CitationBody) -> str | None:
    """What stands at the quote's offsets; None where these lie outside the context."""
    if not citation.context_start <= citation.start <= citation.end <= citation.context_end:
        return None
    start = citation.start - citation.context_start
    return citation.context[start : citation.end - citation.context_start]


def tells_premise(body: AnswerBody, gold: GoldQuestion) -> bool | None:
    """Whether the reply refuses the question and cites what contradicts its premise.

    The reply must be "not in the articles", and one of its citations must be exact and hold
    the evidence in its context. None where the gold question is answerable or states no
    evidence: then there is nothing to contradict.
    """
    if gold.is_answerable or gold.evidence is None:
        return None
    return body.status == "not_in_articles" and any(
        is_correct_citation(citation, gold) for citation in body.citations
    )


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _places(plain: str, phrase: str) -> Iterator[re.Match[str]]:
    wanted = _plain(phrase)
    if not wanted:
        return iter(())
    before = r"(?<!\w)(?<!\d[.,])" if wanted[0].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if wanted[-1].isalnum() else ""
    return re.finditer(before + re.escape(wanted) + after, plain)


def _holds_answer(text: str, gold: GoldQuestion) -> bool:
    return any(contains_phrase(text, answer) for answer in gold.answers)
