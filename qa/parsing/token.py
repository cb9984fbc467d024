"""Words, numbers and marks of a text, with their exact places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["number", "word", "mark"]

# A letter with accents written as marks of their own is one word too.
_LETTERS = (
    r"[^\W\d_]+(?:[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+[^\W\d_]*)*"
)
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[\u00a0\u2009\u202f]\d{3}(?!\d))+(?:\.\d+)?"
    r"|\d+(?:[.,]\d+)*|(?<![\w.,])\.\d+)"
    rf"|(?P<word>(?:[^\W\d_]\.){{2,}}|{_LETTERS}(?:['’]{_LETTERS})*)"
    r"|(?P<mark>[^\s]|\n)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]`` of the text it was cut from; `lower` is it in lower case.

    A line break is a mark of its own, so that nothing is read across paragraphs.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: TokenKind


def tokenise(text: str) -> list[Token]:
    """The tokens of a text in order; white space other than line breaks is left out."""
    tokens = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        tokens.append(Token(piece, piece.lower(), match.start(), match.end(), kind))
    return tokens


def glued(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token at `place` follows the one before without white space."""
    return 0 < place < len(tokens) and tokens[place - 1].end == tokens[place].start


def word_at(tokens: Sequence[Token], place: int) -> str:
    """The token at `place` in lower case, "" outside of the text."""
    return tokens[place].lower if 0 <= place < len(tokens) else ""
