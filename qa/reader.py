"""The reader: the best spans of the passages that were retrieved for a question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.sentences import sentence_bounds
from qa.span import Span, SpanOptions, best_distinct, decode_window
from qa.windows import WindowBatch, WindowOptions, batches, build_windows

Logits = NDArray[np.float32]


class SpanModel(Protocol):
    """A network that scores every token as the start and as the end of the answer."""

    @property
    def name(self) -> str:
        """Which weights these are."""

    def logits(self, batch: WindowBatch) -> tuple[Logits, Logits]:
        """Start and end logits, each of shape (windows, tokens), float32."""


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """How passages are windowed and spans decoded; `spans` are returned for each question."""

    windows: WindowOptions = WindowOptions()
    decoding: SpanOptions = SpanOptions()
    spans: int = 10


class Reader:
    """Reads questions, each with its own passages."""

    def __init__(self, model: SpanModel, tokenizer: Tokenizer, options: ReaderOptions) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._options = options

    @property
    def name(self) -> str:
        """Which weights read."""
        return self._model.name

    def read(self, questions: Sequence[tuple[str, Sequence[str]]]) -> list[list[Span]]:
        """The best spans of each (question, passage texts), best first; [] without passages.

        Each question's passages run together and apart from other questions': rounding differs
        with what runs together, and an answer must not depend on its neighbours.
        """
        return [self._read_one(question, passages) for question, passages in questions]

    def _read_one(self, question: str, passages: Sequence[str]) -> list[Span]:
        options = self._options
        pairs = [(question, passage) for passage in passages]
        windows = build_windows(pairs, self._tokenizer, options.windows)
        sentences = [sentence_bounds(passage) for passage in passages]
        spans: list[Span] = []
        for batch in batches(windows, options.windows):
            starts, ends = self._model.logits(batch)
            for row, window in enumerate(batch.windows):
                length = len(window.token_ids)
                spans += decode_window(
                    window,
                    starts[row, :length],
                    ends[row, :length],
                    passages[window.pair],
                    sentences[window.pair],
                    options.decoding,
                )
        return best_distinct(spans, options.spans)
