"""Exported graphs: made once, and made again when missing or damaged."""

from pathlib import Path

import numpy as np
import pytest

from index.engine import TOKEN_IDS, EngineInputs
from index.graph_builder import GraphBuilder
from index.graph_cache import (
    CACHE_VARIABLE,
    FORMAT,
    GraphCache,
    GraphSource,
    default_graph_cache,
)
from index.runtime import OnnxRuntimeEngine

INPUTS: EngineInputs = {TOKEN_IDS: np.array([[0, 1, 1]])}


class Exporter:
    """Makes a graph that looks numbers up, other ones each time, so that a second one shows."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, target: Path) -> None:
        self.calls += 1
        graph = GraphBuilder()
        table = graph.weight(np.array([self.calls, self.calls * 10], dtype=np.float32))
        graph.add("Gather", table, TOKEN_IDS, output="found")
        graph.save(target, [TOKEN_IDS], {"found": ("batch", "tokens")})


@pytest.fixture
def export() -> Exporter:
    return Exporter()


@pytest.fixture
def cache(tmp_path: Path) -> GraphCache:
    return GraphCache(tmp_path / "new" / "cache")


def looked_up(cache: GraphCache, export: Exporter, name: str = "model") -> list[float]:
    """What the cached graph gives, which its sample must say, too."""
    cached = cache.find(GraphSource(name, export, lambda: INPUTS))
    ((found,),) = OnnxRuntimeEngine(cached.graph, threads=1).run([INPUTS])
    sample = cached.sample()
    np.testing.assert_array_equal(sample.inputs[TOKEN_IDS], INPUTS[TOKEN_IDS])
    np.testing.assert_array_equal(sample.outputs, [found])
    return [float(value) for value in found[0]]


def test_a_graph_is_made_once(cache: GraphCache, export: Exporter) -> None:
    assert looked_up(cache, export) == [1, 10, 10]
    assert looked_up(cache, export) == [1, 10, 10]
    assert export.calls == 1


def test_names_are_kept_apart(cache: GraphCache, export: Exporter) -> None:
    assert looked_up(cache, export, "a") == [1, 10, 10]
    assert looked_up(cache, export, "b") == [2, 20, 20]
    assert looked_up(cache, export, "a") == [1, 10, 10]


@pytest.mark.parametrize("name", ["graph.onnx", "weights.bin", "sample.npz", "seal.json"])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"something else", id="changed"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="not-text"),
        pytest.param(None, id="missing"),
    ],
)
def test_a_damaged_graph_is_made_again(
    name: str, content: bytes | None, cache: GraphCache, export: Exporter
) -> None:
    folder = cache.find(GraphSource("model", export, lambda: INPUTS)).folder
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    assert looked_up(cache, export) == [2, 20, 20]
    assert looked_up(cache, export) == [2, 20, 20]


def test_an_export_that_fails_leaves_nothing(cache: GraphCache, export: Exporter) -> None:
    def fail(target: Path) -> None:
        (target / "graph.onnx").write_bytes(b"half")
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        cache.find(GraphSource("model", fail, lambda: INPUTS))
    assert {path.name for path in cache.folder.iterdir()} == {"lock"}
    assert looked_up(cache, export) == [1, 10, 10]


def test_what_a_killed_process_left_is_cleared(cache: GraphCache, export: Exporter) -> None:
    leftover = cache.folder / f".model-{FORMAT}.abc"
    leftover.mkdir(parents=True)
    (leftover / "weights.bin").write_bytes(b"half")
    looked_up(cache, export)
    assert {path.name for path in cache.folder.iterdir()} == {"lock", f"model-{FORMAT}"}


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert default_graph_cache() == GraphCache(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert default_graph_cache() == GraphCache(tmp_path / "home" / "article-qa")
