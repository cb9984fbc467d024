"""Dates as files state them. A day is the one that is written, whatever its time zone."""

import re
from datetime import date, datetime
from email.utils import parsedate

from index.errors import ContentError

MAXIMUM_DATE_LENGTH = 100
# Whatever its zone is called, and however exact its time is.
DAY_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{1,2}:\d{2}\b")


def parse_date(text: str) -> date | None:
    """The day of an ISO 8601 date or time, or of one as in mails and RSS; None: it is neither."""
    stated = text.strip()[:MAXIMUM_DATE_LENGTH]
    for read in (date.fromisoformat, datetime.fromisoformat, _mail_date, _day_before_time):
        try:
            found = read(stated)
        except (ValueError, TypeError, OverflowError):
            continue
        return found.date() if isinstance(found, datetime) else found
    return None


def require_date(value: object) -> date | None:
    """The day that a field states; None for no value.

    Raises:
        ContentError: it is not a date.
    """
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    found = parse_date(str(value))
    if found is None:
        raise ContentError(
            f"published_at is {str(value)[:MAXIMUM_DATE_LENGTH]!r}: expected a date such as "
            "2024-10-29"
        )
    return found


def _mail_date(text: str) -> date:
    fields = parsedate(text)
    if fields is None:
        raise ValueError(text)
    return date(*fields[:3])


def _day_before_time(text: str) -> date:
    found = DAY_AND_TIME.match(text)
    if found is None:
        raise ValueError(text)
    return date.fromisoformat(found[1])
