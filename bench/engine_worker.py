"""One engine with both networks, measured on request. `bench.engines` starts it.

python -m bench.engine_worker openvino-bfloat16
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.worker import serve
from index.engine import Engine
from index.engine_choice import ENGINES, available_threads, make_engine
from index.graph_cache import default_graph_cache
from index.onnx_encoder import OnnxEncoder, encoder_source
from index.tokenisation import boundary_ids, encoder_inputs, load_tokenizer
from index.weights import encoder_folder
from qa.graph_model import GraphModel, graph_source
from qa.head import SPANS
from qa.model_files import SHIPPED_READER
from qa.onnx_reader import OnnxReaderModel
from qa.squad import load_squad
from qa.windows import WindowOptions, batches, build_windows, reader_inputs

SAMPLE_TOKENS = 200


class EngineWorker:
    """Answers the benchmark's requests; times are wall-clock milliseconds."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tokenizer = load_tokenizer(encoder_folder())

    def load(self, calibration: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Open both networks; `calibration` are questions and passages for int8."""
        cache, folder = default_graph_cache(), encoder_folder()
        encoder = cache.find(encoder_source(folder, self._tokenizer))
        reader = cache.find(graph_source(SHIPPED_READER, SPANS))
        opened = _Opened(self._name)
        marks = boundary_ids(self._tokenizer)
        found = self._tokenizer.encode_batch([p for _, p in calibration], add_special_tokens=False)
        ids = [encoding.ids[:SAMPLE_TOKENS] for encoding in found]
        self._encoder_engine = opened.engine("encoder", encoder.graph, encoder_inputs(ids, marks))
        windows = self._inputs(calibration, 1)
        self._reader_engine = opened.engine("reader", reader.graph, *windows)
        self._encoder = OnnxEncoder(self._encoder_engine, self._tokenizer)
        self._model = OnnxReaderModel(GraphModel(self._reader_engine, ""))
        return {"start_ms": opened.milliseconds, "resident_mb": _resident()}

    def latency(self, question: str, passages: Sequence[str], times: int) -> dict[str, Any]:
        """Medians of the encoder on the question, the reader on one and on all passages."""
        one = self._inputs([(question, passages[0])], self._reader_engine.parallel)
        ten = self._inputs(
            [(question, passage) for passage in passages], self._reader_engine.parallel
        )
        measured = {
            "question_ms": lambda: self._encoder.encode_questions([question]),
            "one_passage_ms": lambda: self._reader_engine.run(one),
            "ten_passages_ms": lambda: self._reader_engine.run(ten),
        }
        return {name: _median(work, times) for name, work in measured.items()}

    def throughput(self, passages: Sequence[str], times: int) -> dict[str, Any]:
        """Passages embedded in a second, and the largest memory of the process."""
        self._encoder.encode_passages(passages)
        elapsed = _median(lambda: self._encoder.encode_passages(passages), times)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
        return {"passages_per_s": len(passages) / elapsed * 1_000, "peak_mb": peak}

    def vectors(self, passages: Sequence[str], target: str) -> dict[str, Any]:
        """Write the passages' vectors to a file."""
        np.save(target, self._encoder.encode_passages(passages))
        return {}

    def accuracy(self, path: str, held_back: float, limit: int) -> dict[str, Any]:
        """F1 of the reader on held-back questions of a SQuAD-format file."""
        # Imported here because it loads what start-up and memory should not count.
        from bench.reader_accuracy import (  # noqa: PLC0415
            asked_alone,
            drawn,
            judge,
            open_pooled_reader,
            summary,
        )

        questions = drawn(asked_alone(load_squad(Path(path)), held_back), limit)
        return summary(judge(questions, open_pooled_reader(self._model)), margin=0)

    def _inputs(self, pairs: Sequence[tuple[str, ...]], parallel: int) -> list[Any]:
        windows = build_windows([(q, p) for q, p in pairs], self._tokenizer, WindowOptions())
        made = batches(windows, WindowOptions(), parallel)
        return [reader_inputs(batch) for batch in made]


class _Opened:
    """Opens engines by name and adds up the time that takes, int8 graphs not included."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.milliseconds = 0.0

    def engine(self, network: str, graph: Path, *calibration: Any) -> Engine:
        """The engine on one network."""
        runtime, _, precision = self._name.partition("-")
        threads = available_threads()
        if precision.startswith("int8-"):
            graph = _quantised(graph, precision.partition("-")[2], calibration)
        started = time.perf_counter()
        if runtime == "torch":
            from bench.torch_engine import TorchEngine  # noqa: PLC0415

            engine: Engine = TorchEngine(network, precision, threads)
        elif self._name in ENGINES:
            engine = make_engine(self._name, graph, threads)
        else:
            # 8-bit products, and the format around them that the processor is best at.
            around = "bfloat16" if runtime == "openvino" else "float32"
            engine = make_engine(f"{runtime}-{around}", graph, threads)
        self.milliseconds += (time.perf_counter() - started) * 1_000
        return engine


def _quantised(graph: Path, form: str, calibration: Sequence[Any]) -> Path:
    from bench.int8_graphs import FORMS  # noqa: PLC0415

    target = Path(tempfile.mkdtemp()) / "graph.onnx"
    FORMS[form](graph, target, calibration)
    return target


def _median(work: Callable[[], object], times: int) -> float:
    work()
    measured = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        measured.append((time.perf_counter() - started) * 1_000)
    return statistics.median(measured)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1_048_576


if __name__ == "__main__":
    serve(EngineWorker(sys.argv[1]))
