"""The times that a question names: "since the start of the war in 2022", "last week"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.parsing.date_pattern import MONTHS, WEEKDAYS
from qa.parsing.year import YEAR_DIGITS

YEAR = re.compile(YEAR_DIGITS)
# "The 1990s", "Q3".
_PERIOD = re.compile(r"(?:1[5-9]|20)\d0s|[Qq][1-4]")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_WORD = re.compile(r"\w[\w’'-]*|[^\w\s]")
# What follows these is as often a place, so that a name behind them is one: "in Malmo on Monday".
_OF_PLACES = frozenset({"in", "at", "by"})
_PREPOSITIONS = _OF_PLACES | frozenset(
    "on since during before after until over within throughout".split()
)
# Clauses follow these, whose prepositions are part of the time.
_SINCE = frozenset({"since", "until"})
_RANGES = frozenset({"from", "between"})
# With these words another part of the question begins.
_BREAKS = _RANGES | frozenset(
    """for to with under near against about into off through per how what which when where who is
    are was were be do does did has have had will would can could""".split()
)
# "In Malmo last year" is a place and a time: these stand only where a time begins.
_POINTING = frozenset("this last next a an each every".split())
_OWN = frozenset({"this", "last", "next"})
_ORDERED = _OWN | frozenset(
    """first second third fourth final latter previous following opening closing each same past
    early late mid""".split()
)
_FILLERS = _ORDERED | frozenset({"the", "fiscal", "financial"})
_JOINTS = frozenset({"of", "and", "or", "to", "until", "through"})
_RANGE_JOINTS = frozenset({"and", "to", "until", "through"})
_UNITS = frozenset(
    """year years month months week weeks day days hour hours season seasons quarters decade
    decades century weekend spring summer autumn winter christmas easter period moment past
    future""".split()
)
# "The old quarter" and "half of the ballots" are no times; the first half is one, and the quarter
# before.
_HALVES = frozenset({"half", "quarter"})
ALONE = frozenset({"yesterday", "today", "tonight", "tomorrow"})
# These are other words too: they are times behind these, or with a capital that no name shares.
_AMBIGUOUS = frozenset({"may", "march", "fall"})
_BEFORE_AMBIGUOUS = _FILLERS | _SINCE | frozenset({"in", "by", "of", "before", "after"})
_MOST_INNER = 5
_MOST_OF_CLAUSE = 12
_MOST_BEHIND = 12


@dataclass(frozen=True, slots=True)
class AskedTime:
    """A time at ``text[start:end]`` with its preposition, which is empty for "last year"."""

    start: int
    end: int
    preposition: str


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str
    lower: str


def times_of(text: str) -> list[AskedTime]:
    """The times of a question or a part of one, in order and apart from each other.

    What only tells a thing from others is none: "Monday's attack", "the 2019 election".
    """
    words = [_Token(*m.span(), m[0], m[0].lower()) for m in _WORD.finditer(text)]
    found: list[AskedTime] = []
    free = 0
    for head in range(len(words)):
        if head < free or not _is_head(words, head):
            continue
        end = _end(words, head)
        start = _start(words, head, end, free)
        if start is not None:
            lead = words[start].lower
            preposition = lead if lead in _PREPOSITIONS | _RANGES else ""
            found.append(AskedTime(words[start].start, words[end - 1].end, preposition))
            free = end
    return found


def begins_with_time(part: str) -> AskedTime | None:
    """The time with a preposition that a part begins with: "in 2019"."""
    return next((t for t in times_of(part)[:1] if t.start == 0 and t.preposition), None)


def in_time(times: Sequence[AskedTime], offset: int) -> bool:
    """Whether an offset of their text lies in one of the times."""
    return any(time.start <= offset < time.end for time in times)


def kind_of(word: str) -> str | None:
    """Whether a word is a "year", a "month" or a "weekday"; None for others."""
    if YEAR.fullmatch(word):
        return "year"
    lower = word.lower()
    return "weekday" if lower in WEEKDAYS else "month" if lower in MONTHS[1:] else None


def _is_head(words: Sequence[_Token], place: int) -> bool:
    """Whether a word can be the noun of a time, or name one."""
    word, before = words[place], words[place - 1] if place else None
    if word.lower in _AMBIGUOUS:
        if before is not None and before.lower == "the":
            return word.lower == "fall"  # "in the march on the capital"
        if before is None or before.lower in _BEFORE_AMBIGUOUS or _DAY.fullmatch(before.text):
            return True
        return word.text[0].isupper() and not before.text[0].isupper()
    if word.lower in _HALVES:
        ordered = before is not None and (
            before.lower in _ORDERED or _ORDINAL.fullmatch(before.text) is not None
        )
        behind = words[place + 1].lower if place + 1 < len(words) else ""
        return ordered or behind in ("before", "after")
    if kind_of(word.text):
        return before is None or before.lower != "the"
    return word.lower in _UNITS | ALONE or _PERIOD.fullmatch(word.text) is not None


def _end(words: Sequence[_Token], head: int) -> int:
    """Where a time ends that goes on behind a head: "October 7, 2023", "the first week of May"."""
    place = head + 1
    while place < min(len(words), head + _MOST_BEHIND):
        following = _next_head(words, place)
        if following is None:
            break
        place = following + 1
    return place


def _next_head(words: Sequence[_Token], place: int) -> int | None:
    """The next word that a time goes on with, or None."""
    month = kind_of(words[place - 1].text) == "month"
    if month and _DAY.fullmatch(words[place].text):
        return place
    if words[place].text == "," and place + 1 < len(words):
        return place + 1 if YEAR.fullmatch(words[place + 1].text) else None
    joined = words[place].lower in _JOINTS
    place += joined
    while place < len(words) and words[place].lower in (_FILLERS if joined else _OWN):
        place += 1
    number = place + 1 < len(words) and _DAY.fullmatch(words[place].text) is not None
    place += number
    return place if place < len(words) and _is_head(words, place) else None


def _start(words: Sequence[_Token], head: int, end: int, free: int) -> int | None:
    """Where a time begins, at `free` or later: with its preposition, or with "last" or a day."""
    place = _phrase_start(words, head, end, free)
    if place is not None:
        return _clause_start(words, place, free)
    if words[head].lower in ALONE:
        return head
    if head > free and words[head - 1].lower in _OWN:
        return head - 1
    if kind_of(words[head].text) != "weekday":
        return None
    told = end < len(words) and words[end].text[0].isalpha() and words[end].text[0].isupper()
    return None if told or words[max(head - 1, 0)].lower == "the" else head


def _phrase_start(words: Sequence[_Token], head: int, end: int, free: int) -> int | None:
    """The place of the preposition that a time hangs on."""
    named = False
    for place in range(head - 1, max(head - 2 - _MOST_INNER, free - 1), -1):
        word = words[place].lower
        inner = head - place - 1
        if word in _RANGES and any(w.lower in _RANGE_JOINTS for w in words[head:end]):
            return place
        if word in _PREPOSITIONS:
            return None if named and word in _OF_PLACES else place
        if word in _BREAKS or not words[place].text[0].isalnum():
            return None
        if inner and words[head].lower in ALONE:
            return None
        if word in _POINTING and not _may_point(words, place):
            return None
        named = named or (words[place].text[0].isupper() and not _is_head(words, place))
    return None


def _may_point(words: Sequence[_Token], place: int) -> bool:
    """Whether "last" and the like stand where a time begins: behind "in", "the", "of"."""
    return place > 0 and words[place - 1].lower in _PREPOSITIONS | {"the", "of"}


def _clause_start(words: Sequence[_Token], place: int, free: int) -> int:
    """Where "since the war in the east began" begins that a time ends; else the place given."""
    for before in range(place - 1, max(place - 1 - _MOST_OF_CLAUSE, free - 1), -1):
        if not words[before].text[0].isalnum():
            break
        if words[before].lower in _SINCE:
            return before
    return place
