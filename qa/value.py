"""A figure of a text as numbers."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Value:
    """What a figure says; a field that the text leaves open is None.

    `number` is the figure as stated, with its scale ("1.2 million" is 1,200,000). It is None
    for a range and for a word without an exact number ("hundreds").

    `low` and `high` bound a range or a one-sided statement, ends included: "between 5 and 7"
    is low 5 and high 7, "at least 30" is number 30 and low 30, "up to 50" is number 50 and
    high 50, "hundreds" is low 100. "About 3,000" bounds nothing.

    `unit` is short and in one spelling: "percent", "percentage point", "fraction", an ISO
    4217 code for money ("USD"), a unit of measurement ("km", "hour", "degree Celsius"), or
    the head of what is counted in lower case ("soldiers"). It is "date" for dates, whose
    `low` and `high` are the first and last day as the number yyyymmdd; `number` is that of a
    single day.

    `qualifier` says how the figure was meant, in one spelling: "approximately", "nearly",
    "at least", "more than", "up to", "less than", "possibly", and "expected" for what is
    forecast, planned or only may come. Several are joined in the order of the text, with
    "expected" first: "expected, approximately".
    """

    number: float | None
    low: float | None
    high: float | None
    unit: str | None
    qualifier: str | None


def date_value(first: date, last: date) -> Value:
    """The value of a stretch of days, ends included."""
    low, high = (float(day.strftime("%Y%m%d")) for day in (first, last))
    return Value(low if first == last else None, low, high, "date", None)
