"""Inference graphs made once on this machine and kept between starts.

The weights come from packages; engines load a graph with weights laid out for them, so that
nothing of PyTorch is needed to answer a question.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from index.engine import GRAPH_NAME, GRAPH_WEIGHTS_NAME, EngineInputs
from index.files import force_to_disk
from index.graph_sample import GraphSample
from index.weights import file_sha256

CACHE_VARIABLE = "QA_CACHE_DIR"
SAMPLE_NAME = "sample.npz"
SEAL_NAME = "seal.json"
FILES = (GRAPH_NAME, GRAPH_WEIGHTS_NAME, SAMPLE_NAME)
# Part of every name: raised when the graphs are made in another way.
FORMAT = 3


@dataclass(frozen=True, slots=True)
class CachedGraph:
    """A folder with a graph, its weights and a sample of what float32 makes of it."""

    folder: Path

    @property
    def graph(self) -> Path:
        """The ONNX file; its weights lie beside it."""
        return self.folder / GRAPH_NAME

    def sample(self) -> GraphSample:
        """What an engine is checked with."""
        return GraphSample.load(self.folder / SAMPLE_NAME)


@dataclass(frozen=True, slots=True)
class GraphSource:
    """How a graph is made: `export` writes it to a folder; `sample` is an input to keep.

    `name` must change with whatever the graph is made from.
    """

    name: str
    export: Callable[[Path], None]
    sample: Callable[[], EngineInputs]


@dataclass(frozen=True, slots=True)
class GraphCache:
    """A folder of graphs, each in a folder of its own with the SHA-256 of its files."""

    folder: Path

    def find(self, source: GraphSource) -> CachedGraph:
        """The graph of that name; it is made when it is missing or damaged."""
        place = self.folder / f"{source.name}-{FORMAT}"
        if not _is_whole(place):
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / "lock"):
                # Another process may have made it while this one waited.
                if not _is_whole(place):
                    self._make(place, source)
        return CachedGraph(place)

    def _make(self, place: Path, source: GraphSource) -> None:
        """Make the graph aside and rename it: its folder never lacks a file."""
        for leftover in self.folder.glob(f".{place.name}.*"):
            shutil.rmtree(leftover)
        aside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=self.folder))
        try:
            source.export(aside)
            _add_sample(aside, source.sample())
            seal = {name: file_sha256(aside / name) for name in FILES}
            (aside / SEAL_NAME).write_text(json.dumps(seal, indent=2), encoding="utf-8")
            for path in (*aside.iterdir(), aside):
                force_to_disk(path)
            aside.chmod(0o755)
            shutil.rmtree(place, ignore_errors=True)
            aside.rename(place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        force_to_disk(self.folder)


def _add_sample(folder: Path, inputs: EngineInputs) -> None:
    # Imported here because it is loaded only where a graph is made or runs on it.
    from index.runtime import OnnxRuntimeEngine  # noqa: PLC0415

    (outputs,) = OnnxRuntimeEngine(folder / GRAPH_NAME, threads=1).run([inputs])
    GraphSample(inputs, outputs).save(folder / SAMPLE_NAME)


def _is_whole(place: Path) -> bool:
    try:
        seal = json.loads((place / SEAL_NAME).read_text(encoding="utf-8"))
        return bool(seal == {name: file_sha256(place / name) for name in FILES})
    except (OSError, ValueError):
        return False


def default_graph_cache() -> GraphCache:
    """$QA_CACHE_DIR when set, else the user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return GraphCache(Path(chosen) if chosen else user_cache_path("article-qa"))
