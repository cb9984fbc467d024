"""Sentence bounds of a text, as exact offsets."""

from collections.abc import Iterator

from sentencex import get_sentence_boundaries

Bounds = tuple[int, int]
# The splitter's time grows with the square of a run of quotation marks, of which a hostile text
# may hold millions.
LONGEST_PIECE = 10_000


def sentence_bounds(text: str) -> list[Bounds]:
    """Half-open code-point bounds of the sentences of an English text, in order.

    White space around a sentence is outside its bounds, and a line break always ends one:
    articles keep headings and paragraphs on lines of their own. So does the end of a piece of a
    line of more than `LONGEST_PIECE` characters.
    """
    bounds = []
    line_start = 0
    for line in text.split("\n"):
        if line.strip():
            for offset, piece in _pieces(line):
                start = line_start + offset
                for sentence in get_sentence_boundaries("en", piece):
                    trimmed = _trim(
                        text, start + sentence["start_index"], start + sentence["end_index"]
                    )
                    if trimmed is not None:
                        bounds.append(trimmed)
        line_start += len(line) + 1
    return bounds


def sentences_around(text: str, start: int, end: int) -> Bounds:
    """Bounds of the sentence or sentences that a span of the text touches.

    Only the lines that hold the span are split, so the cost does not grow with the text.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    touched = [
        (first + low, first + high)
        for low, high in sentence_bounds(text[first:last])
        if first + low < end and first + high > start
    ]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


def _pieces(line: str) -> Iterator[tuple[int, str]]:
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


def _trim(text: str, start: int, end: int) -> Bounds | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece) - len(piece.rstrip())
    return None if left == len(piece) else (start + left, end - right)
