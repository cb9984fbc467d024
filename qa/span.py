"""Answer spans decoded from start and end logits."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.sentences import Bounds
from qa.windows import Window

NUMBER_MARKS = ".,"


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


def decode_window(
    window: Window,
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    text: str,
    sentences: Sequence[Bounds],
    options: SpanOptions,
) -> Iterator[Span]:
    """The best spans of one window, best first, widened to whole words of `text`.

    No span reaches over the end of a sentence, whose bounds in the text are `sentences`.

    `starts` and `ends` are the logits of shape (tokens,) of the window without padding.
    """
    count = len(window.offsets)
    if count == 0:
        return
    null = float(starts[0] + ends[0])
    part = slice(window.first, window.first + count)
    table = starts[part][:, None] + ends[part][None, :]
    rows, columns = np.arange(count)[:, None], np.arange(count)[None, :]
    allowed = (columns >= rows) & (columns - rows < options.maximum_tokens)
    ends_of_sentences = [end for _, end in sentences]
    owners = np.searchsorted(ends_of_sentences, [start for start, _ in window.offsets], "right")
    allowed &= owners[:, None] == owners[None, :]
    flat = np.where(allowed, table, -np.inf).ravel()
    wanted = min(options.per_window, flat.size)
    best = np.argpartition(-flat, wanted - 1)[:wanted]
    for place in best[np.argsort(-flat[best], kind="stable")]:
        if np.isfinite(flat[place]):
            first, last = divmod(int(place), count)
            start, end = whole_words(text, window.offsets[first][0], window.offsets[last][1])
            yield Span(window.pair, start, end, float(flat[place]) - null)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span that cuts a word or a number such as ``12,000``: tokens are shorter."""
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
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
