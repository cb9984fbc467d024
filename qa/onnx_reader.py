"""The shipped reader as a graph on the fastest engine: no PyTorch in the process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from index.engine import Engine, EngineInputs
from index.engine_choice import open_engine
from index.graph_cache import GraphCache, GraphSource
from index.tokenisation import load_tokenizer
from index.weights import check_encoder_weights, encoder_folder
from qa.reader import ReaderLogits
from qa.reader_files import ReaderDescription, load_description
from qa.windows import WindowBatch, reader_inputs


class OnnxReaderModel:
    """Runs the reader's graph."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def load(cls, folder: Path, cache: GraphCache, engines: Sequence[str]) -> Self:
        """Open the graph of the reader in `folder`, on the first of the engines that can run it;
        the first load makes it.

        Raises:
            ModelFileError: the reader's files are missing or not the ones described, or no engine
                can run it.
        """
        description = load_description(folder)
        graph = cache.find(reader_source(folder, description))
        return cls(open_engine(graph.graph, graph.sample(), engines), description.name)

    @property
    def name(self) -> str:
        """Which weights these are."""
        return self._name

    @property
    def parallel(self) -> int:
        """How many batches run at the same time."""
        return self._engine.parallel

    def logits(self, batches: Sequence[WindowBatch]) -> list[ReaderLogits]:
        """The logits of each batch."""
        outputs = self._engine.run([reader_inputs(batch) for batch in batches])
        return [ReaderLogits(*logits) for logits in outputs]


def reader_source(folder: Path, description: ReaderDescription) -> GraphSource:
    """How the graph of the reader in a folder is made."""

    def export(target: Path) -> None:
        # Imported here because it loads what makes graphs, which no later start needs.
        from qa.reader_graph import export_reader  # noqa: PLC0415

        check_encoder_weights(encoder_folder())
        export_reader(folder, encoder_folder(), target)

    def sample() -> EngineInputs:
        from qa.reader_graph import reader_sample  # noqa: PLC0415

        return reader_sample(load_tokenizer(encoder_folder()))

    return GraphSource(f"reader-{description.weights_sha256[:16]}", export, sample)
