"""Fractions in words: "two thirds", "half of", "one in five"."""

from collections.abc import Sequence

from qa.parsing.numeral import Numeral, read_digits, read_words
from qa.parsing.token import Token, word_at

_SINGULAR = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_PLURAL = {"halves": 2, **{f"{word}s": number for word, number in _SINGULAR.items()}}
_NUMERATORS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine".split(), start=1)
}
# A word after "a third" that says that it is a share, not the third of a row.
_SHARE_FOLLOWS = frozenset(
    """of in from to by since over during on at and or but last this as than compared less more
    lower higher fewer bigger larger smaller""".split()
)
_HALF_FOLLOWS = frozenset("of the its their his her our my your these those this that all".split())
_HALF_PRECEDES = frozenset(
    "than about almost nearly by over under roughly around approximately some".split()
)
_ORDINAL_PRECEDES = frozenset(
    "first second third fourth last other latter top bottom opening final this".split()
)


def read_fraction(tokens: Sequence[Token], place: int) -> Numeral | None:
    """The fraction that starts at `place`, in (0, 1], if there is one."""
    return _ratio(tokens, place) or _half(tokens, place) or _parts(tokens, place)


def _fraction(place: int, end: int, number: float) -> Numeral:
    return Numeral(place, end, number, stem=number, is_fraction=True)


def _ratio(tokens: Sequence[Token], place: int) -> Numeral | None:
    """ "One in five", "nine out of ten", "1 in every 20"."""
    following = word_at(tokens, place + 1)
    if following == "in":
        second = place + 2
    elif following == "out" and word_at(tokens, place + 2) == "of":
        second = place + 3
    else:
        return None
    if word_at(tokens, second) == "every":
        second += 1
    if second >= len(tokens):
        return None
    part, whole = _plain(tokens, place), _plain(tokens, second)
    if part is None or whole is None or part.end != place + 1:
        return None
    number, total = part.number or 0.0, whole.number or 0.0
    # "Two in 2019" is no share, and neither is "one in one day".
    if not (0 < number < total and total <= 1000) or (total > 10 and total % 10):
        return None
    return _fraction(place, whole.end, number / total)


def _plain(tokens: Sequence[Token], place: int) -> Numeral | None:
    token = tokens[place]
    return read_digits(tokens, place) if token.kind == "number" else read_words(tokens, place)


def _half(tokens: Sequence[Token], place: int) -> Numeral | None:
    if tokens[place].lower != "half":
        return None
    before, after = word_at(tokens, place - 1), word_at(tokens, place + 1)
    if before in _ORDINAL_PRECEDES or before == "-":
        return None
    if after in _HALF_FOLLOWS or (before in _HALF_PRECEDES and after not in ("a", "an", "-")):
        return _fraction(place, place + 1, 0.5)
    return None


def _parts(tokens: Sequence[Token], place: int) -> Numeral | None:
    """ "Two thirds", "three-quarters", "one-third", "a fifth of"."""
    word = tokens[place].lower
    at = place + 1
    hyphen = word_at(tokens, at) == "-"
    part = word_at(tokens, at + hyphen)
    end = at + hyphen + 1
    if word == "a" and not hyphen and part in _SINGULAR and part != "half":
        after = word_at(tokens, end)
        if after.isalpha() and after not in _SHARE_FOLLOWS:
            return None
        if word_at(tokens, end) == "of" and word_at(tokens, end + 1) == "a":
            return None  # "a quarter of a million" is a number of its own
        return _fraction(place, end, 1 / _SINGULAR[part])
    if word == "one" and part in _SINGULAR:
        return _fraction(place, end, 1 / _SINGULAR[part])
    if word in _NUMERATORS and part in _PLURAL and _NUMERATORS[word] < _PLURAL[part]:
        if part == "quarters" and word != "three":
            return None  # "two quarters" are half a year
        return _fraction(place, end, _NUMERATORS[word] / _PLURAL[part])
    return None
