"""Quotations in a line of text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import Bounds

_MARK = re.compile("[\"“”„«»‘’']")
_CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "‘": "’", "'": "'"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """``text[start:end]`` between its marks; `closed` is False when the line ends inside."""

    start: int
    end: int
    closed: bool


def quotations(text: str, line: Bounds) -> list[Quotation]:
    """The outermost quotations of a line, in order."""
    low, high = line
    found: list[Quotation] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(text, low, high):
        mark, place = match.group(), match.start()
        if opened is None:
            if mark in _CLOSING and _opens(text, place, line):
                opened = (place + 1, mark)
        elif mark in _CLOSING[opened[1]] and _closes(text, place, line, opened[1]):
            found.append(Quotation(opened[0], place, closed=True))
            opened = None
    if opened is not None and opened[1] not in "'‘":
        found.append(Quotation(opened[0], high, closed=False))
    return found


def quotation_around(found: Sequence[Quotation], start: int, end: int) -> Quotation | None:
    """The one of the quotations in order that holds ``text[start:end]``, if one does."""
    place = bisect_right(found, start, key=lambda quotation: quotation.start) - 1
    return found[place] if place >= 0 and end <= found[place].end else None


def _opens(text: str, place: int, line: Bounds) -> bool:
    before = text[place - 1] if place > line[0] else " "
    after = text[place + 1] if place + 1 < line[1] else " "
    if text[place] == "'":
        # An apostrophe before a figure ('90s) opens nothing.
        return not (before.isalnum() or after.isspace() or after.isdigit())
    return not before.isalnum()


def _closes(text: str, place: int, line: Bounds, opening: str) -> bool:
    """Marks that are also apostrophes close only where a word cannot go on."""
    if opening not in "'‘":
        return True
    after = text[place + 1] if place + 1 < line[1] else " "
    before = text[place - 1]
    if after.isalnum() or before.isspace():
        return False
    # The mark after a plural ("the boys' club") is taken for an apostrophe.
    return before not in "sS" or after in ",.;:!?"
