"""Dates of a year that is told from publication: "5 March last year", "June of next year"."""

import re
from datetime import date

from qa.parsing.date_pattern import (
    DAY_MONTH,
    MONTH,
    MONTH_DAY,
    START,
    TO,
    CalendarDate,
    day_number,
    month_number,
)
from qa.parsing.period import Days

_SPACE = r"[ \u00a0]{1,2}"
_YEARS = {
    "the year before last": -2,
    "last year": -1,
    "this year": 0,
    "next year": 1,
    "the year after next": 2,
}
_YEAR = (
    rf"(?P<year>(?:{'|'.join(_YEARS)}))".replace(" ", _SPACE)
    # "May last year's winner" is about the winner, "last year-end" about its last days.
    + r"(?![\w-]|['’]s)"
)
_OF = rf"{_SPACE}(?:of{_SPACE}|in{_SPACE})?"
_PART = rf"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)(?:{_SPACE}|-))?"
PATTERNS = tuple(
    rf"{START}(?P<date>{pattern}{_OF}{_YEAR})"
    for pattern in (
        DAY_MONTH,
        MONTH_DAY,
        rf"{_PART}(?P<month>{MONTH})(?!\w)(?:{TO}(?P<last_month>{MONTH})(?!\w))?",
    )
)
BARE_YEAR = (
    rf"{START}(?P<date>(?P<year>[Tt]he{_SPACE}year{_SPACE}before{_SPACE}last))\b"
    rf"(?!{_SPACE}?[\w'’-])"
)


def days_of_year(groups: dict[str, str], published: date) -> Days:
    """The days that a match of a pattern means.

    Raises:
        ValueError: the calendar has no such day.
    """
    year = published.year + _YEARS[re.sub(_SPACE, " ", groups["year"])]
    month, last_month = (
        month_number(groups[name]) if name in groups else None for name in ("month", "last_month")
    )
    day, last_day = (
        day_number(groups[name]) if name in groups else None for name in ("day", "last_day")
    )
    entry = CalendarDate(
        0, 0, year, month, day, None, last_month, last_day, part=groups.get("part")
    )
    days = entry.days(year)
    if days is None:
        raise ValueError(f"{groups['date']!r} is no day of {year}")
    return days
