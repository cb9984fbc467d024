"""Dates of English news text as days of the calendar, with their exact places."""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.parsing.date_pattern import WEEKDAY, CalendarDate, calendar_dates, weekday_number
from qa.parsing.date_phrase import date_phrases
from qa.parsing.period import Days, latest_or_coming, weekday_after
from qa.parsing.tense import Tense, tense_around
from qa.parsing.token import Token, tokenise

# A weekday beside a date without its year tells the year, if it is not far.
_YEARS_AROUND = range(-5, 5)
_WEEKDAY = re.compile(WEEKDAY)
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)[ \u00a0]{1,2}$")
_TO = re.compile(
    r"[ \u00a0](?:(?:morning|afternoon|evening|night) )?(?:to|until|till|through|and)[ \u00a0]"
)
_LONGEST_FROM = 10

Resolve = Callable[[date, Tense | None], Days]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """``text[start:end]`` means the days from `first` to `last`, both included."""

    start: int
    end: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class _Reading:
    """``text[start:end]`` is a date; its days, or what gives them."""

    start: int
    end: int
    days: Resolve | Days


def find_dates(text: str, published: date | None) -> list[FoundDate]:
    """The dates of an English text in the order of their places, none overlapping.

    "Last week" and dates without a year are resolved from the day of publication; without
    one they are left out. "On Tuesday" is the latest Tuesday on or before publication, or the
    first on or after it where the clause is in the future. A week starts on Monday; "three
    weeks ago" is the whole week then, "three days ago" one day. What has two readings
    ("5/12/2024") or needs another date ("the next day") is left out too. The time grows
    linearly with the text.
    """
    tokens = tokenise(text)
    starts = [token.start for token in tokens]
    found: list[FoundDate] = []
    place = 0
    for reading in _readings(text, tokens):
        if reading.start < place:
            continue
        place = reading.end
        days: Days | None = None
        if isinstance(reading.days, tuple):
            days = reading.days
        elif published is not None:
            first, end = bisect_left(starts, reading.start), bisect_left(starts, reading.end)
            days = _resolved(reading.days, published, tense_around(tokens, first, end))
        if days is not None:
            one = FoundDate(reading.start, reading.end, *days)
            found.append(_after_first(text, found[-1], one) if found else one)
    return found


def _after_first(text: str, first: FoundDate, last: FoundDate) -> FoundDate:
    """The second weekday of "from Monday to Friday" as the next one after the first."""
    weekday = text[last.start : last.end]
    if not _WEEKDAY.fullmatch(weekday) or not _TO.fullmatch(text, first.end, last.start):
        return last
    before = text[max(0, first.start - _LONGEST_FROM) : first.start]
    if first.first != first.last or _FROM.search(before) is None:
        return last
    day = weekday_after(weekday_number(weekday), first.first)
    return replace(last, first=day, last=day)


def _resolved(resolve: Resolve, published: date, tense: Tense | None) -> Days | None:
    try:
        return resolve(published, tense)
    except (ValueError, OverflowError):
        return None  # no such day, or one before the year 1 or after 9999


def _readings(text: str, tokens: Sequence[Token]) -> list[_Reading]:
    """Every date and phrase with what gives its days; the longer ones of a place first."""
    found = [
        _Reading(entry.start, entry.end, _of_calendar(entry))
        for entry in calendar_dates(text, tokens)
    ]
    found.extend(_Reading(entry.start, entry.end, entry.resolve) for entry in date_phrases(text))
    return sorted(found, key=lambda reading: (reading.start, -reading.end))


def _of_calendar(entry: CalendarDate) -> Resolve | Days:
    """The days of a date, or, without its year, what finds the year."""
    days = None if entry.year is None else entry.days(entry.year)
    if days is not None:
        return days

    def resolve(published: date, tense: Tense | None) -> Days:
        years = (published.year + step for step in _YEARS_AROUND)
        possible = [days for year in years if (days := entry.days(year)) is not None]
        if entry.weekday is not None:
            possible = [days for days in possible if days[0].weekday() == entry.weekday]
            return min(possible, key=lambda days: abs(days[0] - published))
        return latest_or_coming(possible, tense, published)

    return resolve
