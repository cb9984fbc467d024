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
ARTICLE = re.compile(r"(?:The|An?)\b(?=\s)")
DETERMINER = re.compile(
    r"(?:This|These|That|Those|Its|His|Her|Their|Our|Some|Several|Many|Most|All|Both|Another|Other)"
    r"(?=\s(?P<next>[^\W_]+))"
)
# "All India Radio" and "Our World in Data", but "All Norwegians" and "Both Oslo and Lund".
NAMED = re.compile(
    r"(?!These|Those|Some|Several|Many|Most|Both)"
    r"[A-Z]\w*(?:\s(?:(?:of|in|for|and|the)\s)*[A-Z][\w’'-]*){2,}"
)
# The first word of what begins with no name: "Officials in the city", not "Police Chief Jane Doe".
FIRST_COMMON = re.compile(r"[A-Z][a-z]+(?=$|\s[a-z])")
# Nothing behind it belongs to the same noun: "Officials in the city".
ALONE = re.compile(r"$|\s(?:of|in|at|from|for|on|near|with|inside|outside|who|and)\b")
# Nouns that stand without an article, besides plurals.
BARE = frozenset("police people men women children staff media personnel management".split())
CAPITALISED = re.compile(r"\b[A-Z][\w’'-]*\s$")
# So far back the end of a sentence is looked for: a text may hold any number of blanks.
LOOK_BACK = 200
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
    elsewhere, unless they may be a name.
    """
    speaker, text = statement.speaker_name or "", statement.candidate.document.text
    first = ARTICLE.match(speaker) or _determiner(speaker, text)
    if first is None and statement.speaker is not None:
        before = text[: statement.speaker[0]]
        common = FIRST_COMMON.match(speaker)
        if common and _ends_sentence(before) and _is_common(speaker, common[0], text):
            first = common
    return speaker if first is None else f"{first[0].lower()}{speaker[first.end() :]}"


def _determiner(speaker: str, text: str) -> re.Match[str] | None:
    """What a speaker begins with, if that is a determiner and no part of a name."""
    match = DETERMINER.match(speaker)
    if match is None or match["next"].islower():
        return match
    is_name = NAMED.fullmatch(speaker) or _inside(text, f"{match[0]} {match['next']}")
    return None if is_name else match


def _is_common(speaker: str, first: str, text: str) -> bool:
    """Whether the first word of a speaker has its capital only from the sentence that it opens.

    The article must write it in small letters, too, and with a capital nowhere inside a sentence.
    Without an article only plurals and the like are common nouns ("Officials", not "Target"),
    though they are parts of names ("Metropolitan Police").
    """
    word = first.lower()
    if not _has_word(text, word):
        return False
    if not ALONE.match(speaker, len(first)):
        return not _inside(text, first)
    return (word.endswith("s") or word in BARE) and not _inside(text, first, alone=True)


def _inside(text: str, words: str, alone: bool = False) -> bool:
    """Whether a text has words with their capital elsewhere than where a sentence or quote begins.

    `alone`: behind no other word with one.
    """
    for match in re.finditer(rf"\b{re.escape(words)}\b", text):
        before = text[max(0, match.start() - LOOK_BACK) : match.start()]
        begins = before.endswith(tuple(QUOTES)) or _ends_sentence(before)
        if not begins and not (alone and CAPITALISED.search(before)):
            return True
    return False


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
