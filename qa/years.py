"""The years that a text speaks of."""

import re
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta

from qa.dating import find_dates
from qa.parsing.year import YEAR_DIGITS
from qa.value_parsing import find_values

# From the first to the last year, both included.
Stretch = tuple[int, int]

YEAR = re.compile(rf"\b{YEAR_DIGITS}\b")
RECENT = timedelta(days=60)
_CALENDAR = frozenset(("year", "date"))
# "Since the war began in 2022" lasts until now; "after 2015" and "from 2015 on" do, too.
_OPENING = re.compile(
    r"\b(?:since\s+(?:[\w’'-]+\s+){0,9}|after\s+(?:the\s+end\s+of\s+)?)$", re.IGNORECASE
)
_ONWARDS = re.compile(r"\s+on(?:wards?)?\b(?!\s+\w)", re.IGNORECASE)
_ENDING = re.compile(r"\b(?:before|until|till|prior\s+to)\s+$", re.IGNORECASE)
# A longer look back would find no "since" of the same phrase.
_LOOK_BACK = 120


def named_years(text: str) -> frozenset[int]:
    """The years that a text names with their number."""
    return frozenset(year for _, _, year in _numbers(text))


def stretches_of(text: str, published: date | None) -> list[Stretch]:
    """The stretches of years that a text names, or means by such words as "last year".

    Such words are resolved against the day of publication. What the text gives as "since" a year
    lasts until then.
    """
    dates = find_dates(text, published)
    places = [
        (found.start, found.end, found.first.year, _last_year(found.last, published))
        for found in dates
    ]
    places += [
        (start, end, year, year)
        for start, end, year in _numbers(text)
        if not any(found.start < end and start < found.end for found in dates)
    ]
    now = MAXYEAR if published is None else published.year
    return [_opened(text, place, now) for place in places]


def includes(stretches: Iterable[Stretch], year: int) -> bool:
    """Whether a year lies in one of the stretches."""
    return any(first <= year <= last for first, last in stretches)


def _last_year(last: date, published: date | None) -> int:
    """The year of a last day; in January, December is of this time."""
    recent = published is not None and timedelta(0) <= published - last <= RECENT
    return published.year if published is not None and recent else last.year


def _opened(text: str, place: tuple[int, int, int, int], now: int) -> Stretch:
    """The years of a place, on to now or back to any time where the words around it say so."""
    start, end, first, last = place
    before = text[max(0, start - _LOOK_BACK) : start]
    if _OPENING.search(before) or _ONWARDS.match(text, end):
        return first, max(last, now)
    return (MINYEAR, last) if _ENDING.search(before) else (first, last)


def _numbers(text: str) -> Iterator[tuple[int, int, int]]:
    """The numbers that may be years, with their bounds: not "some 1500 people", "$1999"."""
    matches = list(YEAR.finditer(text))
    if not matches:
        return
    amounts = [found for found in find_values(text) if found.kind not in _CALENDAR]
    for match in matches:
        start, end = match.span()
        if not any(found.start < end and start < found.end for found in amounts):
            yield start, end, int(match[0])
