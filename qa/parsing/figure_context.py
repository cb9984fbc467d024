"""A figure with what it counts and how it is meant, by the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.parsing.counting import counted_after
from qa.parsing.figure import Figure
from qa.parsing.noun_phrase import NounPhrase, counted_phrase
from qa.parsing.qualifier import expectation, hedges_around
from qa.parsing.token import Token, word_at

_LISTING = frozenset((",", "and", "or"))


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure that was read, with what it counts, if anything; the last token is before `end`."""

    figure: Figure
    counted: NounPhrase | None
    hedges: tuple[str, ...]
    expectation: str | None
    end: int


def in_context(tokens: Sequence[Token], figure: Figure, previous: ReadFigure | None) -> ReadFigure:
    """The figure with what it counts and how it is meant; `previous` is the one before it."""
    floor = 0 if previous is None else previous.figure.end
    hedged = hedges_around(tokens, figure.first, figure.end, floor, figure.amount.kind)
    if hedged.end > figure.end:
        counted = counted_phrase(tokens, hedged.end)
    else:
        counted = counted_after(tokens, figure)
    end = hedged.end if counted is None else counted.end
    if figure.context_first is not None:
        expected = expectation(tokens, figure.context_first, end, 0)
    else:
        expected = expectation(tokens, hedged.first, end, floor)
    if expected is None and previous is not None and _continues(tokens, previous, hedged.first):
        expected = previous.expectation
    hedges = hedged.hedges
    if figure.amount.kind == "duration" and word_at(tokens, hedged.first) == "over":
        hedges = ()  # "over ten years" mostly says during which time
    return ReadFigure(figure, counted, hedges, expected, end)


def _continues(tokens: Sequence[Token], previous: ReadFigure, first: int) -> bool:
    """Whether only a comma or "and" stands between two figures: "300 nurses and 40 doctors"."""
    between = tokens[previous.end : first] if first - previous.end <= 2 else ()
    return bool(between) and all(token.lower in _LISTING for token in between)
