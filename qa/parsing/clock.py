"""Times of day in four digits: "1830 GMT", "1900 local time", "at 1945 on Tuesday"."""

import re
from collections.abc import Sequence

from qa.parsing.token import Token, glued, word_at
from qa.parsing.vocabulary import CALENDAR_NAMES, FUNCTION_WORDS

_HOUR_AND_MINUTE = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
# Without ET, CT and such, which stand behind hours of a twelve-hour clock only.
ZONES = frozenset(
    """GMT UTC BST IST MSK CET CEST EET EEST WEST EST EDT CST CDT MST MDT PST PDT JST KST HKT SGT
    PKT TRT AEST AEDT ACST AWST NZST NZDT SAST WAT""".split()
)
HOURS = frozenset("hours hrs".split())
_BEFORE_HOURS = frozenset("at by from until till".split())
_JOINTS = frozenset("to until till and - – ‑".split())
_AFTER = FUNCTION_WORDS | CALENDAR_NAMES | {"sharp"}
# At these a number is a level: "the index stood at 1945".
_LEVELS = frozenset(
    """estimated priced put quoted remained remains stand stands stood traded trading valued
    worth""".split()
)


def is_clock(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` is a time of day, no year and no count."""
    if not _is_time(tokens, place) or glued(tokens, place):
        return False
    before, after = word_at(tokens, place - 1), place + 1
    if _ends_time(tokens, after):
        return True
    if word_at(tokens, after) in _JOINTS and _is_time(tokens, after + 1):
        return _ends_time(tokens, after + 2)
    if before in _BEFORE_HOURS and word_at(tokens, after) in HOURS:
        return word_at(tokens, after + 1) != "of"
    if before != "at" or word_at(tokens, place - 2) in _LEVELS:
        return False
    return _stands_alone(tokens, after)


def _is_time(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and _HOUR_AND_MINUTE.fullmatch(tokens[place].text) is not None


def _ends_time(tokens: Sequence[Token], place: int) -> bool:
    """Whether "GMT", "local time" or "hours GMT" stands at `place`."""
    if word_at(tokens, place) in HOURS:
        place += 1
    if place >= len(tokens):
        return False
    if tokens[place].text in ZONES:
        return True
    named = tokens[place].lower == "local" or tokens[place].text[0].isupper()
    return named and word_at(tokens, place + 1) == "time"


def _stands_alone(tokens: Sequence[Token], place: int) -> bool:
    """Whether no noun follows: "at 1945 on Tuesday", unlike "at 2019 prices" and "at 2010-12"."""
    if place >= len(tokens):
        return True
    token = tokens[place]
    if token.kind == "mark":
        return token.text in '.,;:!?)”"—\n' and not (glued(tokens, place + 1) and token.text == ".")
    return token.kind == "word" and token.lower in _AFTER
