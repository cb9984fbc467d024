"""Inference graphs exported once on this machine and kept between starts.

The weights come from packages; the graph that ONNX Runtime loads is made from them, since
importing PyTorch costs more than answering a question.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from index.files import write_atomically, write_text_atomically
from index.weights import file_sha256

CACHE_VARIABLE = "QA_CACHE_DIR"


@dataclass(frozen=True, slots=True)
class GraphCache:
    """A folder of exported graphs, each with its SHA-256 in a file beside it."""

    folder: Path

    def path(self, name: str, export: Callable[[Path], None]) -> Path:
        """The graph of that name; `export` writes it when it is missing or damaged.

        The name must change with whatever the graph is made from.
        """
        graph = self.folder / f"{name}.onnx"
        seal = self.folder / f"{name}.sha256"
        if graph.exists() and seal.exists() and seal.read_bytes() == file_sha256(graph).encode():
            return graph
        write_atomically(graph, export)
        digest = file_sha256(graph)
        write_text_atomically(seal, digest)
        return graph


def default_graph_cache() -> GraphCache:
    """$QA_CACHE_DIR when set, else the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return GraphCache(Path(chosen) if chosen else user_cache_path("article-qa"))
