"""Figures of English news text as values, with their exact places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.parsing.amount import OLD
from qa.parsing.cardinal import SMALL_WORDS
from qa.parsing.counting import counted_after, is_age, is_counting
from qa.parsing.currency import CODES, DOLLARS, SYMBOLS
from qa.parsing.date_pattern import CalendarDate, calendar_dates
from qa.parsing.designation import (
    chain_end,
    follows_name,
    is_address,
    is_step,
    names_something,
    tells_time,
)
from qa.parsing.figure import Figure, read_figures
from qa.parsing.figure_context import ReadFigure, in_context
from qa.parsing.numeral import PLURAL_SCALES
from qa.parsing.ordinal import ORDINAL_WORDS, read_ordinal
from qa.parsing.qualifier import LOWER_BOUNDS, UPPER_BOUNDS
from qa.parsing.token import Token, glued, tokenise, word_at
from qa.value import Value, date_value

Kind = Literal[
    "count", "money", "percentage", "measure", "duration", "age", "ordinal", "date", "year"
]

_STARTS = (
    SMALL_WORDS
    | PLURAL_SCALES.keys()
    | SYMBOLS.keys()
    | ORDINAL_WORDS
    | frozenset("a an half several few many between minus - −".split())
)


@dataclass(frozen=True, slots=True)
class FoundValue:
    """The figure ``text[start:end]``, with its scale and unit, without its qualifier.

    `kind` keeps apart what must never be compared: "percentage" is any share of a whole
    (percent, percentage points, fractions), "age" one that says so, "year" a calendar year or
    a range of years, "date" any other date. `counted` are the half-open bounds of what is
    counted or measured: "armed border guards" after "64", "water" in "5 litres of water".
    """

    start: int
    end: int
    kind: Kind
    value: Value
    counted: tuple[int, int] | None = None

    def moved(self, by: int) -> "FoundValue":
        """The same figure with offsets into a longer text."""
        counted = None if self.counted is None else (self.counted[0] + by, self.counted[1] + by)
        return FoundValue(self.start + by, self.end + by, self.kind, self.value, counted)


def find_values(text: str) -> list[FoundValue]:
    """The figures of an English text in the order of their places, none overlapping.

    Digits and words are read ("1.2 million", "two dozen", "a third"), ranges ("between 5 and
    7", "$2m-$3m"), money, shares, measures, durations, ordinals and calendar dates. Names with
    numbers ("F-16", "Article 5"), scores, clock times and telephone numbers are passed over.
    The time grows linearly with the text.
    """
    tokens = tokenise(text)
    dates = calendar_dates(text, tokens)
    found = [_found_date(entry) for entry in dates]
    for first, end in _stretches(tokens, dates):
        found.extend(_figures(tokens, first, end))
    return sorted(found, key=lambda entry: entry.start)


def _found_date(entry: CalendarDate) -> FoundValue:
    """A date; without its year nothing is known of it but that it is one."""
    days = None if entry.year is None else entry.days(entry.year)
    value = Value(None, None, None, "date", None) if days is None else date_value(*days)
    return FoundValue(entry.start, entry.end, "date" if entry.month else "year", value)


def _stretches(tokens: Sequence[Token], dates: Sequence[CalendarDate]) -> Iterator[tuple[int, int]]:
    """The stretches of tokens between the dates."""
    place = first = 0
    for entry in dates:
        while place < len(tokens) and tokens[place].end <= entry.start:
            place += 1
        yield first, place
        while place < len(tokens) and tokens[place].start < entry.end:
            place += 1
        first = place
    yield first, len(tokens)


def _figures(tokens: Sequence[Token], first: int, end: int) -> Iterator[FoundValue]:
    """The figures that lie in ``tokens[first:end]``."""
    place = first
    previous: ReadFigure | None = None
    while place < end:
        if not _may_start(tokens, place):
            place += 1
            continue
        ordinal = read_ordinal(tokens, place)
        if ordinal is not None:
            following, number = ordinal
            value = Value(number, None, None, None, None)
            yield FoundValue(tokens[place].start, tokens[following - 1].end, "ordinal", value)
            place = following
            continue
        figures, place = _read_at(tokens, place)
        for figure in figures:
            if figure.end <= end and not _is_name(tokens, figure, previous):
                read = in_context(tokens, figure, previous)
                if is_counting(tokens, figure, read.counted):
                    yield _found(tokens, read)
                    previous = read


def _may_start(tokens: Sequence[Token], place: int) -> bool:
    """Whether a figure may start at `place`: a quick look before the careful one."""
    token = tokens[place]
    if token.kind == "number" or token.lower in _STARTS:
        return True
    return token.text in CODES or (token.lower in DOLLARS and word_at(tokens, place + 1) == "$")


def _read_at(tokens: Sequence[Token], place: int) -> tuple[list[Figure], int]:
    """The figures that start at `place`, without numbers that are parts of names and codes."""
    if tokens[place].kind == "number":
        chain = chain_end(tokens, place)
        if chain is not None:
            return [], chain
    if names_something(tokens, place):
        return [], place + 1
    return read_figures(tokens, place)


def _is_name(tokens: Sequence[Token], figure: Figure, previous: ReadFigure | None) -> bool:
    """Whether a bare number belongs to the name before it or the letters after it."""
    counted = None if previous is None else previous.counted
    if counted is not None and figure.first < counted.end and figure.amount.numeral.in_digits:
        return True  # "14 Leopard 2 tanks"
    if glued(tokens, figure.end) and tokens[figure.end].kind != "mark":
        return True
    if figure.amount.kind == "count" and tells_time(tokens, figure.end):
        return True
    numeral = figure.amount.numeral
    if figure.amount.kind != "count" or figure.upper is not None or numeral.number is None:
        return False
    counts = numeral.number != 1 and counted_after(tokens, figure) is not None
    if is_step(tokens, figure.first) and not counts:
        return True
    if counts:
        return False
    if not numeral.in_digits:  # "Game Seven"
        return tokens[figure.first].text[0].isupper() and follows_name(tokens, figure.first)
    return follows_name(tokens, figure.first) or is_address(tokens, figure.end)


def _found(tokens: Sequence[Token], read: ReadFigure) -> FoundValue:
    figure, counted = read.figure, read.counted
    bounds = None
    if counted is not None:
        bounds = tokens[counted.first].start, tokens[counted.end - 1].end
    kind: Kind = figure.amount.kind
    unit = figure.amount.unit
    if is_age(tokens, figure):
        kind, unit, bounds = "age", "year", None
    elif kind == "duration" and tokens[figure.end - 1].lower in OLD:
        kind, bounds = "age", None
    elif kind == "count" and counted is not None:
        unit = counted.head
    qualifiers = (*([read.expectation] if read.expectation else []), *read.hedges)
    value = _value(figure, unit, qualifiers)
    return FoundValue(tokens[figure.first].start, _text_end(tokens, figure), kind, value, bounds)


def _text_end(tokens: Sequence[Token], figure: Figure) -> int:
    """Where a figure ends in the text, without the "'s" of "the 15-year-old's mother"."""
    last = tokens[figure.end - 1]
    return last.end - len("'s") * last.lower.endswith(("'s", "’s"))


def _value(figure: Figure, unit: str | None, qualifiers: Sequence[str]) -> Value:
    qualifier = ", ".join(dict.fromkeys(qualifiers)) or None
    numeral = figure.amount.numeral
    if figure.upper is not None:
        return Value(None, numeral.number, figure.upper.numeral.number, unit, qualifier)
    low, high = numeral.low, None
    if not LOWER_BOUNDS.isdisjoint(qualifiers):
        low = low if numeral.number is None else numeral.number
    if not UPPER_BOUNDS.isdisjoint(qualifiers):
        high = numeral.number
    return Value(numeral.number, low, high, unit, qualifier)
