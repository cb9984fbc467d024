"""Words, numbers and marks of a text, with their exact places."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.parsing.vocabulary import FUNCTION_WORDS, NUMBERED, NUMBERED_NAMES

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
# "25 000" with a plain space, which also stands between two numbers.
_SPACED = re.compile(r"(?<!\d)[1-9]\d{0,2} \d{3}(?!\d)")
_AIRLINER = re.compile(r"7[0-8]7")
_FIRST_GROUP, _GROUP = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}(?:\.\d+)?")
# What a number follows that counts nothing: "12 March 300 people", "flight 93 100 times".
_NUMBERED = (
    NUMBERED
    | NUMBERED_NAMES
    | {name.lower() for name in calendar.month_name if name}
    | {"day", "week", "year", "month", "aged", "age", "line", "bus", "building", "gate", "number"}
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
    return _with_groups(tokens, text) if _SPACED.search(text) else tokens


def _with_groups(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens with groups of three digits behind plain spaces joined to one number."""
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        end = _groups_end(tokens, place)
        if end - place > 1:
            first, last = tokens[place].start, tokens[end - 1].end
            joined.append(Token(text[first:last], text[first:last], first, last, "number"))
        else:
            joined.append(tokens[place])
        place = end
    return joined


def _groups_end(tokens: Sequence[Token], place: int) -> int:
    """Behind the last group of the number at `place`, or behind its token if it has none."""
    if not _FIRST_GROUP.fullmatch(tokens[place].text) or not _may_count(tokens, place):
        return place + 1
    end = place + 1
    while end < len(tokens) and _GROUP.fullmatch(tokens[end].text) and _spaced(tokens, end):
        end += 1
    if is_airliner(tokens, end - 1):
        return place + 1
    runs_on = end < len(tokens) and tokens[end].kind == "number" and _spaced(tokens, end)
    return place + 1 if runs_on or (glued(tokens, end) and tokens[end].kind == "word") else end


def _may_count(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` may count: no other number, name or numbered noun precedes."""
    if place == 0:
        return True
    before = tokens[place - 1]
    if before.kind == "mark":
        return not glued(tokens, place) or before.text in '$€£¥₹("“‘'
    if before.kind == "number" or before.lower in _NUMBERED or glued(tokens, place):
        return False
    begins = place == 1 or tokens[place - 2].text in '.!?\n"“‘'
    return begins or not before.text[0].isupper() or before.lower in FUNCTION_WORDS


def _spaced(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token at `place` follows the one before after a single character."""
    return tokens[place].start - tokens[place - 1].end == 1


def is_airliner(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` is rather a name: of "50 737 MAX jets" the second."""
    following = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return _AIRLINER.fullmatch(tokens[place].text) is not None and following[:1].isupper()


def glued(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token at `place` follows the one before without white space."""
    return 0 < place < len(tokens) and tokens[place - 1].end == tokens[place].start


def word_at(tokens: Sequence[Token], place: int) -> str:
    """The token at `place` in lower case, "" outside of the text."""
    return tokens[place].lower if 0 <= place < len(tokens) else ""
