"""The figures of a text that can answer a question of one kind."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from index.sentences import Bounds
from qa.dating import find_dates
from qa.value import Value
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

    Dates are values in seconds since 1970 from the first moment to the last, in UTC, and are
    resolved against the day of publication.
    """
    if kind == DATE:
        return [
            Figure(found.start, found.end, DATE, date_value(found.first, found.last), None)
            for found in find_dates(text, published)
        ]
    return [_figure(found) for found in find_values(text) if kind in (found.kind, "number")]


def date_value(first: date, last: date) -> Value:
    """The interval from the beginning of one day to the end of another."""
    end = datetime.combine(last + timedelta(days=1), time.min, UTC) if last < date.max else None
    return Value(
        number=None,
        low=datetime.combine(first, time.min, UTC).timestamp(),
        high=None if end is None else end.timestamp() - 1,
        unit=DATE,
        qualifier=None,
    )


def _figure(found: FoundValue) -> Figure:
    return Figure(found.start, found.end, found.kind, found.value, found.counted)
