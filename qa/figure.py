"""The figures of a text that can answer a question of one kind."""

from dataclasses import dataclass
from datetime import date

from index.sentences import Bounds
from qa.dating import find_dates
from qa.value import Value, date_value
from qa.value_parsing import FoundValue, find_values

DATE = "date"


@dataclass(frozen=True, slots=True)
class Figure:
    """``text[start:end]`` as a value.

    `counted` are the bounds of the noun phrase that is counted or measured, None where the text
    leaves it to be understood.
    """

    start: int
    end: int
    kind: str
    value: Value
    counted: Bounds | None

    def moved(self, by: int) -> "Figure":
        """The same figure with offsets into a longer text."""
        counted = None if self.counted is None else (self.counted[0] + by, self.counted[1] + by)
        return Figure(self.start + by, self.end + by, self.kind, self.value, counted)


def figures_in(text: str, kind: str, published: date | None) -> list[Figure]:
    """The figures of one kind in a text, in order; "number" takes every kind but dates.

    Dates are resolved against the day of publication.
    """
    if kind == DATE:
        return [
            Figure(found.start, found.end, DATE, date_value(found.first, found.last), None)
            for found in find_dates(text, published)
        ]
    return [_figure(found) for found in find_values(text) if kind in (found.kind, "number")]


def _figure(found: FoundValue) -> Figure:
    return Figure(found.start, found.end, found.kind, found.value, found.counted)
