"""Exported graphs: made once, and made again when missing or damaged."""

from pathlib import Path

import pytest

from index.graph_cache import CACHE_VARIABLE, GraphCache, default_graph_cache


class Exporter:
    """Writes other bytes each time, so that a second export shows."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, target: Path) -> None:
        self.calls += 1
        target.write_bytes(f"graph {self.calls}".encode())


@pytest.fixture
def export() -> Exporter:
    return Exporter()


@pytest.fixture
def cache(tmp_path: Path) -> GraphCache:
    return GraphCache(tmp_path / "new" / "cache")


def test_a_graph_is_exported_once(cache: GraphCache, export: Exporter) -> None:
    first = cache.path("model", export)
    assert cache.path("model", export) == first
    assert first.read_bytes() == b"graph 1"
    assert export.calls == 1


def test_names_are_kept_apart(cache: GraphCache, export: Exporter) -> None:
    contents = {cache.path(name, export).read_bytes() for name in ("a", "b")}
    assert contents == {b"graph 1", b"graph 2"}


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        pytest.param("onnx", b"graph X", id="graph-changed"),
        pytest.param("onnx", b"gra", id="graph-truncated"),
        pytest.param("onnx", None, id="graph-missing"),
        pytest.param("sha256", b"0" * 64, id="seal-changed"),
        pytest.param("sha256", b"", id="seal-empty"),
        pytest.param("sha256", b"\xff\xfe\x00", id="seal-not-text"),
        pytest.param("sha256", None, id="seal-missing"),
    ],
)
def test_a_damaged_graph_is_exported_again(
    suffix: str, content: bytes | None, cache: GraphCache, export: Exporter
) -> None:
    graph = cache.path("model", export)
    if content is None:
        graph.with_suffix(f".{suffix}").unlink()
    else:
        graph.with_suffix(f".{suffix}").write_bytes(content)
    assert cache.path("model", export).read_bytes() == b"graph 2"
    assert cache.path("model", export).read_bytes() == b"graph 2"
    assert export.calls == 2


def test_an_export_that_fails_leaves_nothing(cache: GraphCache, export: Exporter) -> None:
    def fail(target: Path) -> None:
        target.write_bytes(b"half")
        raise RuntimeError("out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        cache.path("model", fail)
    assert list(cache.folder.iterdir()) == []
    assert cache.path("model", export).read_bytes() == b"graph 1"


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert default_graph_cache() == GraphCache(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(CACHE_VARIABLE, "")
    assert default_graph_cache() == GraphCache(tmp_path / "home" / "article-qa")
