"""Answer spans decoded from start and end logits."""

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.sentences import Bounds
from qa.windows import Window

NUMBER_MARKS = ".,"
# An abbreviation without its last dot.
DOTTED = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]$")


@dataclass(frozen=True, slots=True)
class SpanOptions:
    """`maximum_tokens` bounds an answer; `per_window` spans are kept of each window."""

    maximum_tokens: int = 30
    per_window: int = 8


@dataclass(frozen=True, slots=True)
class Span:
    """``passage.text[start:end]`` of passage number `passage` of the question.

    `score` is the span's start and end logit less those of "no answer" in the same window:
    above 0 the reader prefers the span. Scores of different passages compare, since each is
    measured from its own window's no-answer score.
    """

    passage: int
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class SpanTable:
    """Scores of all spans of one window over "no answer", shape (tokens, tokens).

    Row and column are the first and last token of the passage's part; -inf where no answer may
    stand: longer than the options allow, or over the end of a sentence.
    """

    window: Window
    text: str
    scores: NDArray[np.float32]

    def best(self, count: int) -> Iterator[Span]:
        """The `count` best spans, best first."""
        flat = self.scores.ravel()
        wanted = min(count, flat.size)
        places: list[int] = np.argpartition(-flat, wanted - 1)[:wanted].tolist() if wanted else []
        for place in sorted(places, key=lambda place: (-flat[place], place)):
            if np.isfinite(flat[place]):
                yield self._span(*divmod(int(place), len(self.scores)))

    def covering(self, marked: Sequence[Bounds]) -> Iterator[tuple[int, Span]]:
        """Number of each marked place and the best span over it that covers no other one.

        Places that the window does not hold are left out.
        """
        offsets = self.window.offsets
        starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
        for number, (start, end) in enumerate(marked):
            first, last = bisect_right(ends, start), bisect_left(starts, end) - 1
            if not offsets or start < starts[0] or end > ends[-1] or last < first:
                continue
            low = bisect_left(starts, marked[number - 1][1]) if number else 0
            high = len(starts)
            if number + 1 < len(marked):
                high = bisect_left(starts, marked[number + 1][0])
            part = self.scores[low : first + 1, last:high]
            if part.size and np.isfinite(part.max()):
                row, column = divmod(int(part.argmax()), part.shape[1])
                yield number, self._span(low + row, last + column)

    def touching(self, place: Bounds) -> float | None:
        """The score of the best span that shares a token with a place; None if none does."""
        touched = [
            number
            for number, (start, end) in enumerate(self.window.offsets)
            if start < place[1] and end > place[0]
        ]
        if not touched:
            return None
        best = float(self.scores[: touched[-1] + 1, touched[0] :].max())
        return best if math.isfinite(best) else None

    def _span(self, first: int, last: int) -> Span:
        offsets = self.window.offsets
        start, end = whole_words(self.text, offsets[first][0], offsets[last][1])
        return Span(self.window.pair, start, end, float(self.scores[first, last]))


def span_table(
    window: Window,
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    text: str,
    sentences: Sequence[Bounds],
    options: SpanOptions,
) -> SpanTable:
    """Score every span of one window.

    `starts` and `ends` are the logits of shape (tokens,) of the window without padding;
    `sentences` are the bounds of the text's sentences.
    """
    count = len(window.offsets)
    null = starts[0] + ends[0]
    part = slice(window.first, window.first + count)
    table = starts[part][:, None] + ends[part][None, :] - null
    rows, columns = np.arange(count)[:, None], np.arange(count)[None, :]
    allowed = (columns >= rows) & (columns - rows < options.maximum_tokens)
    ends_of_sentences = [end for _, end in sentences]
    owners = np.searchsorted(ends_of_sentences, [start for start, _ in window.offsets], "right")
    allowed &= owners[:, None] == owners[None, :]
    return SpanTable(window, text, np.where(allowed, table, -np.inf))


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span that cuts a word, a number such as ``12,500`` or the dot of ``a.m.``.

    The reader's tokens are shorter.
    """
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    if text[end : end + 1] == "." and DOTTED.search(text[start:end]):
        end += 1
    return start, end


def unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without a quotation mark at its edge that its other edge does not answer."""
    piece = text[start:end]
    for opening, closing in ('""', "“”", "„“", "«»"):
        if len(piece) > 1 and piece[0] == opening and closing not in piece[1:]:
            return start + 1, end
        if len(piece) > 1 and piece[-1] == closing and opening not in piece[:-1]:
            return start, end - 1
    return start, end


def _joined(text: str, place: int) -> bool:
    """Whether the characters on both sides of a place belong to one word or number."""
    before, after = text[place - 1], text[place]
    if unicodedata.category(after).startswith("M"):
        return True  # an accent of its own belongs to the letter before it
    if _in_word(before) and _in_word(after):
        return True
    if before.isdigit() and after in NUMBER_MARKS:
        return place + 1 < len(text) and text[place + 1].isdigit()
    return before in NUMBER_MARKS and after.isdigit() and place >= 2 and text[place - 2].isdigit()


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def best_distinct(spans: Sequence[Span], limit: int) -> list[Span]:
    """The best spans, none of which overlaps a better one of the same passage."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (-span.score, span.passage, span.start, span.end)):
        overlaps = any(
            other.passage == span.passage and other.start < span.end and span.start < other.end
            for other in kept
        )
        if not overlaps:
            kept.append(span)
            if len(kept) == limit:
                break
    return kept
