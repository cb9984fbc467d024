"""The figures of a text that can answer a question of one kind."""

from datetime import date
from typing import Literal

from qa.dating import find_dates
from qa.value import date_value
from qa.value_parsing import FoundValue, find_values

DATE: Literal["date"] = "date"


def figures_in(text: str, kind: str, published: date | None) -> list[FoundValue]:
    """The figures of one kind in a text, in order; "number" takes every kind but dates.

    Dates are resolved against the day of publication.
    """
    if kind == DATE:
        return [
            FoundValue(found.start, found.end, DATE, date_value(found.first, found.last))
            for found in find_dates(text, published)
        ]
    return [found for found in find_values(text) if kind in (found.kind, "number")]
