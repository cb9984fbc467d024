"""Whether two nearly equal texts say different things: of another name, or the contrary."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.sentences import sentence_bounds

WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
# A wire report's place and agency: papers put their own.
DATELINE = re.compile(r"\s{0,9}[A-Z]{2}[^.!?\n]{0,80}?\s[—–-]{1,2}\s")
# The last one is what remains of "didn't" without its apostrophe.
NEGATIONS = frozenset("not never no none nor neither nobody nothing cannot without t".split())


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a text in lower case, in order, and which of them it writes as names."""

    words: tuple[str, ...]
    names: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Wording":
        """Names are what has a capital inside a sentence, days and months among them."""
        found = DATELINE.match(text)
        start = found.end() if found else 0
        matches = list(WORD.finditer(text, start))
        # A bound after which nothing but quotation marks comes before the word.
        first = {
            match.start()
            for low, high in sentence_bounds(text)
            if (match := WORD.search(text, max(low, start), high))
        }
        names = frozenset(
            match[0].casefold()
            for match in matches
            if match[0][0].isupper() and len(match[0]) > 1 and match.start() not in first
        )
        return cls(tuple(match[0].casefold() for match in matches), names)


def differ_in_sense(first: Wording, second: Wording) -> bool:
    """Whether one names somebody or some day in the place of another, or denies what it says.

    What only one of them has at its beginning or end comes from another cut and doesn't count.
    """
    fewer = first.names - set(second.words) and second.names - set(first.words)
    if not fewer and _negations(first.words) == _negations(second.words):
        return False
    matcher = SequenceMatcher(None, first.words, second.words, autojunk=False)
    return any(
        kind != "equal"
        and _changes_sense(first, second, slice(low, high), slice(other_low, other_high))
        for kind, low, high, other_low, other_high in matcher.get_opcodes()
    )


def _changes_sense(first: Wording, second: Wording, place: slice, other_place: slice) -> bool:
    words, others = first.words[place], second.words[other_place]
    one_denies = _negations(words) != _negations(others)
    if not words or not others:
        at_edge = place.start == 0 or place.stop == len(first.words)
        return one_denies and not at_edge
    own, other = first.names & set(words), second.names & set(others)
    return one_denies or bool(own - set(second.words) and other - set(first.words))


def _negations(words: tuple[str, ...]) -> int:
    return sum(word in NEGATIONS for word in words)
