"""Engines on the encoder's graph: they agree with float32, threads share them, and a processor
that cannot run one gets another."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder
from index.engine import ATTENTION_MASK, TOKEN_IDS, EngineInputs
from index.engine_choice import (
    BFLOAT16,
    BFLOAT16_FLAGS,
    ENGINE_VARIABLE,
    ENGINES,
    MAXIMUM_DEVIATION,
    REFERENCE,
    engine_names,
    make_engine,
    open_engine,
    processor_flags,
)
from index.errors import ModelFileError
from index.graph_cache import FORMAT, CachedGraph, default_graph_cache
from index.graph_sample import GraphSample

# Root of 2 - 2 cosine for a cosine of 0.9999.
CLOSE = 0.0142
needs_bfloat16 = pytest.mark.skipif(
    not processor_flags() & BFLOAT16_FLAGS, reason="this processor does not multiply bfloat16"
)
every_engine = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[needs_bfloat16] if name == BFLOAT16 else []) for name in ENGINES],
)


@pytest.fixture(scope="module")
def cached(encoder: Encoder) -> CachedGraph:
    """The encoder's graph, which opening the encoder has made."""
    (folder,) = default_graph_cache().folder.glob(f"encoder-*-{FORMAT}")
    return CachedGraph(folder)


def batch(rows: int, tokens: int) -> EngineInputs:
    """Rows of random words, the second half of them shorter."""
    ids = np.random.default_rng(rows * 1_000 + tokens).integers(1_000, 30_000, (rows, tokens))
    mask = np.ones_like(ids)
    mask[rows // 2 :, tokens // 2 :] = 0
    return {TOKEN_IDS: ids * mask, ATTENTION_MASK: mask}


BATCHES = [batch(rows, tokens) for rows, tokens in ((1, 16), (5, 48), (2, 128), (9, 16), (3, 64))]


@every_engine
def test_an_engine_agrees_with_the_sample(name: str, cached: CachedGraph) -> None:
    assert cached.sample().deviation(make_engine(name, cached.graph, threads=2)) < CLOSE


@every_engine
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_batches_together_give_what_each_gives_alone(
    name: str, threads: int, cached: CachedGraph
) -> None:
    engine = make_engine(name, cached.graph, threads)
    together = engine.run(BATCHES)
    for one, (found,) in zip(BATCHES, together, strict=True):
        ((alone,),) = engine.run([one])
        np.testing.assert_array_equal(found, alone)
    assert engine.run([]) == []


@every_engine
def test_threads_share_an_engine(name: str, cached: CachedGraph) -> None:
    engine = make_engine(name, cached.graph, threads=2)
    expected = engine.run(BATCHES)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(engine.run, [BATCHES] * 12):
            for (one,), (other,) in zip(found, expected, strict=True):
                np.testing.assert_array_equal(one, other)


@every_engine
def test_an_input_that_fails_leaves_the_engine_usable(name: str, cached: CachedGraph) -> None:
    engine = make_engine(name, cached.graph, threads=2)
    expected = engine.run(BATCHES)
    outside = {**BATCHES[0], ATTENTION_MASK: np.ones((3, 7), dtype=np.int64)}
    for _ in range(3):
        with pytest.raises(Exception, match=r".+"):
            engine.run([BATCHES[1], outside, BATCHES[2]])
    for (one,), (other,) in zip(engine.run(BATCHES), expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_an_engine_that_computes_something_else_is_left_out(
    cached: CachedGraph, caplog: pytest.LogCaptureFixture
) -> None:
    true = cached.sample()
    wrong = GraphSample(true.inputs, [values[::-1] for values in true.outputs])
    missing = GraphSample(true.inputs, [np.full_like(values, np.nan) for values in true.outputs])
    for sample in (wrong, missing):
        with pytest.raises(ModelFileError, match="none of the engines onnxruntime-float32 runs it"):
            open_engine(cached.graph, sample, [REFERENCE])
        assert f"at most {MAXIMUM_DEVIATION:g} is accepted" in caplog.text


def test_the_next_engine_is_taken_where_one_does_not_load(
    cached: CachedGraph, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delitem(sys.modules, "index.openvino_runtime", raising=False)
    monkeypatch.setitem(sys.modules, "openvino", None)
    engine = open_engine(cached.graph, cached.sample(), [BFLOAT16, REFERENCE])
    assert engine.name == REFERENCE
    assert "openvino-bfloat16 cannot run" in caplog.text


WITHOUT_BFLOAT16 = """
import sys
from pathlib import Path
from index.engine_choice import ENGINES, open_engine
from index.graph_cache import CachedGraph

cached = CachedGraph(Path(sys.argv[1]))
print(open_engine(cached.graph, cached.sample(), ENGINES).name)
"""


# A processor that has the instructions is told to leave them alone. On one that lacks them OpenVINO
# may take the wish for bfloat16 for float32, and `engine_names` does not ask for it.
@needs_bfloat16
def test_a_processor_without_bfloat16_gets_float32(cached: CachedGraph) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", WITHOUT_BFLOAT16, str(cached.folder)],
        env={**os.environ, "ONEDNN_MAX_CPU_ISA": "AVX2"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert finished.stdout.strip() == "openvino-float32"


@pytest.mark.parametrize(
    ("flags", "names"),
    [
        pytest.param("fpu avx2 avx512f amx_bf16 amx_tile", (BFLOAT16, REFERENCE), id="amx"),
        pytest.param("fpu avx2 avx512_bf16", (BFLOAT16, REFERENCE), id="avx512"),
        pytest.param("fpu avx2 avx512f avx512_vnni", (REFERENCE,), id="neither"),
        pytest.param(None, (REFERENCE,), id="unknown"),
    ],
)
def test_the_processor_decides(
    flags: str | None, names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cpuinfo"
    if flags is not None:
        path.write_text(f"processor\t: 0\nflags\t\t: {flags}\nbogomips\t: 5200\n")
    monkeypatch.delenv(ENGINE_VARIABLE, raising=False)
    assert engine_names(processor_flags(path)) == names


def test_the_variable_names_an_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, "openvino-float32")
    assert engine_names(set()) == ("openvino-float32",)
    monkeypatch.setenv(ENGINE_VARIABLE, "fast")
    with pytest.raises(ModelFileError, match=r"QA_ENGINE is 'fast': expected one of automatic, "):
        engine_names(set())
