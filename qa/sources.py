"""Questions for what each source, or a certain one, says."""

import re

from qa.coverage import WORD, content_stems

EACH_SOURCE = re.compile(
    r"\b(?:each|every|all|different|which|various|both)\s+(?:the\s+)?(?:source|side|part(?:y|ies)"
    r"|account|estimate|report|forecast)s?\b|\baccording\s+to\s+(?:whom|each|every|all)\b",
    re.IGNORECASE,
)


def asks_each_source(question: str) -> bool:
    """Whether the question wants what each source says."""
    return EACH_SOURCE.search(question) is not None


_TOLD = re.compile(
    r"\b(?:according\s+to|claims?|claimed|says?|said|estimates?|figures?\s+of|counts?|put|puts"
    r"|reports?|reported|thinks?|believes?|expects?|forecasts?|tall(?:y|ies)|vs|versus)\b",
    re.IGNORECASE,
)
# What a source publishes stands for the source.
_PUBLISHED = frozenset("estimates estimate figures data tally count statistics numbers".split())
_PHRASE_END = re.compile(r"\s(?:of|in|for|at|from|to|on)\s|,")


def asks_for_sources(question: str) -> bool:
    """Whether the question is for what somebody says."""
    return asks_each_source(question) or _TOLD.search(question) is not None


def names_source(question: str, speaker: str | None) -> bool:
    """Whether the question names a speaker: by the last word of the name or by all of it."""
    if speaker is None:
        return False
    words = [w for w in WORD.findall(_PHRASE_END.split(speaker)[0]) if w not in _PUBLISHED]
    known = content_stems(question)
    return bool(words) and bool(content_stems(words[-1])) and content_stems(words[-1]) <= known
