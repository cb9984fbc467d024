"""Whether two values say the same, or nearly the same."""

import math

from qa.parsing.currency import CURRENCIES
from qa.parsing.unit import UNITS
from qa.value import Value

_ROUNDING = 1e-9
_DATE = "date"
_ANY_DEGREE = "degree"


def same_value(one: Value, other: Value) -> bool:
    """Whether two answers to one question give the same figure, as "3,000" and "three thousand".

    Units must be compatible: of one dimension ("60 minutes" is "1 hour", "half" is "50
    percent"), the same currency, or what is counted, under whatever name: sources call the
    same people troops, soldiers or men. A value without a unit goes with any unit but a date.

    Two points are the same when their numbers are, however qualified ("about 3,000" is
    "3,000", "at least 30" is "30"), unless their bounds exclude each other ("at least 30",
    "up to 30"). An expected value and an actual one are the same only with the same number.
    Two ranges, or dates, are the same when both their ends are. A range is never the same as
    a point in it: it says less, and both are worth showing.
    """
    scaled = _in_one_unit(one, other)
    if scaled is None:
        return False
    one, other = scaled
    if one.number is not None and other.number is not None:
        return _is_close(one.number, other.number) and not _exclude_each_other(one, other)
    if one.number is not None or other.number is not None:
        return False
    has_bound = one.low is not None or one.high is not None
    return has_bound and _same_bound(one.low, other.low) and _same_bound(one.high, other.high)


def comparable(one: Value, other: Value) -> bool:
    """Whether two values have units in which they can be told to be the same or to differ."""
    return _in_one_unit(one, other) is not None


def _in_one_unit(one: Value, other: Value) -> tuple[Value, Value] | None:
    """Both values in one unit, None if their units are of unlike things."""
    if one.unit == other.unit:
        return one, other
    if _DATE in (one.unit, other.unit):
        return None
    if one.unit is None or other.unit is None:
        return one, other
    units = UNITS.get(one.unit), UNITS.get(other.unit)
    if units[0] is not None and units[1] is not None:
        if units[0].dimension != units[1].dimension:
            return None
        if _ANY_DEGREE in (one.unit, other.unit):
            return one, other  # "38 degrees" does not say on which scale
        return _in_base_unit(one), _in_base_unit(other)
    are_counted = not any(unit in UNITS or unit in CURRENCIES for unit in (one.unit, other.unit))
    return (one, other) if are_counted else None


def _in_base_unit(value: Value) -> Value:
    unit = UNITS[value.unit or ""]

    def convert(number: float | None) -> float | None:
        return None if number is None else number * unit.factor + unit.offset

    return Value(
        convert(value.number),
        convert(value.low),
        convert(value.high),
        unit.dimension,
        value.qualifier,
    )


def _is_close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_ROUNDING, abs_tol=_ROUNDING)


def _same_bound(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return _is_close(one, other)


def _exclude_each_other(one: Value, other: Value) -> bool:
    """Whether one is bounded below only and the other above only."""

    def side(value: Value) -> int:
        return (value.low is not None) - (value.high is not None)

    return side(one) * side(other) < 0
