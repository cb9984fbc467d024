"""Weeks, months and years around the day an article was published."""

import calendar
from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from qa.parsing.tense import Tense

Days = tuple[date, date]

DAY = timedelta(days=1)
_STEPS = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}
_YEARS = {"year": 1, "decade": 10, "century": 100}
# A date within so many days from now is rather meant than one so long ago: without a verb, and
# beside a past one, which may belong to something else.
_COMING = {None: 95, "past": 14}
_LONG_AGO = {None: 180, "past": 330}
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14}


def week_of(day: date) -> Days:
    """Monday to Sunday."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def month_of(year: int, month: int) -> Days:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def years_of(first: int, count: int = 1) -> Days:
    """The first day of a year and the last of the last of `count` years."""
    return date(first, 1, 1), date(first + count - 1, 12, 31)


def part_of(days: Days, part: str | None) -> Days:
    """The "early", "mid" or "late" third of a stretch of days, all of it without a part."""
    first, last = days
    third = (last - first) / 3
    if part == "early":
        return first, first + third
    if part == "mid":
        return first + third, last - third
    return (last - third, last) if part == "late" else days


def period_beside(unit: str, which: str, published: date) -> Days:
    """The calendar week, month, year, decade or century before, of or after a day.

    `which` is "last", "this" or "next".
    """
    step = _STEPS[which]
    if unit in ("week", "month"):
        return period_away(unit, step, published)
    first = published.year - published.year % _YEARS[unit] + step * _YEARS[unit]
    return years_of(first, _YEARS[unit])


def period_away(unit: str, count: int, published: date) -> Days:
    """What "three days ago" means for -3 days: as coarse as the unit that is told.

    A day for days, from then to now for hours, else the calendar week, month or year.
    """
    if unit == "hour":
        moved = moved_by(unit, count, published)
        return min(moved, published), max(moved, published)
    moved = moved_by(unit, count, published)
    if unit == "day":
        return moved, moved
    if unit in ("week", "fortnight"):
        return week_of(moved)
    return month_of(moved.year, moved.month) if unit == "month" else years_of(moved.year)


def moved_by(unit: str, count: int, day: date) -> date:
    """The day so many hours, days, weeks, months, years or decades later."""
    if unit in _DAYS:
        return day + round(count * _DAYS[unit]) * DAY
    months = count * 12 * _YEARS[unit] if unit in _YEARS else count
    moved: date = day + relativedelta(months=months)
    return moved


def weekday_beside(number: int, which: str | None, tense: Tense | None, published: date) -> date:
    """The weekday, 0 for Monday, that a text of that day means.

    Without `which`, the latest one on or before publication, or, where the future is meant,
    the first on or after it. "Last" and "next" are never the day of publication, "this" is
    in its week.
    """
    back = (published.weekday() - number) % 7
    if which == "this":
        return week_of(published)[0] + number * DAY
    if which in ("last", "past"):
        return published - (back or 7) * DAY
    if which in ("next", "coming"):
        return published + (7 - back) * DAY
    return published + (-back % 7) * DAY if tense == "future" else published - back * DAY


def weekday_after(number: int, day: date) -> date:
    """The first weekday, 0 for Monday, after a day."""
    return day + ((number - day.weekday() - 1) % 7 + 1) * DAY


def weekend_beside(which: str | None, tense: Tense | None, published: date) -> Days:
    """The latest weekend that has begun, or the coming one where the future is meant."""
    saturday = published - (published.weekday() - 5) % 7 * DAY
    is_on = published <= saturday + DAY
    if which == "this":
        saturday = week_of(published)[0] + 5 * DAY
    elif which in ("last", "past"):
        saturday -= 7 * DAY if is_on else 0 * DAY
    elif which in ("next", "coming") or (tense == "future" and not is_on):
        saturday += 7 * DAY
    return saturday, saturday + DAY


def latest_or_coming(candidates: Iterable[Days], tense: Tense | None, published: date) -> Days:
    """The one of the same dates of several years that is meant.

    It is the latest that has begun, in the future tense the next that has not ended. News
    leaves out the year of what is near: in October, "December 5" without a verb is the
    coming one, and so is "October 9" on the 8th beside any verb.

    Raises:
        ValueError: no candidate is on the side of publication that the tense tells.
    """
    days = sorted(candidates)
    latest = max((entry for entry in days if entry[0] <= published), default=None)
    coming = min((entry for entry in days if entry[1] >= published), default=None)
    chosen = coming if tense == "future" else latest
    if tense != "future" and coming is not None and latest is not None:
        is_near = (coming[0] - published).days <= _COMING[tense]
        is_old = (published - latest[1]).days >= _LONG_AGO[tense]
        chosen = coming if is_near and is_old else latest
    if chosen is None:
        raise ValueError(f"no day on the {tense} side of {published}: candidates {days}")
    return chosen
