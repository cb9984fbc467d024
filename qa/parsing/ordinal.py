"""Ordinal numbers: "third", "21st", "twenty-first"."""

from collections.abc import Sequence

from qa.parsing.token import Token, glued, word_at

_WORDS = {
    word: float(number)
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        start=1,
    )
} | {"thirtieth": 30.0, "fortieth": 40.0, "fiftieth": 50.0, "hundredth": 100.0}
_TENS = {
    word: float(number)
    for number, word in zip(
        range(20, 100, 10),
        "twenty thirty forty fifty sixty seventy eighty ninety".split(),
        strict=True,
    )
}
ORDINAL_WORDS = frozenset(_WORDS)
_SUFFIXES = frozenset(("st", "nd", "rd", "th"))
MAXIMUM_DIGITS = 6


def read_ordinal(tokens: Sequence[Token], place: int) -> tuple[int, float] | None:
    """The place after the ordinal at `place`, and its number."""
    token = tokens[place]
    following = word_at(tokens, place + 1)
    if token.kind == "number":
        digits = token.text.replace(",", "")
        if following not in _SUFFIXES or not glued(tokens, place + 1):
            return None
        return (
            (place + 2, float(digits))
            if digits.isdecimal() and len(digits) <= MAXIMUM_DIGITS
            else None
        )
    if token.lower in _WORDS:
        return place + 1, _WORDS[token.lower]
    if token.lower in _TENS and following == "-":
        units = _WORDS.get(word_at(tokens, place + 2), 10)
        if units < 10:
            return place + 3, _TENS[token.lower] + units
    return None
