"""One figure with its scale, currency or unit: "$3.5bn", "12 per cent", "five-day"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qa.parsing.currency import AMBIGUOUS, CODES, CURRENCY_PHRASES, DOLLARS, SYMBOLS
from qa.parsing.fraction import read_fraction
from qa.parsing.half import after_half
from qa.parsing.letter_scale import LETTER_SCALES, with_letter_scale
from qa.parsing.numeral import Numeral, read_digits, read_words
from qa.parsing.token import Token, glued, word_at
from qa.parsing.unit import UNIT_PHRASES, UNITS
from qa.parsing.unit_place import ends_word, unit_after

AmountKind = Literal["count", "money", "percentage", "measure", "duration"]
# What ends an age: "a 15-year-old", "15-year-olds", "the 15-year-old's mother".
OLD = frozenset("old olds old's old’s".split())
_MINUS = ("-", "−", "minus")
# Things named by a currency: "hundreds of dollar bills".
_CASH = frozenset("note notes banknote banknotes bill bills coin coins".split())
_PAYING = frozenset(
    """cost costs costing worth pay pays paid paying payment spend spends spent price priced prices
    fee fees fine fined salary sell sells sold buy buys bought earn earns earned raised loan debt
    bill tax saved donated reward wages wage bonus budget ticket tickets charge charged
    compensation""".split()
)


@dataclass(frozen=True, slots=True)
class Amount:
    """The figure of ``tokens[first:end]``; `unit` is None for a bare count.

    `joined` says that hyphens join the figure to the word it counts: "20-member".
    """

    first: int
    end: int
    numeral: Numeral
    kind: AmountKind
    unit: str | None
    has_symbol: bool = False
    joined: bool = False


def read_amount(tokens: Sequence[Token], place: int) -> Amount | None:
    """The figure that starts at `place`, if there is one."""
    symbol = _money_symbol(tokens, place)
    if symbol is not None:
        return _money(tokens, place, *symbol)
    numeral = _numeral(tokens, place)
    if numeral is None:
        return None
    return complete(tokens, numeral)


def complete(tokens: Sequence[Token], numeral: Numeral) -> Amount:
    """A number with the currency or unit after it."""
    if numeral.is_fraction:
        return Amount(numeral.first, numeral.end, numeral, "percentage", "fraction")
    numeral = with_letter_scale(tokens, numeral)
    return (
        _with_currency(tokens, numeral)
        or _with_unit(tokens, numeral)
        or Amount(
            numeral.first, numeral.end, numeral, "count", None, joined=_joined(tokens, numeral)
        )
    )


def _numeral(tokens: Sequence[Token], place: int) -> Numeral | None:
    if word_at(tokens, place) in _MINUS:
        return _negative(tokens, place)
    fraction = read_fraction(tokens, place)
    if fraction is not None:
        return fraction
    if tokens[place].kind == "number":
        return read_digits(tokens, place)
    halved = _half_unit(tokens, place)
    return halved or read_words(tokens, place)


def _negative(tokens: Sequence[Token], place: int) -> Numeral | None:
    """A number below zero, which only degrees and shares have."""
    at = place + 1
    if at >= len(tokens) or (tokens[place].kind == "mark" and not _is_sign(tokens, place)):
        return None
    numeral = read_digits(tokens, at) if tokens[at].kind == "number" else read_words(tokens, at)
    if numeral is None or numeral.number is None:
        return None
    unit = UNIT_PHRASES.after(tokens, numeral.end)
    if unit is None or unit[1].dimension not in ("temperature", "share"):
        return None
    return replace(numeral, first=place, number=-numeral.number, stem=-numeral.number)


def _is_sign(tokens: Sequence[Token], place: int) -> bool:
    return glued(tokens, place + 1) and not glued(tokens, place)


def _half_unit(tokens: Sequence[Token], place: int) -> Numeral | None:
    """ "Half an hour", "half-hour", "half-an-hour": the number is 0.5, the unit follows."""
    end = after_half(tokens, place) if tokens[place].lower == "half" else place + 1
    if end == place + 1 or unit_after(tokens, end) is None:
        return None
    return Numeral(place, end, 0.5, stem=0.5)


def _money_symbol(tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
    """The place of the number after a currency's symbol or code, and the code."""
    token = tokens[place]
    after = place + 1
    if after < len(tokens) and tokens[after].text == "$" and glued(tokens, after):
        code = DOLLARS.get(token.lower)
        return (place + 2, code) if code else None
    if token.lower in SYMBOLS:
        if word_at(tokens, after) == "." and token.lower == "rs":
            after += 1
        return after, SYMBOLS[token.lower]
    return (after, token.text) if token.text in CODES else None


