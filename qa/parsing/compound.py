"""Figures told in two parts: "a year and a half", "three years and six months", "6ft 2in"."""

from collections.abc import Sequence
from dataclasses import replace

from qa.parsing.amount import Amount, read_amount
from qa.parsing.half import and_half_end
from qa.parsing.numeral import SCALES, Numeral
from qa.parsing.token import Token, word_at
from qa.parsing.unit import UNITS, Unit
from qa.parsing.unit_place import unit_after

_WITH_PARTS = frozenset(("duration", "measure"))
_JOINTS = frozenset(("and", ","))


def read_compound(tokens: Sequence[Token], place: int) -> Amount | None:
    """The figure that starts at `place` with the half or the smaller unit that belongs to it."""
    whole = _one(tokens, place)
    if whole is not None:
        return _with_half(tokens, whole)
    amount = read_amount(tokens, place)
    if amount is None or amount.numeral.number is None or amount.unit not in UNITS:
        return amount
    return _with_half(tokens, amount) or _with_part(tokens, amount) or amount


def _one(tokens: Sequence[Token], place: int) -> Amount | None:
    """ "A year", "an hour", which is a figure only with a half behind it."""
    if word_at(tokens, place) not in ("a", "an"):
        return None
    found = unit_after(tokens, place + 1)
    if found is None or and_half_end(tokens, found[0]) is None:
        return None
    end, unit = found
    return Amount(place, end, Numeral(place, end, 1.0, stem=1.0), unit.kind, unit.name)


def _with_half(tokens: Sequence[Token], amount: Amount) -> Amount | None:
    """ "Two years and a half"; "two hours and a half-marathon" are two things."""
    end = and_half_end(tokens, amount.end)
    number = amount.numeral.number
    if end is None or number is None or word_at(tokens, end) in SCALES.keys() | {"-"}:
        return None
    return None if unit_after(tokens, end) is not None else _changed(amount, number + 0.5, end)


def _with_part(tokens: Sequence[Token], amount: Amount) -> Amount | None:
    """ "Three years and six months" as 3.5 years, "6ft 2in" in feet, "2 hours, 5 minutes and 9
    seconds" in hours."""
    number, unit = amount.numeral.number, UNITS[amount.unit or ""]
    if amount.kind not in _WITH_PARTS or number is None or number % 1 or amount.joined:
        return None
    joint = word_at(tokens, amount.end) if word_at(tokens, amount.end) in _JOINTS else ""
    place = amount.end + bool(joint)
    # "The 10km and 400m races" are two lengths.
    if place >= len(tokens) or (joint and amount.kind == "measure"):
        return None
    part = read_amount(tokens, place)
    if part is None or not _is_part(part, unit):
        return None
    smaller = _with_part(tokens, part)
    if word_at(tokens, part.end) == "respectively" or (joint == "," and smaller is None):
        return None
    part = smaller or part
    share = (part.numeral.number or 0) * UNITS[part.unit or ""].factor / unit.factor
    return _changed(amount, round(number + share, 6), part.end) if 0 < share < 1 else None


def _is_part(part: Amount, unit: Unit) -> bool:
    """Whether an amount is told in a smaller unit of the same dimension."""
    smaller = UNITS.get(part.unit or "")
    if smaller is None or part.numeral.number is None or part.joined:
        return False
    same = smaller.dimension == unit.dimension and not (smaller.offset or unit.offset)
    return same and smaller.factor < unit.factor


def _changed(amount: Amount, number: float, end: int) -> Amount:
    numeral = replace(amount.numeral, number=number, stem=number, end=end)
    return replace(amount, numeral=numeral, end=end)
