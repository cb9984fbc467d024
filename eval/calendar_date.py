"""Dates of short answers, to tell whether two texts state the same day, month or year."""

import re
from dataclasses import dataclass
from datetime import datetime

from dateutil import parser

_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?")
# Other words say that a text is no date: "Theresa May".
_WORDS = "on in the of by since until from early late mid about around day year"
_BESIDE = frozenset(_WORDS.split())
_YEAR = re.compile(rf"(?:(?:{_WORDS.replace(' ', '|')})[ -])*[12]\d{{3}}", re.IGNORECASE)
# What of these makes a year of a number: "in 1500", but not "about 1500".
_TIMED = re.compile(r"\b(?:in|since|until|year)\b", re.IGNORECASE)
# The parser takes time that grows with the square of the length.
_LONGEST = 100
# Two days that differ in every field: what both readings share was stated, not filled in.
_FILLERS = (datetime(2001, 1, 1), datetime(2002, 2, 2))


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """What a text states of a date; None where it leaves a field open."""

    year: int | None
    month: int | None
    day: int | None


def plain_date(text: str) -> CalendarDate | None:
    """The date that a short text states, None where it states none.

    It names a month, is a year alone or an ISO date, and holds no other content but words such
    as "since". Weekdays and "last week" are left to the comparison of texts.
    """
    plain = " ".join(text.split())
    if len(plain) > _LONGEST:
        return None
    if not (_MONTH.search(plain) or _ISO.fullmatch(plain) or _YEAR.fullmatch(plain)):
        return None
    try:
        (first, passed_over), (second, _) = (
            parser.parse(plain, default=filler, fuzzy_with_tokens=True, ignoretz=True)
            for filler in _FILLERS
        )
    except (ValueError, ArithmeticError):
        return None
    if not set(re.findall(r"[^\W\d_]+", " ".join(passed_over).casefold())) <= _BESIDE:
        return None
    return CalendarDate(
        year=first.year if first.year == second.year else None,
        month=first.month if first.month == second.month else None,
        day=first.day if first.day == second.day else None,
    )


def may_be_number(text: str) -> bool:
    """Whether what reads as a year may as well be a number: "1500", "about 1500"."""
    plain = " ".join(text.split())
    return bool(_YEAR.fullmatch(plain)) and not _TIMED.search(plain)


def same_date(shown: CalendarDate, wanted: CalendarDate) -> bool:
    """Whether the shown date says what is wanted.

    Month and day must be as exact as they are wanted; the year, which news leaves out, may be
    missing beside a month. A date that states more than is wanted is right if the rest agrees.
    """
    if wanted.month is None:
        return shown.year == wanted.year
    if shown.month != wanted.month or wanted.day not in (None, shown.day):
        return False
    return shown.year is None or wanted.year is None or shown.year == wanted.year
