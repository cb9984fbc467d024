"""Questions for what each source, or a certain one, says."""

import re
from dataclasses import dataclass
from typing import Self

from qa.voice import is_voice_of

EACH_SOURCE = re.compile(
    r"\b(?:each|every|all|different|which|various|both)\s+(?:the\s+)?(?:source|side|part(?:y|ies)"
    r"|account|estimate|report|forecast)s?\b|\baccording\s+to\s+(?:whom|each|every|all)\b",
    re.IGNORECASE,
)
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
        return is_voice_of(self.source, speaker)
