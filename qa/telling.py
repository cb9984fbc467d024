"""The sentences of a reply: quotes, speakers, titles and fixed phrases, nothing else."""

import re
import string
from collections.abc import Sequence

from qa.answer import Citation
from qa.candidate import Candidate
from qa.claim import Contradiction
from qa.parsing.qualifier import EXPECTED
from qa.statement import Statement

MAXIMUM_MISSING = 4
DETERMINER = re.compile(
    r"(?:The|An?|This|These|That|Those|Its|His|Her|Their|Our|Some|Several|Many|Most|All|Both"
    r"|Another|Other)\b(?=\s)"
)
# The first word of what begins with no name: "Officials in the city", not "Police Chief Jane Doe".
FIRST_COMMON = re.compile(r"[A-Z][a-z]+(?=$|\s[a-z])")
SENTENCE_ENDS = ".!?:"
QUOTES = "\"“”'‘’)"


def told_answer(statement: Statement, citation: Citation) -> str:
    """ "4,500, according to the agency [1]"."""
    return f"{_credited(statement, citation)}."


def told_conflict(statements: Sequence[Statement], citations: Sequence[Citation]) -> str:
    """All values side by side, with their days where these differ."""
    days = {statement.as_of for statement in statements}
    parts = []
    for statement, citation in zip(statements, citations, strict=False):
        day = ""
        if len(days) > 1 and statement.as_of is not None:
            day = f" ({statement.as_of.isoformat()})"
        parts.append(f"{_credited(statement, citation)}{day}")
    return f"The articles differ: {'; '.join(parts)}."


def told_alternatives(citations: Sequence[Citation]) -> str:
    """What else the articles might be saying."""
    return f"Less likely: {'; '.join(f'{c.quote} [{c.number}]' for c in citations)}"


def told_bridge(citation: Citation) -> str:
    """The sentence that led to the answer."""
    return f"Read together with: “{citation.quote}” [{citation.number}]"


def told_source(citation: Citation, candidate: Candidate) -> str:
    """The sentence of the answer and the article it stands in."""
    return f"“{citation.context}” ({_origin(candidate)})"


def told_absence(title: str | None, missing: Sequence[str]) -> str:
    """That there is no answer, where the nearest passage stands and what it lacks."""
    if title is None:
        return "Not in the articles: no stored article matches this question."
    nearest = f"The nearest passage is in “{title}”"
    if not missing:
        return f"Not in the articles. {nearest}, but it does not answer this."
    words = ", ".join(f"“{word}”" for word in missing[:MAXIMUM_MISSING])
    return f"Not in the articles. {nearest}; it does not mention {words}."


def told_nearest(citation: Citation) -> str:
    """The sentence that comes nearest to the question, for the reader to judge."""
    return f"The nearest sentence: “{citation.quote}” [{citation.number}]"


def told_contradiction(contradiction: Contradiction, citation: Citation) -> str:
    """That the question takes for granted what the article gives otherwise."""
    return (
        f"Not in the articles: the question says “{contradiction.asserted}”, the article "
        f"“{citation.quote}” [{citation.number}].\n\n“{citation.context}”"
        f" ({citation.title})"
    )


def _credited(statement: Statement, citation: Citation) -> str:
    """The quote, what qualifies its value, and who says so or denies it."""
    told, figure = citation.quote, statement.figure
    qualifier = None if figure is None else figure.value.qualifier
    # A quote that begins before its figure holds what qualifies it, but that it is only expected.
    if figure is not None and qualifier and citation.start < figure.start:
        qualifier = EXPECTED if EXPECTED in qualifier and EXPECTED not in told else None
    if qualifier:
        told = f"{told} ({qualifier})"
    credit = ""
    if statement.speaker is not None:
        source = "denied by" if statement.denied else "according to"
        credit = f", {source} {_within_sentence(statement)}"
    return f"{told}{credit} [{citation.number}]"


def _within_sentence(statement: Statement) -> str:
    """A speaker as it stands within a sentence: "the Pentagon" for "The Pentagon".

    So do "officials" and "police" that begin one, where the article writes them in small letters
    elsewhere.
    """
    speaker, text = statement.speaker_name or "", statement.candidate.document.text
    first = DETERMINER.match(speaker)
    if first is None and statement.speaker is not None:
        before = text[: statement.speaker[0]]
        common = FIRST_COMMON.match(speaker)
        if common and _ends_sentence(before) and _has_word(text, common[0].lower()):
            first = common
    return speaker if first is None else f"{first[0].lower()}{speaker[first.end() :]}"


def _ends_sentence(text: str) -> bool:
    """Whether a new sentence, or a new line, begins behind the text."""
    # Not a pattern: one would go over a run of empty lines once for each of them.
    told = text.rstrip(f"{QUOTES}{string.whitespace}\u00a0")
    return not told or told[-1] in SENTENCE_ENDS or "\n" in text[len(told) :]


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text) is not None


def _origin(candidate: Candidate) -> str:
    document = candidate.document
    published = None if document.published_at is None else document.published_at.isoformat()
    return ", ".join(part for part in (document.title, document.outlet, published) if part)
