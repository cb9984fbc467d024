"""The "half" of a figure: "and a half" behind it, "half a" before it."""

from collections.abc import Sequence

from qa.parsing.token import Token, glued, word_at


def and_half_end(tokens: Sequence[Token], place: int) -> int | None:
    """The place after "and a half" or "-and-a-half" at `place`, if it stands there."""
    for word in ("and", "a", "half"):
        if word_at(tokens, place) == "-" and glued(tokens, place) and glued(tokens, place + 1):
            place += 1
        if word_at(tokens, place) != word:
            return None
        place += 1
    return place


def with_half(tokens: Sequence[Token], number: float, place: int) -> tuple[float, int]:
    """The number that ends before `place` with "and a half" behind it, and its end."""
    end = and_half_end(tokens, place)
    return (number, place) if end is None else (number + 0.5, end)


def after_half(tokens: Sequence[Token], place: int) -> int:
    """The place after the "half" at `place` with its article and hyphens: "half-an-"."""
    end = place + 1
    if word_at(tokens, end) == "-":
        end += 1
    if word_at(tokens, end) in ("a", "an"):
        end += 1
        if word_at(tokens, end) == "-":
            end += 1
    return end
