"""Fixed phrases, looked up among tokens by their first or last word."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from qa.parsing.token import Token, tokenise

Meaning = TypeVar("Meaning")


class PhraseTable(Generic[Meaning]):
    """Phrases of a few tokens each and what they mean; the longest that fits is found.

    Hyphens count like white space, so that "square-kilometre" is "square kilometre".
    """

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        entries = sorted(
            ((tuple(token.lower for token in tokenise(phrase)), phrase) for phrase in meanings),
            key=lambda entry: -len(entry[0]),
        )
        for words, phrase in entries:
            meaning = meanings[phrase]
            self._by_first.setdefault(words[0], []).append((words, meaning))
            self._by_last.setdefault(words[-1], []).append((words, meaning))

    def after(self, tokens: Sequence[Token], place: int) -> tuple[int, Meaning] | None:
        """The place after the longest phrase that starts at `place`, and its meaning."""
        if not 0 <= place < len(tokens):
            return None
        for words, meaning in self._by_first.get(tokens[place].lower, ()):
            end = _match(tokens, place, words)
            if end is not None:
                return end, meaning
        return None

    def before(self, tokens: Sequence[Token], place: int) -> tuple[int, Meaning] | None:
        """The start of the longest phrase that ends before `place`, and its meaning."""
        if not 0 < place <= len(tokens):
            return None
        for words, meaning in self._by_last.get(tokens[place - 1].lower, ()):
            start = place - len(words)
            if start >= 0 and _match(tokens, start, words) == place:
                return start, meaning
        return None


def phrases(meanings: Mapping[Meaning, Iterable[str]]) -> PhraseTable[Meaning]:
    """A table from each meaning to its phrases."""
    return PhraseTable(
        {" ".join(phrase.split()): meaning for meaning in meanings for phrase in meanings[meaning]}
    )


def _match(tokens: Sequence[Token], place: int, words: Sequence[str]) -> int | None:
    for count, word in enumerate(words):
        joins = word != "-" and not word.isdigit()  # "5m-2m" is no square metre
        if count and joins and place < len(tokens) and tokens[place].text == "-":
            place += 1
        if place >= len(tokens) or tokens[place].lower != word:
            return None
        place += 1
    return place
