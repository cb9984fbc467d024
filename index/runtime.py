"""ONNX Runtime, opened so that nothing leaves this machine: the engine that runs anywhere."""

import os
from collections.abc import Sequence
from pathlib import Path

from index.engine import EngineInputs, EngineOutputs

# Its newer builds send usage events to the maker unless this stands before the import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, SessionOptions

__all__ = ["OnnxRuntimeEngine"]


class OnnxRuntimeEngine:
    """Runs batches one after another, each on every core this process may use."""

    parallel = 1

    def __init__(self, graph: Path, threads: int, name: str = "onnxruntime-float32") -> None:
        options = SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self.name = name
        self._session = InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

    def run(self, batches: Sequence[EngineInputs]) -> list[EngineOutputs]:
        """The network's outputs, in its order, for each batch."""
        return [self._session.run(None, dict(batch)) for batch in batches]
