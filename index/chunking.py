"""Cut a document into passages: whole sentences up to a number of tokens, overlapping."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Document
from index.encoder import Encoder
from index.passage import Passage
from index.sentences import Bounds, sentence_bounds


@dataclass(frozen=True, slots=True)
class ChunkingOptions:
    """Sizes in tokens of the encoder, without special tokens.

    `overlap_tokens` bounds how much of a passage, in whole sentences, the next one repeats.
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
    """Passages in order; a sentence is cut only when it alone exceeds the maximum."""
    units = _units(document.text, encoder, options.maximum_tokens)
    passages = []
    first = 0
    while first < len(units):
        last, tokens = first, units[first].tokens
        while last + 1 < len(units) and tokens + units[last + 1].tokens <= options.maximum_tokens:
            last += 1
            tokens += units[last].tokens
        start, end = units[first].start, units[last].end
        passages.append(Passage(document.document_id, start, end, document.text[start:end]))
        first = _next_first(units, first, last, options)
    return passages


def _next_first(units: Sequence[_Unit], first: int, last: int, options: ChunkingOptions) -> int:
    """Step back over whole units, leaving room for at least one new unit."""
    if last + 1 >= len(units):
        return len(units)
    following, tokens = last + 1, 0
    room = min(options.overlap_tokens, options.maximum_tokens - units[last + 1].tokens)
    while following - 1 > first and tokens + units[following - 1].tokens <= room:
        following -= 1
        tokens += units[following].tokens
    return following


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
                for place in range(first + maximum_tokens // 2, stop + 1)
                if text[start + tokens[place][0] - 1].isspace()
            ]
            stop = breaks[-1] if breaks else stop
        piece_start = start + tokens[first][0]
        piece_end = end if stop == len(tokens) else start + tokens[stop - 1][1]
        pieces.append(_Unit(piece_start, piece_end, stop - first))
        first = stop
    return pieces
