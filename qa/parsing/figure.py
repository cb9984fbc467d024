"""A figure with its end of a range: "between 5 and 7", "$2m-$3m"; or two that share a unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.parsing.amount import Amount
from qa.parsing.change import is_change
from qa.parsing.compound import read_compound
from qa.parsing.designation import is_score
from qa.parsing.letter_scale import is_metre
from qa.parsing.noun_phrase import counted_phrase
from qa.parsing.numeral import Numeral
from qa.parsing.token import Token, glued, word_at

_DASHES = frozenset(("-", "‑", "–"))
_APPROXIMATELY = frozenset("about around roughly approximately some an estimated nearly".split())
_RANGING = frozenset("range ranges ranging ranged vary varies varying varied anywhere aged".split())
# Beyond this ratio "500 to 1 million" starts at five hundred, not at five hundred million.
_LARGEST_SHARED_RATIO = 20
_THOUSANDS = re.compile(r"[, \u00a0\u2009\u202f]000$")


@dataclass(frozen=True, slots=True)
class Figure:
    """``tokens[first:end]``: `amount`, or the range from `amount` to `upper`.

    `context_first` is where a figure that belongs together with this one starts.
    """

    first: int
    end: int
    amount: Amount
    upper: Amount | None = None
    context_first: int | None = None


def read_figures(tokens: Sequence[Token], place: int) -> tuple[list[Figure], int]:
    """The one or two figures that start at `place`, and the place to read on.

    There is none where a score such as "3-1" is passed over.
    """
    if tokens[place].lower == "between":
        between = _between(tokens, place)
        return ([between], between.end) if between else ([], place + 1)
    lower = read_compound(tokens, place)
    if lower is None:
        return [], place + 1
    alone = [Figure(lower.first, lower.end, lower)], lower.end
    connective, end = _connective(tokens, lower.end)
    if connective is None or lower.numeral.number is None:
        return alone
    upper = _upper(tokens, end)
    if upper is None:
        return alone
    if connective == "to" and is_change(tokens, lower, upper):
        return _pair(lower, upper)
    lower, upper = _shared(*_in_millions(tokens, lower, upper))
    if connective == "-":
        lower = _in_thousands(tokens, lower, upper)
    if connective == "-" and _is_contest(tokens, lower, upper):
        return [], upper.end
    if not _rises(lower, upper):
        return _pair(lower, upper) if connective == "to" else alone
    if connective == "to" and not _is_range(tokens, lower, upper):
        return _pair(lower, upper)
    return [Figure(lower.first, upper.end, lower, upper)], upper.end


def _upper(tokens: Sequence[Token], place: int) -> Amount | None:
    """The amount that ends a range or pair."""
    if place >= len(tokens):
        return None
    upper = read_compound(tokens, place)
    return None if upper is None or upper.numeral.number is None else upper


def _between(tokens: Sequence[Token], place: int) -> Figure | None:
    lower = _upper(tokens, _after_hedge(tokens, place + 1))
    if lower is None or word_at(tokens, lower.end) != "and":
        return None
    upper = _upper(tokens, _after_hedge(tokens, lower.end + 1))
    if upper is None:
        return None
    lower, upper = _shared(*_in_millions(tokens, lower, upper))
    return Figure(place, upper.end, lower, upper) if _rises(lower, upper) else None


def _after_hedge(tokens: Sequence[Token], place: int) -> int:
    for _ in range(2):
        if word_at(tokens, place) in _APPROXIMATELY:
            place += 1
    return place


def _connective(tokens: Sequence[Token], place: int) -> tuple[str | None, int]:
    """What joins the figure before `place` to another: "-", "to", "or", or None; and its end."""
    word = word_at(tokens, place)
    if word in _DASHES:
        # A dash between spaces parts sentences, except the short one of "5 – 7".
        touches = glued(tokens, place) and glued(tokens, place + 1)
        if touches or (word == "–" and not glued(tokens, place)):
            return "-", place + 1
        if glued(tokens, place):  # "12- to 15-year-olds"
            place += 1
            word = word_at(tokens, place)
    return (word if word in ("to", "or") else None), place + 1


def _shared(lower: Amount, upper: Amount) -> tuple[Amount, Amount]:
    """Both with the currency, unit and scale that stand at one of them only."""
    if lower.kind == "money" and upper.kind == "count" and not upper.joined:
        upper = replace(upper, kind="money", unit=lower.unit)
    elif lower.kind == "count" and upper.kind != "count" and not upper.has_symbol:
        lower = replace(lower, kind=upper.kind, unit=upper.unit)
    if lower.kind == upper.kind and _shares_scale(lower.numeral, upper.numeral):
        lower = replace(lower, numeral=lower.numeral.times(upper.numeral.scale, lower.end))
    return lower, upper


def _in_millions(tokens: Sequence[Token], lower: Amount, upper: Amount) -> tuple[Amount, Amount]:
    """Both with the "m" of one as millions where that of the other is: "1m-2m people"."""
    if lower.kind == "money" and is_metre(tokens, upper.end, upper.unit):
        upper = _times(upper, 1e6, lower)
    elif upper.numeral.scale >= 1e6 and is_metre(tokens, lower.end, lower.unit):
        lower = _times(lower, 1e6, upper)
    return lower, upper


def _in_thousands(tokens: Sequence[Token], lower: Amount, upper: Amount) -> Amount:
    """The first of "5-10,000" in thousands, as the second is."""
    low, high, end = lower.numeral, upper.numeral, upper.numeral.end
    number = low.number or 0.0
    if not (low.in_digits and high.in_digits) or low.scale != 1 or high.scale != 1 or number % 1:
        return lower
    is_round = _THOUSANDS.search(tokens[end - 1].text) is not None
    shared = number * 1000 < (high.number or 0.0) <= _LARGEST_SHARED_RATIO * number * 1000
    return _times(lower, 1000, lower) if is_round and shared else lower


def _times(amount: Amount, scale: float, like: Amount) -> Amount:
    """The amount in a scale that only the other end of its range tells, and of its kind."""
    numeral = amount.numeral.times(scale, amount.end)
    return replace(amount, numeral=numeral, kind=like.kind, unit=like.unit)


def _shares_scale(lower: Numeral, upper: Numeral) -> bool:
    if lower.scale != 1 or upper.scale == 1 or lower.stem is None or upper.stem is None:
        return False
    return upper.scale < 1 or lower.stem <= _LARGEST_SHARED_RATIO * upper.stem


def _rises(lower: Amount, upper: Amount) -> bool:
    low, high = lower.numeral.number, upper.numeral.number
    same = (lower.kind, lower.unit) == (upper.kind, upper.unit)
    return same and low is not None and high is not None and low < high


def _is_contest(tokens: Sequence[Token], lower: Amount, upper: Amount) -> bool:
    """Whether a dash stands between the points of two sides, or within a code."""
    if not _rises(lower, upper) or lower.numeral.in_digits != upper.numeral.in_digits:
        return True
    if upper.kind != "count" or (upper.numeral.number or 0) >= 100:
        return False
    if counted_phrase(tokens, upper.end) is not None:
        return False
    return is_score(tokens, lower.first, upper.end)


def _is_range(tokens: Sequence[Token], lower: Amount, upper: Amount) -> bool:
    """Whether "5 to 7" is a range, not a change "from 5 to 7" or the votes of two sides."""
    if upper.has_symbol and not lower.has_symbol:
        return False  # "rose 85 cents to $78"
    if word_at(tokens, lower.first - 1) == "from":
        return any(word_at(tokens, lower.first - step) in _RANGING for step in (2, 3, 4))
    bare = upper.kind == "count" and counted_phrase(tokens, upper.end) is None
    return not (bare and is_score(tokens, lower.first, upper.end))


def _pair(lower: Amount, upper: Amount) -> tuple[list[Figure], int]:
    first = Figure(lower.first, lower.end, lower)
    return [first, Figure(upper.first, upper.end, upper, context_first=lower.first)], upper.end
