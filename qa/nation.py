"""Countries in a text, by their names, by what is theirs and by who is from there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from qa.parsing.phrase import PhraseTable
from qa.parsing.token import Token, tokenise
from qa.parsing.vocabulary import FUNCTION_WORDS

TABLE = Path(__file__).with_name("nations.txt")
NO_COUNTRY = "-"
# In small letters it is a country only where a pronoun cannot stand: "the us", "us troops".
_PRONOUN = "us"

# The half-open bounds of a name in its text, and the codes of the countries that it may mean.
Nation = tuple[int, int, frozenset[str]]


def nations_in(text: str, typed: bool = False) -> frozenset[str]:
    """The codes of all countries that a text names, so that "French" and "France" are one.

    Ambiguous names give several: two texts may speak of one country if they share a code. `typed`
    texts may lack capitals.
    """
    return frozenset().union(*(codes for _, _, codes in find_nations(text, typed)))


def find_nations(text: str, typed: bool = False) -> Iterator[Nation]:
    """The names of countries in a text in order, with their places."""
    tokens = [_bare(token) for token in tokenise(text)]
    place = 0
    while place < len(tokens):
        found = _table().after(tokens, place)
        if found is None or not _is_name(tokens, place, typed):
            place += 1
            continue
        end, codes = found
        if NO_COUNTRY not in codes:
            yield tokens[place].start, tokens[end - 1].end, codes
        place = end


@cache
def _table() -> PhraseTable[frozenset[str]]:
    meanings: dict[str, frozenset[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        code, _, names = line.partition(":")
        if code.startswith("#"):
            continue
        for name in names.split("|"):
            meanings[name.strip()] = meanings.get(name.strip(), frozenset()) | {code}
    return PhraseTable(meanings)


def _bare(token: Token) -> Token:
    """A token without its possessive ending, so that its name is found."""
    lower = token.lower.removesuffix("'s").removesuffix("’s")
    return token if lower == token.lower else replace(token, lower=lower)


def _is_name(tokens: Sequence[Token], place: int, typed: bool) -> bool:
    token = tokens[place]
    if token.lower != _PRONOUN or token.text.startswith("US"):
        return typed or token.text[0].isupper()
    if not typed:
        return False
    before = tokens[place - 1].lower if place else ""
    behind = tokens[place + 1] if place + 1 < len(tokens) else None
    is_noun = behind is not None and behind.kind == "word" and behind.lower not in FUNCTION_WORDS
    return before == "the" or is_noun
