"""ONNX Runtime, opened so that nothing leaves this machine."""

import os
from pathlib import Path

# Its newer builds send usage events to the maker unless this stands before the import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from onnxruntime import InferenceSession, SessionOptions

__all__ = ["InferenceSession", "open_session"]


def open_session(graph: Path) -> InferenceSession:
    """A CPU session that uses every core this process may run on."""
    options = SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0))
    options.inter_op_num_threads = 1
    return InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
