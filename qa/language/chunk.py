"""A sentence's words in chunks: base noun phrases, and the single words between them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.language.lexicon import DAYS, MONTHS, NUMBERED_TIMES, SUBORDINATING_PREPOSITIONS, TIMES
from qa.language.part_of_speech import (
    DETERMINERS,
    FINITE,
    MODIFIERS,
    NOUNS,
    PARTICIPLES,
    PRONOUNS,
)
from qa.language.word import Word

# A day with or without "th", or a year.
_OF_DATE = re.compile(r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?|(?:1\d|20|21)\d\d")
# "May 5 2020"
_LONGEST_DATE = 3
Kind = Literal["phrase", "preposition", "conjunction", "participle", "finite", "other"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """``words[first:last]``: a base noun phrase, which has no preposition in it, or one word."""

    kind: Kind
    first: int
    last: int


def chunks_of(words: Sequence[Word], low: int, high: int) -> list[Chunk]:
    """The words as base noun phrases and single words between them, without adverbs."""
    found = []
    place = low
    while place < high:
        last = base_end(words, place, high)
        if last > place:
            found.append(Chunk("phrase", place, last))
        elif words[place].tag not in ("AV0", "AVP", "XX0"):
            found.append(Chunk(_kind(words[place]), place, place + 1))
        place = max(last, place + 1)
    return found


def base_end(words: Sequence[Word], first: int, limit: int) -> int:
    """Where a run of determiners, modifiers and nouns that begins at `first` ends."""
    place, has_noun = first, False
    while place < limit:
        tag = words[place].tag
        if tag in NOUNS:
            # "In May police": a day or a month ends a phrase of its own.
            timed = has_noun and words[place - 1].lower in TIMES
            if timed and words[place].lower not in TIMES:
                break
            has_noun = True
        elif tag == "POS":
            has_noun = False
        elif tag in PRONOUNS:
            return place + 1 if place == first else place
        elif tag in ("VVN", "VVG"):
            following = words[place + 1].tag if place + 1 < limit else ""
            if has_noun or place == first or following not in NOUNS | MODIFIERS:
                break
        elif tag in DETERMINERS or tag == "DT0":
            if has_noun:
                break
        elif tag not in MODIFIERS or (tag == "CRD" and has_noun and _counts(words, place, limit)):
            break
        place += 1
    return place


def _counts(words: Sequence[Word], place: int, limit: int) -> bool:
    """Whether a number behind a noun begins a phrase: "on Friday nine men", unlike "May 5"."""
    written, at = words[place].text, place - 1
    while at > place - _LONGEST_DATE and at > 0 and words[at].tag == "CRD":
        at -= 1
    before = words[at].lower
    if before in MONTHS or before in NUMBERED_TIMES:
        return not _OF_DATE.fullmatch(written)
    if before in DAYS:
        following = words[place + 1].lower if place + 1 < limit else ""
        return following not in MONTHS  # "on Friday 13 December"
    return before in TIMES or words[place - 1].tag == "NN2"


def is_name(words: Sequence[Word], place: int) -> bool:
    """Whether a word is part of a proper name; the first of a sentence has a capital anyway."""
    word = words[place]
    if word.tag == "NP0":
        return True
    inside = place > 0 and words[place - 1].tag != "PUQ"
    return inside and word.tag in NOUNS and word.text[0].isupper()


def _kind(word: Word) -> Kind:
    if word.tag in ("PRP", "PRF"):
        return "other" if word.lower in SUBORDINATING_PREPOSITIONS else "preposition"
    if word.tag == "CJC":
        return "conjunction"
    if word.tag in FINITE:
        return "finite"
    return "participle" if word.tag in PARTICIPLES else "other"
