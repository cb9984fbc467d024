"""Dates as files state them. A day is the one that is written, whatever its time zone."""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime
from email.utils import parsedate

from index.formats.slashed_date import with_one_reading

MAXIMUM_DATE_LENGTH = 100
# No newspaper is older: programs that know no day write one such as 0001-01-01.
EARLIEST_YEAR = 1600
# The library for mails takes it for 2001.
NO_YEAR = "0001"
# Whatever its zone is called, and however exact its time is.
DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}\b")
MONTHS = {
    written.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, written in enumerate(names)
    if number
} | {"sept": 9}
WEEKDAYS = (*calendar.day_name, *calendar.day_abbr, "Tues", "Weds", "Thur", "Thurs")
_WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)})\b[.,]*\s+)?"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})\b"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_BETWEEN = r"[\s,.-]+(?:of\s+)?"
_TIME = r"(?:[\s,|-]+(?:at\s+)?\d{1,2}(?:[:.]\d{2}|\s?[ap]\.?m)\b.*)?"
WRITTEN_DAYS = tuple(
    re.compile(
        rf"{_WEEKDAY}{first}{_BETWEEN}{second}{_BETWEEN}(?P<year>\d{{4}}){_TIME}", re.IGNORECASE
    )
    for first, second in ((_DAY, _MONTH), (_MONTH, _DAY))
)
# With dots the day stands first everywhere.
DOTTED_DAY = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}){_TIME}")
# With the year first the month comes next everywhere, whatever stands between them.
YEAR_FIRST = re.compile(rf"(\d{{4}})([./-])\s?(\d{{1,2}})\2\s?(\d{{1,2}})\.?{_TIME}")


def parse_date(text: str) -> date | None:
    """The day of an ISO 8601 date or time, of one as in mails and RSS, in words or in figures.

    None: it is none of them, has two readings, or stands for no day at all.
    """
    stated = with_one_reading(text.strip()[:MAXIMUM_DATE_LENGTH])
    for read in READERS:
        try:
            found = read(stated)
        except (ValueError, TypeError, OverflowError):
            continue
        day = found.date() if isinstance(found, datetime) else found
        return day if day.year >= EARLIEST_YEAR else None
    return None


def why_unread(value: object) -> str:
    """What is wrong with a field that should state a day and does not."""
    stated = repr(value[:MAXIMUM_DATE_LENGTH]) if isinstance(value, str) else type(value).__name__
    return f"published_at is {stated}: expected a date such as 2024-10-29"


def _mail_date(text: str) -> date:
    fields = parsedate(text)
    if fields is None or NO_YEAR in text.split():
        raise ValueError(text)
    return date(*fields[:3])


def _day_before_time(text: str) -> date:
    found = DAY_AND_TIME.match(text)
    if found is None:
        raise ValueError(text)
    return date.fromisoformat(found[1])


def _written_day(text: str) -> date:
    """ "October 29, 2024", "Tue, 29 Oct 2024"."""
    for pattern in WRITTEN_DAYS:
        found = pattern.fullmatch(text)
        if found is not None:
            return date(int(found["year"]), MONTHS[found["month"].lower()], int(found["day"]))
    raise ValueError(text)


def _dotted_day(text: str) -> date:
    found = DOTTED_DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1]))


def _day_after_year(text: str) -> date:
    """ "2024/10/29", "2024. 10. 29.", "2024-10-5"."""
    found = YEAR_FIRST.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(int(found[1]), int(found[3]), int(found[4]))


READERS: tuple[Callable[[str], date], ...] = (
    date.fromisoformat,
    datetime.fromisoformat,
    _mail_date,
    _day_before_time,
    _written_day,
    _dotted_day,
    _day_after_year,
)
