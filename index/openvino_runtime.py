"""OpenVINO: the fastest engine on processors that multiply bfloat16 matrices."""

import queue
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import numpy as np

from index.engine import EngineInputs, EngineOutputs

# The package imports its converters, and with them the code that sends usage events to the
# maker, unless they cannot be found. Nothing here converts models, and the start is faster so.
_CONVERTERS = "openvino.tools.ovc"
_found: ModuleType | None = sys.modules.get(_CONVERTERS)
if _found is None:
    sys.modules[_CONVERTERS] = None  # type: ignore[assignment]
try:
    import openvino
finally:
    if _found is None:
        del sys.modules[_CONVERTERS]

PRECISIONS = {"float32": "f32", "bfloat16": "bf16"}


class OpenVinoEngine:
    """Runs as many batches at the same time as there are threads, each on one of them.

    One thread a batch needs no waiting for the others within a layer, which is faster than all
    threads on one batch as long as there are as many batches.
    """

    def __init__(self, graph: Path, threads: int, precision: str) -> None:
        """`precision` is one of PRECISIONS.

        Raises:
            RuntimeError: this processor cannot run the graph in that precision.
        """
        self._graph = graph
        self._settings = {
            "INFERENCE_PRECISION_HINT": PRECISIONS[precision],
            "NUM_STREAMS": threads,
            "INFERENCE_NUM_THREADS": threads,
            # Pinned threads starve where another process keeps their core busy.
            "ENABLE_CPU_PINNING": False,
        }
        self.name = f"openvino-{precision}"
        self.parallel = threads
        self._idle = self._compiled()

    def run(self, batches: Sequence[EngineInputs]) -> list[EngineOutputs]:
        """The network's outputs, in its order, for each batch."""
        outputs: list[EngineOutputs] = []
        running: deque[openvino.InferRequest] = deque()
        idle = self._idle
        try:
            for batch in batches:
                running.append(self._request(idle, running, outputs))
                running[-1].start_async(dict(batch), share_inputs=True)
            while running:
                outputs.append(self._collect(running[0]))
                idle.put(running.popleft())
        except Exception:
            # An input that fails can leave shapes of its own behind in what is compiled, where
            # later inputs trip over them: threads that come from now on get it anew.
            self._idle = self._compiled()
            raise
        finally:
            # Only what an error left: a request must have ended before another thread has it.
            for request in running:
                request.cancel()
                with suppress(RuntimeError):
                    request.wait()
                idle.put(request)
        return outputs

    def _compiled(self) -> "queue.SimpleQueue[openvino.InferRequest]":
        """As many idle requests as threads, of the graph compiled anew."""
        core = openvino.Core()
        model = core.compile_model(core.read_model(self._graph), "CPU", self._settings)
        self._outputs = range(len(model.outputs))
        idle: queue.SimpleQueue[openvino.InferRequest] = queue.SimpleQueue()
        for _ in range(self.parallel):
            idle.put(model.create_infer_request())
        return idle

    def _request(
        self,
        idle: "queue.SimpleQueue[openvino.InferRequest]",
        running: "deque[openvino.InferRequest]",
        outputs: list[EngineOutputs],
    ) -> openvino.InferRequest:
        """An idle request; the oldest of our own when there is none, so that threads never
        wait for each other while they hold one."""
        try:
            return idle.get(block=not running)
        except queue.Empty:
            outputs.append(self._collect(running[0]))
            return running.popleft()

    def _collect(self, request: openvino.InferRequest) -> EngineOutputs:
        request.wait()
        return [np.array(request.get_output_tensor(place).data) for place in self._outputs]
