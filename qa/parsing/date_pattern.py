"""Dates of the calendar as they are written: "12 October 2024", "Oct. 12", "the 1990s"."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.parsing.clock import ZONES
from qa.parsing.period import Days, month_of, part_of, years_of
from qa.parsing.token import Token, glued, word_at
from qa.parsing.year import is_year

MONTHS = tuple(name.lower() for name in calendar.month_name)  # January is 1
WEEKDAYS = tuple(name.lower() for name in calendar.day_name)  # Monday is 0
_SPACE = r"[ \u00a0]{1,2}"
TO = rf"(?:[ \u00a0]?[-‑–/][ \u00a0]?|{_SPACE}(?:to|until|through){_SPACE})"


def _month_names() -> str:
    full = [name.title() for name in MONTHS[1:]]
    short = [f"{name[:3]}\\b\\.?" for name in full if name not in ("May", "September")]
    return "|".join([*full, *(name.upper() for name in full), r"Sept?\b\.?", *short])


MONTH = f"(?:{_month_names()})"
WEEKDAY = rf"(?:{'|'.join(day.title() for day in WEEKDAYS)})"
_SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?)"
_WEEKDAY = rf"(?:(?P<weekday>{_SHORT_WEEKDAY}),?{_SPACE})?"
_DAY = r"\d{1,2}(?!\d)(?:st|nd|rd|th)?(?![\w%]|[.,]\d)"
# "On May 5, 2000 GMT" tells the time.
_CLOCK = rf"[ \u00a0](?:{'|'.join(sorted(ZONES))}|local time|hours|hrs)\b"
_YEAR = rf"(?:1\d|20|21)\d\d(?![\w%]|[.,]\d|{_CLOCK})"
_PART = rf"(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:{_SPACE}|-)(?:in{_SPACE})?"
START = r"(?<![\w$£€.,/-])"
# Days whose year may follow.
DAY_MONTH = (
    rf"{_WEEKDAY}(?:the{_SPACE})?(?P<day>{_DAY})(?:{TO}(?P<last_day>{_DAY}))?"
    rf"{_SPACE}(?:of{_SPACE})?(?P<month>{MONTH})(?!\w)"
)
MONTH_DAY = (
    rf"{_WEEKDAY}(?P<month>{MONTH}){_SPACE}(?:the{_SPACE})?(?P<day>{_DAY})"
    rf"(?:{TO}(?P<last_day>{_DAY}))?"
)
_PATTERNS = tuple(
    re.compile(START + pattern)
    for pattern in (
        r"(?P<year>(?:1\d|20|21)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?![\w-])",
        r"(?P<one>\d{1,2})[/.](?P<other>\d{1,2})[/.](?P<year>(?:19|20)\d\d)(?![\w/])",
        rf"{DAY_MONTH}(?:,?{_SPACE}(?P<year>{_YEAR}))?",
        rf"{MONTH_DAY}(?:,?{_SPACE}(?P<year>{_YEAR}))?",
        rf"(?P<month>{MONTH}){TO}(?P<last_month>{MONTH}),?{_SPACE}(?P<year>{_YEAR})",
        rf"(?:{_PART})?(?P<month>{MONTH}),?{_SPACE}(?:of{_SPACE})?(?P<year>{_YEAR})",
        rf"(?:{_PART})?(?:the{_SPACE})?(?P<decade>(?:1\d|20|21)\d0)['’]?s(?!\w)",
        rf"(?:the{_SPACE}{_PART}['’]?|['’])(?P<decade>[2-9]0)s(?!\w)",
        rf"{_PART}(?P<year>{_YEAR})",
        rf"(?P<year>{_YEAR})[-‑–/](?P<last_year>(?:(?:1\d|20|21)\d\d|\d\d))(?![\w-]|[.,]\d)",
        rf"(?:[Bb]etween|[Ff]rom){_SPACE}(?P<year>{_YEAR}){_SPACE}(?:and|to|until|through)"
        rf"{_SPACE}(?P<last_year>{_YEAR})",
    )
)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """``text[start:end]``, a date whose year may be left out.

    Without a month it is the whole year, without a day the whole month; `last_year`,
    `last_month` and `last_day` end a range. `weekday` is 0 for Monday.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    last_year: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    part: str | None = None

    def days(self, year: int) -> Days | None:
        """The first and last day meant, in that year; None if the calendar has no such day."""
        try:
            first, last = self._days(year)
        except ValueError:
            return None
        return (first, last) if first <= last else None

    def _days(self, year: int) -> Days:
        last_year = self.last_year or year
        if self.month is None:
            return part_of(years_of(year, last_year - year + 1), self.part)
        last_month = self.last_month or self.month
        if self.day is None:
            return part_of((date(year, self.month, 1), month_of(year, last_month)[1]), self.part)
        return date(year, self.month, self.day), date(year, self.month, self.last_day or self.day)


