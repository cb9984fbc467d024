"""Sentence bounds of a text, as exact offsets."""

import re
from collections.abc import Iterator

from sentencex import get_sentence_boundaries

from index.sentence_joints import LOOKED_AT, goes_on

Bounds = tuple[int, int]
# The splitter's time grows with the square of a run of quotation marks, of which a hostile text
# may hold millions.
LONGEST_PIECE = 10_000
# A sentence in parentheses, which the splitter takes for the beginning of the next one.
IN_PARENTHESES = re.compile(r"\([^\s()]+\s[^()]*[.!?][\"'”’]?\)(?=\s+[(\"“‘]?[A-Z0-9])")
WHITE_SPACE = re.compile(r"\s*")


def sentence_bounds(text: str) -> list[Bounds]:
    """Half-open code-point bounds of the sentences of an English text, in order.

    White space around a sentence is outside its bounds, and a line break always ends one:
    articles keep headings and paragraphs on lines of their own. So does the end of a piece of a
    line of more than `LONGEST_PIECE` characters.
    """
    return [bounds for start, piece in _pieces(text, 0) for bounds in _in_piece(piece, start)]


def sentences_around(text: str, start: int, end: int) -> Bounds:
    """Bounds of the sentence or sentences that a span of the text touches.

    Only the lines that hold the span are split, and of a long line only the pieces that do.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    touched = [
        (low, high)
        for offset, piece in _pieces(text[first:last], first)
        if offset < end and offset + len(piece) > start
        for low, high in _in_piece(piece, offset)
        if low < end and high > start
    ]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


def _pieces(text: str, offset: int) -> Iterator[tuple[int, str]]:
    """What is split apart of a text that begins at `offset`, and where each piece begins."""
    for line in text.split("\n"):
        if line.strip():
            yield from ((offset + start, piece) for start, piece in _cut(line))
        offset += len(line) + 1


def _cut(line: str) -> Iterator[tuple[int, str]]:
    """A line in pieces of bounded length with their offsets, cut after a full stop or a space."""
    start = 0
    while len(line) - start > LONGEST_PIECE:
        end = start + LONGEST_PIECE
        for mark in (". ", " "):
            place = line.rfind(mark, start + LONGEST_PIECE // 2, end)
            if place >= 0:
                end = place + len(mark)
                break
        yield start, line[start:end]
        start = end
    yield start, line[start:]


def _in_piece(piece: str, offset: int) -> Iterator[Bounds]:
    """The sentences of a piece that begins at `offset`, without the white space around them."""
    sentence: Bounds | None = None
    for start, end in _split(piece):
        if sentence is None:
            sentence = start, end
        elif goes_on(piece, sentence[1], start):
            sentence = sentence[0], end
        else:
            yield offset + sentence[0], offset + sentence[1]
            sentence = start, end
    if sentence is not None:
        yield offset + sentence[0], offset + sentence[1]


def _split(piece: str) -> Iterator[Bounds]:
    """What the splitter takes for the sentences of a piece, without the white space around them.

    One in parentheses ends with them.
    """
    for start, high in _split_at_stops(piece):
        low = start
        while (end := _parentheses_end(piece, low, high)) is not None:
            yield low, end
            gap = WHITE_SPACE.match(piece, end)
            low = end if gap is None else gap.end()
        yield low, high


def _split_at_stops(piece: str) -> Iterator[Bounds]:
    for sentence in get_sentence_boundaries("en", piece):
        start, end = sentence["start_index"], sentence["end_index"]
        found = piece[start:end]
        if found.strip():
            left = len(found) - len(found.lstrip())
            yield start + left, start + len(found.rstrip())


def _parentheses_end(piece: str, start: int, high: int) -> int | None:
    """Where the parentheses end that hold all of a sentence; None where none do.

    "(Sen. Lee of Fla.) The rest" has an abbreviation there: the splitter tells without the marks.
    """
    found = IN_PARENTHESES.match(piece, start, high)
    if found is None:
        return None
    end = found.end()
    inside = piece[max(start + 1, end - LOOKED_AT) : end - 1]
    plain = inside + piece[end : min(high, end + LOOKED_AT)]
    stop = len(inside)
    ends = any(last == stop for _, last in _split_at_stops(plain))
    return end if ends and not goes_on(plain, stop, stop + 1) else None