def _money(tokens: Sequence[Token], first: int, place: int, code: str) -> Amount | None:
    if place >= len(tokens) or tokens[place].kind != "number":
        return None
    numeral = read_digits(tokens, place)
    if numeral is None:
        return None
    letter = LETTER_SCALES.get(word_at(tokens, numeral.end))
    if letter is not None and numeral.scale == 1 and not _is_article(tokens, numeral.end):
        numeral = numeral.times(letter, numeral.end + 1)
    end = numeral.end
    if word_at(tokens, end) == code.lower():  # "$5 million USD"
        end += 1
    return Amount(first, end, replace(numeral, first=first), "money", code, has_symbol=True)


def _is_article(tokens: Sequence[Token], place: int) -> bool:
    """Whether a letter is a word of its own, not a scale that belongs to the number."""
    return not glued(tokens, place) and tokens[place].lower not in ("m", "b")


def _with_currency(tokens: Sequence[Token], numeral: Numeral) -> Amount | None:
    place = _after_hyphen(tokens, numeral.end)
    if place < len(tokens) and tokens[place].text in CODES:
        return Amount(numeral.first, place + 1, numeral, "money", tokens[place].text)
    of = numeral.number is None and word_at(tokens, place) == "of"
    place += of  # "tens of millions of dollars"
    found = CURRENCY_PHRASES.after(tokens, place)
    if found is None or (of and word_at(tokens, found[0]) in _CASH):
        return None
    end, (code, factor) = found
    name = tokens[place].lower
    if name in AMBIGUOUS and end == place + 1 and not _means_money(tokens, numeral, end):
        return None
    if name == "p" and not (glued(tokens, place) and ends_word(tokens, end)):
        return None
    if factor != 1:
        numeral = replace(numeral.times(factor, end), stem=numeral.stem)
    return Amount(numeral.first, end, numeral, "money", code)


def _means_money(tokens: Sequence[Token], numeral: Numeral, end: int) -> bool:
    """Whether "pounds", "won" and such are money here."""
    name = word_at(tokens, end - 1)
    if max(numeral.scale, numeral.low or 0) >= 1e6:
        return True
    if name not in ("pound", "pounds", "cent", "rand"):
        return False
    nearby = {word_at(tokens, at) for at in range(numeral.first - 6, numeral.first)}
    return not nearby.isdisjoint(_PAYING)


def _with_unit(tokens: Sequence[Token], numeral: Numeral) -> Amount | None:
    hyphenated = _after_hyphen(tokens, numeral.end)
    found = unit_after(tokens, hyphenated, numeral.number)
    if found is None:
        if word_at(tokens, numeral.first - 1) == "magnitude":
            return Amount(numeral.first, numeral.end, numeral, "measure", "magnitude")
        return None
    end, unit = found
    joined = hyphenated > numeral.end
    if unit.kind == "duration" and word_at(tokens, end) == "-" and word_at(tokens, end + 1) in OLD:
        end += 2
    return Amount(numeral.first, end, numeral, UNITS[unit.name].kind, unit.name, joined=joined)


def _after_hyphen(tokens: Sequence[Token], place: int) -> int:
    joined = (
        word_at(tokens, place) in ("-", "‑") and glued(tokens, place) and glued(tokens, place + 1)
    )
    return place + 1 if joined else place


def _joined(tokens: Sequence[Token], numeral: Numeral) -> bool:
    place = _after_hyphen(tokens, numeral.end)
    return place > numeral.end and place < len(tokens) and tokens[place].kind == "word"