def calendar_dates(text: str, tokens: Sequence[Token]) -> list[CalendarDate]:
    """The dates of a text with a month, a year or a decade, in order, none overlapping.

    Longer readings win: in "12 October 2024" the year is no date of its own.
    """
    found = [*_matches(text), *_years(tokens)]
    found.sort(key=lambda entry: (entry.start, -entry.end))
    kept: list[CalendarDate] = []
    for entry in found:
        if not kept or entry.start >= kept[-1].end:
            kept.append(entry)
    return kept


def month_number(name: str) -> int:
    """The number of a month from its name or abbreviation."""
    return next(number for number in range(1, 13) if MONTHS[number].startswith(name.lower()[:3]))


def weekday_number(name: str) -> int:
    """The number of a weekday from its name or abbreviation, 0 for Monday."""
    return next(number for number in range(7) if WEEKDAYS[number].startswith(name.lower()[:3]))


def day_number(written: str) -> int:
    """The number of a day: 9 for "9th"."""
    return int(written.rstrip("stndrh"))


def _matches(text: str) -> Iterator[CalendarDate]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            entry = _entry(text, match)
            # A year may be wanted to tell a real day: 29 February exists in leap years.
            if entry is not None and entry.days(entry.year or 2000) is not None:
                yield entry


def _entry(text: str, match: re.Match[str]) -> CalendarDate | None:
    parts = match.groupdict()
    start, end = match.span()
    if parts.get("decade"):
        first = int(parts["decade"])
        if first < 100:
            first += 1900 if first >= 30 else 2000
        last_year = first + (99 if first % 100 == 0 and first < 2000 else 9)
        return CalendarDate(start, end, first, last_year=last_year, part=_part(parts))
    year = _number(parts, "year")
    if parts.get("one"):
        return _slashed(start, end, int(parts["one"]), int(parts["other"]), year)
    if parts.get("last_year"):
        return _year_range(start, end, parts)
    month = month_number(parts["month"]) if parts.get("month") else _number(parts, "number")
    if month is not None and year is None and text[max(0, start - 3) : start].lower() == "in ":
        return None  # "in March 20 people died" has no day
    last_month = month_number(parts["last_month"]) if parts.get("last_month") else None
    weekday = weekday_number(parts["weekday"]) if parts.get("weekday") else None
    return CalendarDate(
        start, end, year, month, _number(parts, "day"), None, last_month,
        _number(parts, "last_day"), weekday, _part(parts),
    )  # fmt: skip


def _number(parts: dict[str, str | None], name: str) -> int | None:
    written = parts.get(name)
    return day_number(written) if written else None


def _part(parts: dict[str, str | None]) -> str | None:
    written = parts.get("part")
    return written.lower() if written else None


def _slashed(start: int, end: int, one: int, other: int, year: int | None) -> CalendarDate | None:
    """A date such as 25/12/2024; 5/12/2024 is left out, for it has two readings."""
    if one == other or (one > 12 >= other):
        return CalendarDate(start, end, year, other, one)
    return CalendarDate(start, end, year, one, other) if other > 12 >= one else None


def _year_range(start: int, end: int, parts: dict[str, str | None]) -> CalendarDate | None:
    first, written = int(parts["year"] or 0), parts["last_year"] or ""
    last = int(written) if len(written) == 4 else first - first % 100 + int(written)
    return CalendarDate(start, end, first, last_year=last) if first < last < first + 200 else None


def _years(tokens: Sequence[Token]) -> Iterator[CalendarDate]:
    for place, token in enumerate(tokens):
        if token.kind == "number" and is_year(tokens, place):
            dashed = word_at(tokens, place + 1) in ("-", "–") and glued(tokens, place + 1)
            if not (dashed and glued(tokens, place + 2) and tokens[place + 2].kind == "number"):
                yield CalendarDate(token.start, token.end, int(token.text))
