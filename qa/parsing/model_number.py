"""Numbers that are part of what another number counts: "14 Leopard 2 tanks", "50 737 MAX jets"."""

from collections.abc import Sequence

from qa.parsing.token import Token, glued
from qa.parsing.vocabulary import CALENDAR_NAMES, FUNCTION_WORDS, is_plural

_LONGEST = 3
_POSSESSIVE = ("'s", "’s")


def model_end(tokens: Sequence[Token], place: int) -> int:
    """The end of the word at `place` with the number that belongs to it: "G7", "Leopard 2"."""
    end = place + 1
    if end >= len(tokens) or tokens[end].kind != "number" or tokens[place].text.islower():
        return end
    if glued(tokens, end):
        return end + 1 if tokens[place].text[0].isupper() else end
    return end + 1 if _is_model(tokens, place) else end


def _is_model(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name and a number with a noun behind it are one: "Leopard 2" before "tanks"."""
    name, number, noun = tokens[place].lower, tokens[place + 1].text, place + 2
    if not number.isdecimal() or len(number) > _LONGEST:
        return False
    if name in CALENDAR_NAMES or name.endswith(_POSSESSIVE) or is_plural(name):
        return False  # "Kenya's 47 counties"
    if noun >= len(tokens) or glued(tokens, noun) or tokens[noun].kind != "word":
        return False
    return tokens[noun].lower not in FUNCTION_WORDS
