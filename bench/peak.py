"""How near encoder and reader come to this machine's matrix-multiplication peak.

    python -m bench.peak --out results

The peak is the best rate of one large product in the engine's own number format, by PyTorch and
by OpenVINO, measured in turns with the networks at the batches that serving gives them. The
arithmetic of a network is counted as multiplications and additions of its matrix products:
2 (4 w^2 + 2 w f) a token and layer, and 4 n w of attention over n tokens, of width w and inner
width f; looking up, normalising and all else count as no work.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import openvino
import torch
from openvino import opset13

from bench.report import spread, write_result
from index.engine import ATTENTION_MASK, TOKEN_IDS, TOKEN_TYPES, EngineInputs
from index.engine_choice import available_threads, engine_names, make_engine, processor_flags
from index.graph_cache import default_graph_cache
from index.onnx_encoder import BATCH_TOKENS, encoder_source
from index.openvino_runtime import PRECISIONS
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.graph_model import graph_source
from qa.head import SPANS
from qa.model_files import SHIPPED_READER

LAYERS, WIDTH, INNER = 6, 384, 1_536
PEAK_SIZES = (1_024, 2_048, 4_096)
ENCODER_TOKENS, READER_WINDOWS, READER_TOKENS = 176, 10, 224
Work = Callable[[], object]


@click.command()
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--rounds", default=5, show_default=True)
def main(out: Path | None, rounds: int) -> None:
    """Measure the shares of the peak."""
    threads = available_threads()
    torch.set_num_threads(threads)
    engine = engine_names(processor_flags())[0]
    precision = engine.partition("-")[2]
    works: dict[str, tuple[float, Work]] = {}
    for size in PEAK_SIZES:
        works[f"product of {size}, PyTorch"] = (2.0 * size**3, _torch_product(size, precision))
        works[f"product of {size}, OpenVINO"] = (
            2.0 * size**3,
            _openvino_product(size, precision, threads),
        )
    networks = _networks(engine, threads)
    works |= networks
    rates: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (operations, work) in works.items():
            rates[name].append(operations / _seconds(work))
    peaks = [
        max(rates[name][number] for name in works if name not in networks)
        for number in range(rounds)
    ]
    rows = [_row(name, found, peaks) for name, found in rates.items()]
    result = {"engine": engine, "threads": threads, "rounds": rounds, "rows": rows}
    write_result(out, "peak", result, [_shown(row) for row in rows])


def network_operations(rows: int, tokens: int) -> float:
    """Multiplications and additions of the matrix products for a batch of that shape."""
    token = 2 * (4 * WIDTH**2 + 2 * WIDTH * INNER) + 4 * tokens * WIDTH
    return float(rows * tokens * LAYERS * token)


def _networks(engine: str, threads: int) -> dict[str, tuple[float, Work]]:
    """Encoder and reader at the batches of indexing and of one question."""
    cache, folder = default_graph_cache(), encoder_folder()
    encoder_graph = cache.find(encoder_source(folder, load_tokenizer(folder)))
    reader_graph = cache.find(graph_source(SHIPPED_READER, SPANS))
    encoder = make_engine(engine, encoder_graph.graph, threads)
    reader = make_engine(engine, reader_graph.graph, threads)
    rows = BATCH_TOKENS // ENCODER_TOKENS
    indexing = [_batch(rows, ENCODER_TOKENS, types=False)] * encoder.parallel * 2
    windows = -(-READER_WINDOWS // reader.parallel)
    reading = [_batch(windows, READER_TOKENS, types=True)] * reader.parallel
    return {
        f"encoder, {len(indexing)} batches of {rows} x {ENCODER_TOKENS} tokens": (
            len(indexing) * network_operations(rows, ENCODER_TOKENS),
            lambda: encoder.run(indexing),
        ),
        f"reader, {len(reading)} batches of {windows} x {READER_TOKENS} tokens": (
            len(reading) * network_operations(windows, READER_TOKENS),
            lambda: reader.run(reading),
        ),
    }


def _batch(rows: int, tokens: int, types: bool) -> EngineInputs:
    ids = np.random.default_rng(0).integers(1_000, 30_000, (rows, tokens))
    batch = {TOKEN_IDS: ids, ATTENTION_MASK: np.ones_like(ids)}
    return {**batch, TOKEN_TYPES: np.zeros_like(ids)} if types else batch


def _torch_product(size: int, precision: str) -> Work:
    kind = getattr(torch, precision)
    first, second = (torch.randn(size, size).to(kind) for _ in range(2))
    return lambda: torch.nn.functional.linear(first, second)


def _openvino_product(size: int, precision: str, threads: int) -> Work:
    values = np.random.default_rng(0).standard_normal((size, size), dtype=np.float32)
    given = opset13.parameter([size, size], np.float32)
    product = opset13.matmul(given, opset13.constant(values), False, True)
    settings = {
        "INFERENCE_PRECISION_HINT": PRECISIONS[precision],
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "ENABLE_CPU_PINNING": False,
    }
    model = openvino.Core().compile_model(openvino.Model([product], [given]), "CPU", settings)
    request = model.create_infer_request()
    return lambda: request.infer([values], share_inputs=True, share_outputs=True)


def _seconds(work: Work) -> float:
    """The least of five: what the machine can do when nothing else runs."""
    work()
    found = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def _row(name: str, rates: Sequence[float], peaks: Sequence[float]) -> dict[str, Any]:
    return {
        "work": name,
        "gflops": spread([rate / 1e9 for rate in rates]),
        "share": spread([rate / peak for rate, peak in zip(rates, peaks, strict=True)]),
    }


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    share = row["share"]
    return {
        "work": row["work"],
        "GFLOP/s": row["gflops"]["median"],
        "share of the peak": f"{share['median']:.0%}",
        "least and largest": f"{share['least']:.0%} to {share['largest']:.0%}",
    }


if __name__ == "__main__":
    main()
