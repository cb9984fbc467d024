"""The figures of a text that can answer a question of one kind."""

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from index.sentences import Bounds
from qa.dating import find_dates
from qa.parsing.counting import MAXIMUM_AGE
from qa.value import date_value
from qa.value_parsing import FoundValue, Kind, find_values

DATE: Literal["date"] = "date"
_NO_AMOUNTS = frozenset((DATE, "year", "ordinal"))
# How long something is may be told as a time or as a length, how many of them as a share.
_EITHER: dict[str, frozenset[str]] = {
    "extent": frozenset(("duration", "measure")),
    "part": frozenset(("count", "percentage")),
}
# Of these a text leaves the unit out where it goes without saying: "gusts reached 235".
_ELLIPTICAL: dict[str, Kind] = {"money": "money", "measure": "measure", "age": "age"}
_POUND = "pound"
# What holds a measure is counted for it: "118,000 barrels".
_CONTAINERS = frozenset("barrel barrels bottle bottles sack sacks bag bags truckloads".split())
_COUNTED_BEFORE = re.compile(r"\s+(?:of\s+(?:them|whom|which|those)\s+)?(?:were|are|have|had)\b")
MAXIMUM_WORDS = 4
# What may stand behind a stretch of time and belong to it: "two years ago".
_DIRECTION = re.compile(r"\s+(?:ago|earlier|later|before|afterwards?|old)\b", re.IGNORECASE)
# What may stand before a figure and belong to it: "up to", "by the end of".
_QUALIFYING = frozenset(
    """a about after almost an and approximately around as at before beginning between by early end
    exactly fewer for from in just last late least less many mid middle more most much nearly next
    no of on only or over roughly since some start than the this to under until up within""".split()
)


def figures_in(text: str, kind: str, published: date | None) -> list[FoundValue]:
    """The figures of one kind in a text, in order; "number" takes every amount, no date or rank.

    Dates are resolved against the day of publication.
    """
    if kind == DATE:
        return [
            FoundValue(found.start, found.end, DATE, date_value(found.first, found.last))
            for found in find_dates(text, published)
        ]
    return [figure for found in find_values(text) if (figure := _of_kind(text, found, kind))]


def _of_kind(text: str, found: FoundValue, kind: str) -> FoundValue | None:
    """The figure as one of a kind, None if it cannot be.

    A bare number may be of money or a measure, unless it is what something is done to ("320 were
    cancelled"), and pounds may be either.
    """
    if kind == "number":
        return None if found.kind in _NO_AMOUNTS else found
    if found.kind in _EITHER.get(kind, (kind,)):
        return found
    if _is_filled(found, kind):
        return found
    if kind in _ELLIPTICAL and _is_elliptical(text, found, kind):
        return replace(found, kind=_ELLIPTICAL[kind])
    if kind == "money" and found.value.unit == _POUND:
        return replace(found, kind="money", value=replace(found.value, unit="GBP"))
    return None


def _is_filled(found: FoundValue, kind: str) -> bool:
    """Whether a measure is told by what holds it."""
    return kind == "measure" and found.kind == "count" and found.value.unit in _CONTAINERS


def _is_elliptical(text: str, found: FoundValue, kind: str) -> bool:
    """Whether a figure is a bare number that may be of a kind, its unit left out."""
    if found.kind != "count" or found.value.unit is not None:
        return False
    if kind == "age" and (found.value.number or 0) >= MAXIMUM_AGE:
        return False
    return _COUNTED_BEFORE.match(text, found.end) is None


def is_of_other_kind(found: FoundValue, kind: str) -> bool:
    """Whether a figure is of another kind than the asked one, so that it cannot answer.

    A bare number may be an age or a measure, not a share; a sum may be in a currency that is not
    known here, and a time may be told by what passes.
    """
    if found.kind == "count" and (found.value.unit is None or kind == "money"):
        return kind in ("percentage", DATE)
    if kind in (DATE, "duration", "age"):
        return found.kind not in (*_NO_AMOUNTS, "duration", "age")
    if kind in _EITHER:
        others = _NO_AMOUNTS if kind == "extent" else frozenset(("ordinal",))
        return found.kind not in _EITHER[kind] and found.kind not in others
    return kind != "number" and found.kind not in (kind, "ordinal") and not _is_filled(found, kind)


def figure_bounds(text: str, span: Bounds, figure: FoundValue) -> Bounds:
    """The part of a span that says the figure: with what qualifies it and what it counts.

    Readers trained on longer answers take in what stands around it.
    """
    start, end = span
    before = text[start : figure.start].lower().split()
    if start > figure.start or len(before) > MAXIMUM_WORDS or not _QUALIFYING.issuperset(before):
        start = figure.start
    counted = figure.end if figure.counted is None else figure.counted[1]
    behind = _DIRECTION.match(text, figure.end, end)
    return start, max(figure.end, min(end, counted if behind is None else behind.end()))
