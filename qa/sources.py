"""Questions for what each source, or a certain one, says."""

import re
from dataclasses import dataclass
from typing import Self

from qa.coverage import content_words
from qa.quantity import asks_for_number
from qa.voice import is_voice_of

EACH_SOURCE = re.compile(
    r"\b(?:each|every|all|different|which|various|both)\s+(?:the\s+)?(?:source|side|part(?:y|ies)"
    r"|account|estimate|report|forecast)s?\b|\baccording\s+to\s+(?:whom|each|every|all)\b",
    re.IGNORECASE,
)
_EVERY = (
    r"(?:(?:each|every|all|both)(?:\s+of)?(?:\s+(?:the|these|those))?"
    r"|(?:(?:the|their)\s+)?(?:various|different|several|respective))"
    # "By each side's own count".
    r"(?:\s+(?:various|different|official))?(?:\s+[\w-]+['’]s?(?:\s+own)?)?"
)
_COUNTS = (
    r"(?:counts?|estimates?|tall(?:y|ies)|reckonings?|figures?|forecasts?|projections?|versions?"
    r"|accounts?)"
)
_TELLINGS = rf"(?:{_COUNTS}|reports?|sources?|statistics|articles?)"
_SIDES = r"(?:sides?|part(?:y|ies)|camps?)"
# What a question says of its sources and not of the thing asked: "by all the counts". Who did
# something is of the thing ("expelled by both sides"), and so is where it is ("in all accounts").
_BY_EACH = (
    rf"according\s+to\s+(?:{_EVERY}\s+(?:{_TELLINGS}|{_SIDES})|each|everyone)"
    rf"|(?:going\s+)?by\s+{_EVERY}\s+{_COUNTS}"
    rf"|as\s+{_EVERY}\s+(?:sources?|{_SIDES})\s+(?:tells?|puts?|sees?|says?|claims?|reports?)"
    r"(?:\s+it)?"
)
_APART = rf"(?:in|per|by)\s+{_EVERY}\s+{_TELLINGS}|per\s+{_EVERY}\s+{_SIDES}"
_INVOLVED = r"(?:\s+(?:involved|available|cited|quoted))?"
_BEFORE = re.compile(rf"^\W?(?:{_BY_EACH}|{_APART}){_INVOLVED}\s?[,:]\s?", re.IGNORECASE)
_BEHIND = re.compile(
    rf"(?:(?:\s?[,;:–—-]\s?|\s)(?:and\s)?(?:{_BY_EACH})|\s?[,;:(–—-]\s?(?:{_APART}))"
    rf"{_INVOLVED}(?=\s?[?.!]?$|\s?[,;)(])\)?",
    re.IGNORECASE,
)
_IN_EACH = re.compile(
    rf"\s(?:in|across)\s+(?:all\s+)?the\s+(?:various|different)\s+{_TELLINGS}(?=\s?[?.!]?$)",
    re.IGNORECASE,
)
_AND_TO = re.compile(r",?\s+and\s+(?:according\s+)?to\s+", re.IGNORECASE)
_COMMA_AND = re.compile(r",\s+(?=and\s+according\s+to\s)", re.IGNORECASE)
_ACCORDING = re.compile(
    r"^\W*according\s+to\s+(?P<first>[^,?]+),\s*(?P<then>\S.*)$"
    r"|^(?P<before>.+?),?\s+according\s+to\s+(?P<last>[^,?()]+?)\s*"
    # What a follow-up was completed with, or a short form of the source's name.
    r"(?P<added>\([^()]*\))?\s*\??\s*$",
    re.IGNORECASE,
)


def asks_each_source(question: str) -> bool:
    """Whether the question wants what each source says."""
    return EACH_SOURCE.search(question) is not None or without_each_source(question) != question


def without_each_source(question: str) -> str:
    """The question without words for all its sources, which say nothing of the thing asked.

    "How many died, according to each source?" is found and read as "How many died?".
    """
    bare = _BEHIND.sub("", _BEFORE.sub("", question, count=1), count=1)
    # Who asks how much may want the sum of bank accounts.
    bare = _IN_EACH.sub("", bare, count=1) if asks_for_number(bare) else bare
    return bare if content_words(bare) else question


@dataclass(frozen=True, slots=True)
class SourcedQuestion:
    """A question without the source that it names, and the source as it names it."""

    question: str
    source: str

    @classmethod
    def of(cls, question: str) -> Self | None:
        """The parts of a question that ends or begins with "according to" one source."""
        match = _ACCORDING.match(_COMMA_AND.sub(" ", question))
        if match is None or asks_each_source(question):
            return None
        if match["first"]:
            return cls(match["then"], match["first"].strip())
        added = f" {match['added']}" if match["added"] else ""
        return cls(f"{match['before']}{added}?", match["last"])

    @property
    def sources(self) -> list[str]:
        """Each source apart: of "the army and according to the rebels" both."""
        return _AND_TO.split(self.source)

    def is_from(self, speaker: str | None, text: str = "") -> bool:
        """Whether a speaker, as the article `text` names them, is the source, or one of them."""
        return any(is_voice_of(source, speaker, text) for source in self.sources)
