"""The reader: the best spans of the passages that were retrieved for a question."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.sentences import Bounds, sentence_bounds
from qa.span import Span, SpanOptions, SpanTable, best_distinct, span_table
from qa.windows import WindowBatch, WindowOptions, batches, build_windows

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ReaderLogits:
    """Logits of shape (windows, tokens), float32: a token starts the answer, or ends it."""

    starts: Logits
    ends: Logits


class ReaderModel(Protocol):
    """A network that scores every token: start of the answer, end of it."""

    @property
    def name(self) -> str:
        """Which weights these are."""

    @property
    def parallel(self) -> int:
        """How many batches run at the same time."""

    def logits(self, batches: Sequence[WindowBatch]) -> list[ReaderLogits]:
        """The logits of each batch; what it gives doesn't depend on the others."""


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """How passages are windowed and spans decoded; `spans` are returned for each question."""

    windows: WindowOptions = WindowOptions()
    decoding: SpanOptions = SpanOptions()
    spans: int = 10


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """A question beside the texts of its passages.

    `marked` are places of each passage, in order and apart, whose best span is wanted whatever
    its score: the figures that may answer. Without it the best spans alone are read.
    """

    question: str
    passages: Sequence[str]
    marked: Sequence[Sequence[Bounds]] = ()


class Reader:
    """Reads questions, each with its own passages."""

    def __init__(self, model: ReaderModel, tokenizer: Tokenizer, options: ReaderOptions) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._options = options

    @property
    def name(self) -> str:
        """Which weights read."""
        return self._model.name

    def read(self, questions: Sequence[ReaderInput]) -> list[list[Span]]:
        """The best spans of each question, best first; [] without passages.

        The best span over each marked place follows where it is not among them.

        Each question's passages run together and apart from other questions': rounding differs
        with what runs together, and an answer must not depend on its neighbours.
        """
        return [self._read_one(question) for question in questions]

    def margins(self, item: ReaderInput) -> list[list[float | None]]:
        """The score of the best span that touches each marked place of each passage.

        None where no span may: the place is empty, or what it holds is no token.
        """
        found: list[list[float | None]] = [[None] * len(marked) for marked in item.marked]
        for table in self._scored(item):
            passage = table.window.pair
            for number, bounds in enumerate(item.marked[passage]):
                score, best = table.touching(bounds), found[passage][number]
                if score is not None and (best is None or score > best):
                    found[passage][number] = score
        return found

    def _read_one(self, item: ReaderInput) -> list[Span]:
        return best_spans(item, self._scored(item), self._options)

    def _scored(self, item: ReaderInput) -> Iterator[SpanTable]:
        pairs = [(item.question, passage) for passage in item.passages]
        return score_spans(pairs, self._model, self._tokenizer, self._options)


def score_spans(
    pairs: Sequence[tuple[str, str]],
    model: ReaderModel,
    tokenizer: Tokenizer,
    options: ReaderOptions,
) -> Iterator[SpanTable]:
    """Score the spans of each (question, passage) pair, whose number is the window's `pair`.

    The windows of all pairs run together, in order of length.
    """
    sentences = [sentence_bounds(passage) for _, passage in pairs]
    windows = build_windows(pairs, tokenizer, options.windows)
    made = list(batches(windows, options.windows, model.parallel))
    for batch, logits in zip(made, model.logits(made), strict=True):
        for row, window in enumerate(batch.windows):
            length = len(window.token_ids)
            yield span_table(
                window,
                logits.starts[row, :length],
                logits.ends[row, :length],
                pairs[window.pair][1],
                sentences[window.pair],
                options.decoding,
            )


def best_spans(
    item: ReaderInput, tables: Iterable[SpanTable], options: ReaderOptions
) -> list[Span]:
    """The best spans of a question's passages, then those over marked places, each best first.

    The `pair` of a table's window is the number of its passage.
    """
    spans: list[Span] = []
    covering: dict[tuple[int, int], Span] = {}
    for table in tables:
        spans += table.best(options.decoding.per_window)
        if item.marked:
            for number, span in table.covering(item.marked[table.window.pair]):
                place = (span.passage, number)
                if place not in covering or covering[place].score < span.score:
                    covering[place] = span
    kept = best_distinct(spans, options.spans)
    places = {(span.passage, span.start, span.end) for span in kept}
    added = [s for s in covering.values() if (s.passage, s.start, s.end) not in places]
    return [*kept, *sorted(added, key=lambda span: -span.score)]
