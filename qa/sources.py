"""Questions for what each source, or a certain one, says."""

import re
from dataclasses import dataclass
from typing import Self

from qa.coverage import WORD, content_stems
from qa.voice import Voice

EACH_SOURCE = re.compile(
    r"\b(?:each|every|all|different|which|various|both)\s+(?:the\s+)?(?:source|side|part(?:y|ies)"
    r"|account|estimate|report|forecast)s?\b|\baccording\s+to\s+(?:whom|each|every|all)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:according\s+to|claims?|claimed|says?|said|estimates?|figures?\s+of|counts?|put|puts"
    r"|reports?|reported|thinks?|believes?|expects?|forecasts?|tall(?:y|ies)|vs|versus)\b",
    re.IGNORECASE,
)
# What a source publishes stands for the source.
_PUBLISHED = frozenset("estimates estimate figures data tally count statistics numbers".split())
_PHRASE_END = re.compile(r"\s(?:of|in|for|at|from|to|on)\s|,")
_ACCORDING = re.compile(
    r"^\W*according\s+to\s+(?P<first>[^,?]+),\s*(?P<then>\S.*)$"
    r"|^(?P<before>.+?),?\s+according\s+to\s+(?P<last>[^,?()]+?)\s*"
    # What a follow-up was completed with, or a short form of the source's name.
    r"(?P<added>\([^()]*\))?\s*\??\s*$",
    re.IGNORECASE,
)


def asks_each_source(question: str) -> bool:
    """Whether the question wants what each source says."""
    return EACH_SOURCE.search(question) is not None


@dataclass(frozen=True, slots=True)
class SourcedQuestion:
    """A question without the source that it names, and the source as it names it."""

    question: str
    source: str

    @classmethod
    def of(cls, question: str) -> Self | None:
        """The parts of a question that ends or begins with "according to" one source."""
        match = _ACCORDING.match(question)
        if match is None or asks_each_source(question):
            return None
        if match["first"]:
            return cls(match["then"], match["first"].strip())
        added = f" {match['added']}" if match["added"] else ""
        return cls(f"{match['before']}{added}?", match["last"])

    def is_from(self, speaker: str | None) -> bool:
        """Whether a speaker, as an article names them, is the source."""
        if speaker is None:
            return False
        return Voice.of(self.source, typed=True).is_named_by(Voice.of(speaker))


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
