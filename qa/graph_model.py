"""A shipped network as a graph on the fastest engine: no PyTorch in the process."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.engine import Engine, EngineInputs
from index.engine_choice import open_engine
from index.graph_cache import GraphCache, GraphSource
from index.tokenisation import load_tokenizer
from index.weights import check_encoder_weights, encoder_folder
from qa.head import Head
from qa.model_files import load_description
from qa.windows import WindowBatch, reader_inputs


class GraphModel:
    """Runs the graph of a network with a head."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def load(cls, folder: Path, head: Head, cache: GraphCache, engines: Sequence[str]) -> Self:
        """Open the graph of the network in `folder`, on the first of the engines that can run it;
        the first load makes it.

        Raises:
            ModelFileError: its files are missing or not the ones described, or no engine can run
                it.
        """
        graph = cache.find(graph_source(folder, head))
        engine = open_engine(graph.graph, graph.sample(), engines)
        return cls(engine, load_description(folder).name)

    @property
    def name(self) -> str:
        """Which weights these are."""
        return self._name

    @property
    def parallel(self) -> int:
        """How many batches run at the same time."""
        return self._engine.parallel

    def outputs(self, batches: Sequence[WindowBatch]) -> list[list[NDArray[np.float32]]]:
        """The head's outputs for each batch, each of shape (windows, tokens)."""
        return self._engine.run([reader_inputs(batch) for batch in batches])


def graph_source(folder: Path, head: Head) -> GraphSource:
    """How the graph of the network in a folder is made.

    Raises:
        ModelFileError: the folder holds no description of one.
    """

    def export(target: Path) -> None:
        # Imported here because it loads what makes graphs, which no later start needs.
        from qa.model_graph import export_model  # noqa: PLC0415

        check_encoder_weights(encoder_folder())
        export_model(folder, encoder_folder(), head, target)

    def sample() -> EngineInputs:
        from qa.model_graph import sample_window  # noqa: PLC0415

        return sample_window(load_tokenizer(encoder_folder()))

    name = f"{head.name}-{load_description(folder).weights_sha256[:16]}"
    return GraphSource(name, export, sample)
