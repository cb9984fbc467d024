"""Dates told from the day of publication: "on Tuesday", "last week", "three days ago"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from qa.parsing.cardinal import SMALL_WORDS
from qa.parsing.date_of_year import BARE_YEAR, PATTERNS, days_of_year
from qa.parsing.date_pattern import MONTH, WEEKDAY, month_number, weekday_number
from qa.parsing.numeral import read_words
from qa.parsing.period import (
    DAY,
    Days,
    latest_or_coming,
    month_of,
    moved_by,
    part_of,
    period_away,
    period_beside,
    weekday_beside,
    weekend_beside,
)
from qa.parsing.tense import Tense
from qa.parsing.token import tokenise

Resolve = Callable[[dict[str, str], date, Tense | None], Days]

_SPACE = r"[ \u00a0]{1,2}"
_SMALL = "|".join(sorted(SMALL_WORDS, key=len, reverse=True))
_NUMBER = rf"(?P<number>\d{{1,3}}|an?|(?:{_SMALL})(?:-(?:{_SMALL}))?)"
_UNIT = r"(?P<unit>hour|day|week|fortnight|month|year|decade)s?"
_PART = rf"(?:(?P<part>early|mid|late|earlier|later)(?:{_SPACE}|-))?"
# "Black Friday" is a day of its own, "every Tuesday" are many.
_OTHER_DAYS = (
    r"black|good|super|ash|easter|palm|bloody|cyber|every|each|a|one|previous|following|some"
)
_STEPS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_TITLES = "Times|Telegraph|Mirror|Express|Mail|Night|Football|League|Post|Herald|Mass"


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """``text[start:end]``.

    `resolve` takes the day of publication and the tense around the phrase. It raises ValueError
    or OverflowError for days outside of the calendar.
    """

    start: int
    end: int
    resolve: Callable[[date, Tense | None], Days]


def date_phrases(text: str) -> Iterator[DatePhrase]:
    """The relative phrases of a text; they may overlap, the longest one is meant."""
    for pattern, resolve in _PHRASES:
        for match in pattern.finditer(text):
            groups = {name: part.lower() for name, part in match.groupdict().items() if part}
            if "other" not in groups:
                yield DatePhrase(*match.span("date"), _bound(resolve, groups))


def _bound(resolve: Resolve, groups: dict[str, str]) -> Callable[[date, Tense | None], Days]:
    return lambda published, tense: resolve(groups, published, tense)


def _near_day(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    day = published + _STEPS.get(groups["date"], 0) * DAY
    return day, day


def _weekday(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    number = weekday_number(groups["weekday"])
    day = weekday_beside(number, groups.get("which"), tense, published)
    return day, day


def _weekday_of_week(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    monday, _ = period_beside("week", groups["which"], published)
    day = monday + weekday_number(groups["weekday"]) * DAY
    return day, day


def _weekend(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    return weekend_beside(groups.get("which"), tense, published)


def _period(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    first, last = period_beside(groups["unit"], groups["which"], published)
    part = groups.get("part")
    if part == "earlier":
        return first, min(last, published)
    if part == "later":
        return max(first, published), last
    return part_of((first, last), part)


def _month(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    number = month_number(groups["month"])
    which = groups.get("which")
    days = month_of(published.year, number)
    if which in ("last", "past"):
        days = days if days[1] < published else month_of(published.year - 1, number)
    elif which in ("next", "coming"):
        days = days if published < days[0] else month_of(published.year + 1, number)
    elif which is None:
        years = range(published.year - 1, published.year + 2)
        days = latest_or_coming((month_of(year, number) for year in years), tense, published)
    return part_of(days, groups.get("part"))


def _away(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    sign = -1 if groups["direction"] == "ago" else 1
    return period_away(groups["unit"], sign * _whole_number(groups["number"]), published)


def _during(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    """ "The past three weeks", "the next 24 hours": up to publication, or from it on."""
    is_past = groups["which"] in ("last", "past")
    count = _whole_number(groups.get("number", "one")) * (-1 if is_past else 1)
    other = moved_by(groups["unit"], count, published)
    return (other, published) if is_past else (published, other)


def _of_year(groups: dict[str, str], published: date, tense: Tense | None) -> Days:
    return days_of_year(groups, published)


def _whole_number(written: str) -> int:
    if written in ("a", "an"):
        return 1
    if written.isdecimal():
        return int(written)
    numeral = read_words(tokenise(written), 0)
    if numeral is None or numeral.number is None:
        raise ValueError(f"{written!r} is no whole number")
    return int(numeral.number)


def _phrase(pattern: str, resolve: Resolve) -> tuple[re.Pattern[str], Resolve]:
    return re.compile(pattern), resolve


_PHRASES = (
    _phrase(
        r"(?i)(?<!USA )\b(?!(?-i:TODAY))(?P<date>the day before yesterday|the day after tomorrow"
        r"|yesterday|today|tonight|tomorrow|last night|this (?:morning|afternoon|evening))\b",
        _near_day,
    ),
    _phrase(
        rf"\b(?:(?P<other>(?i:{_OTHER_DAYS})){_SPACE})?"
        rf"(?P<date>(?:(?P<which>(?i:last|past|this|next|coming)){_SPACE})?"
        rf"(?P<weekday>{WEEKDAY}))\b(?![-‑]|{_SPACE}(?:{_TITLES})\b)",
        _weekday,
    ),
    _phrase(
        rf"\b(?P<date>(?P<weekday>{WEEKDAY}){_SPACE}(?:of{_SPACE})?"
        rf"(?P<which>last|this|next){_SPACE}week)\b",
        _weekday_of_week,
    ),
    _phrase(
        rf"\b(?P<date>(?:(?:(?i:the)|(?P<which>(?i:last|past|this|next|coming))){_SPACE})weekend)\b",
        _weekend,
    ),
    _phrase(
        rf"(?i)\b(?P<date>{_PART}(?P<which>last|this|next){_SPACE}"
        rf"(?P<unit>week|month|year|decade|century))\b(?!-|{_SPACE}of\b)",
        _period,
    ),
    _phrase(
        rf"\b(?:(?i:in|since|until|till|during){_SPACE})"
        rf"(?P<date>(?i:{_PART})(?P<month>{MONTH}))(?!\w)",
        _month,
    ),
    _phrase(
        rf"\b(?:(?i:by|from|before|after|through|to|of|for|between|and){_SPACE})"
        rf"(?P<date>(?i:{_PART})(?P<month>(?!May\b|March\b){MONTH}))(?!\w|{_SPACE}[A-Z])",
        _month,
    ),
    _phrase(
        rf"\b(?P<date>(?P<which>(?i:last|past|this|next|coming)){_SPACE}(?P<month>{MONTH}))(?!\w)",
        _month,
    ),
    _phrase(
        rf"\b(?P<date>(?P<part>(?i:early|mid|late))(?:{_SPACE}|-)(?P<month>{MONTH}))(?!\w)",
        _month,
    ),
    _phrase(
        rf"(?i)\b(?P<date>{_NUMBER}{_SPACE}{_UNIT}{_SPACE}(?P<direction>ago|from now))\b",
        _away,
    ),
    _phrase(
        rf"(?i)\b(?P<date>in{_SPACE}{_NUMBER}{_SPACE}{_UNIT}(?:['’]s?)?{_SPACE}(?P<direction>time))\b",
        _away,
    ),
    _phrase(
        rf"(?i)\b(?P<date>(?:the{_SPACE})?(?P<which>last|past|next|coming){_SPACE}"
        rf"{_NUMBER}{_SPACE}{_UNIT})\b(?!{_SPACE}of\b)",
        _during,
    ),
    _phrase(
        rf"(?i)\b(?P<date>the{_SPACE}(?P<which>last|past|coming){_SPACE}{_UNIT})\b(?!{_SPACE}of\b)",
        _during,
    ),
    *(_phrase(pattern, _of_year) for pattern in (*PATTERNS, BARE_YEAR)),
)
