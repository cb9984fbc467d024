"""Reads the passages of many questions in common batches, and none of them twice.

A question's spans are those of `qa.reader.Reader` but for rounding: what runs beside a window
moves its logits in the last digits, and more where the graph computes with integers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tokenizers import Tokenizer

from qa.reader import Reader, ReaderInput, ReaderModel, ReaderOptions, best_spans, score_spans
from qa.span import Span, SpanTable

Pair = tuple[str, str]


class PooledReader(Reader):
    """What was read is remembered until `forget`."""

    def __init__(self, model: ReaderModel, tokenizer: Tokenizer, options: ReaderOptions) -> None:
        super().__init__(model, tokenizer, options)
        self._tables: dict[Pair, list[SpanTable]] = {}

    def forget(self) -> None:
        """Drop what was read: a table of spans takes about 100 kB."""
        self._tables.clear()

    def read(self, questions: Sequence[ReaderInput]) -> list[list[Span]]:
        """The best spans of each question, and those over its marked places."""
        asked = dict.fromkeys(
            (item.question, passage) for item in questions for passage in item.passages
        )
        pairs = [pair for pair in asked if pair not in self._tables]
        self._tables |= {pair: [] for pair in pairs}
        for table in score_spans(pairs, self._model, self._tokenizer, self._options):
            self._tables[pairs[table.window.pair]].append(table)
        return [best_spans(item, self._tables_of(item), self._options) for item in questions]

    def _tables_of(self, item: ReaderInput) -> Iterator[SpanTable]:
        for place, passage in enumerate(item.passages):
            for table in self._tables[item.question, passage]:
                yield replace(table, window=replace(table.window, pair=place))
