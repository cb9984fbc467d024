"""The shipped reader as a graph."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from index.graph_cache import GraphCache
from qa.graph_model import GraphModel
from qa.head import SPANS
from qa.reader import ReaderLogits
from qa.windows import WindowBatch


class OnnxReaderModel:
    """Runs the reader's graph."""

    def __init__(self, graph: GraphModel) -> None:
        self._graph = graph

    @classmethod
    def load(cls, folder: Path, cache: GraphCache, engines: Sequence[str]) -> Self:
        """Open the reader in `folder`, on the first of the engines that can run it.

        Raises:
            ModelFileError: the reader's files are missing or not the ones described, or no engine
                can run it.
        """
        return cls(GraphModel.load(folder, SPANS, cache, engines))

    @property
    def name(self) -> str:
        """Which weights these are."""
        return self._graph.name

    @property
    def parallel(self) -> int:
        """How many batches run at the same time."""
        return self._graph.parallel

    def logits(self, batches: Sequence[WindowBatch]) -> list[ReaderLogits]:
        """The logits of each batch."""
        return [ReaderLogits(*outputs) for outputs in self._graph.outputs(batches)]
