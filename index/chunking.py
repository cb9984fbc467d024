"""Cut a document into passages: whole sentences, and whole paragraphs where they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Document
from index.encoder import Encoder
from index.passage import Passage
from index.sentences import Bounds, sentence_bounds


@dataclass(frozen=True, slots=True)
class ChunkingOptions:
    """Sizes in tokens of the encoder, without special tokens.

    `overlap_tokens` bounds how much of a passage, in whole sentences, the next one repeats
    where a paragraph had to be cut.
    """

    maximum_tokens: int = 160
    overlap_tokens: int = 40

    def __post_init__(self) -> None:
        if not 0 <= self.overlap_tokens < self.maximum_tokens:
            raise ValueError(
                f"overlap_tokens is {self.overlap_tokens} and maximum_tokens "
                f"{self.maximum_tokens}: the overlap must be at least 0 and below the maximum"
            )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one that alone is too long."""

    start: int
    end: int
    tokens: int


def chunk_document(document: Document, encoder: Encoder, options: ChunkingOptions) -> list[Passage]:
    """Passages in order, ending with a paragraph where one ends in their second half.

    A sentence is cut only when it alone exceeds the maximum.
    """
    text = document.text
    units = _units(text, encoder, options.maximum_tokens)
    passages = []
    first = 0
    while first < len(units):
        last = _last(text, units, first, options.maximum_tokens)
        start, end = units[first].start, units[last].end
        passages.append(Passage(document.document_id, start, end, text[start:end]))
        first = _next_first(text, units, first, last, options)
    return passages


def _last(text: str, units: Sequence[_Unit], first: int, maximum_tokens: int) -> int:
    """The last unit of a passage: as many as fit, back to a paragraph's end if one is near."""
    last, tokens = first, units[first].tokens
    paragraph_end = None
    while True:
        if tokens >= maximum_tokens / 2 and _ends_paragraph(text, units, last):
            paragraph_end = last
        if last + 1 >= len(units) or tokens + units[last + 1].tokens > maximum_tokens:
            return last if paragraph_end is None else paragraph_end
        last += 1
        tokens += units[last].tokens


def _next_first(
    text: str, units: Sequence[_Unit], first: int, last: int, options: ChunkingOptions
) -> int:
    """Where the next passage begins: after a paragraph, else back over whole units.

    At least one unit of the next passage is new.
    """
    if _ends_paragraph(text, units, last):
        return last + 1
    following, tokens = last + 1, 0
    room = min(options.overlap_tokens, options.maximum_tokens - units[last + 1].tokens)
    while following - 1 > first and tokens + units[following - 1].tokens <= room:
        following -= 1
        tokens += units[following].tokens
    return following


def _ends_paragraph(text: str, units: Sequence[_Unit], place: int) -> bool:
    """Whether a line ends after the unit, or the document does."""
    return place + 1 >= len(units) or "\n" in text[units[place].end : units[place + 1].start]


def _units(text: str, encoder: Encoder, maximum_tokens: int) -> list[_Unit]:
    sentences = sentence_bounds(text)
    tokenised = encoder.token_bounds([text[start:end] for start, end in sentences])
    units = []
    for (start, end), tokens in zip(sentences, tokenised, strict=True):
        if len(tokens) <= maximum_tokens:
            units.append(_Unit(start, end, len(tokens)))
        else:
            units += _pieces(text, (start, end), tokens, maximum_tokens)
    return units


def _pieces(
    text: str, sentence: Bounds, tokens: Sequence[Bounds], maximum_tokens: int
) -> list[_Unit]:
    """Cut a sentence at token bounds, between words where a word break is near the end."""
    start, end = sentence
    pieces, first = [], 0
    while first < len(tokens):
        stop = min(first + maximum_tokens, len(tokens))
        if stop < len(tokens):
            breaks = [
                place
                for place in range(first + max(1, maximum_tokens // 2), stop + 1)
                if text[start + tokens[place][0] - 1].isspace()
            ]
            stop = breaks[-1] if breaks else stop
        # What makes no token, such as a combining mark, stays with the token before it.
        piece_start = start + tokens[first][0] if first else start
        limit = end if stop == len(tokens) else start + tokens[stop][0]
        piece_end = piece_start + len(text[piece_start:limit].rstrip())
        piece_end = max(piece_end, start + tokens[stop - 1][1])
        pieces.append(_Unit(piece_start, piece_end, stop - first))
        first = stop
    return pieces
