"""What runs an exported network: one interface over ONNX Runtime and OpenVINO."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# An exported network: its file, the weights beside it, the names of its inputs.
GRAPH_NAME, GRAPH_WEIGHTS_NAME = "graph.onnx", "weights.bin"
TOKEN_IDS, ATTENTION_MASK, TOKEN_TYPES = "input_ids", "attention_mask", "token_type_ids"

EngineInputs = Mapping[str, NDArray[np.int64]]
EngineOutputs = list[NDArray[np.float32]]


class Engine(Protocol):
    """A network that is ready to run. Threads may share it."""

    @property
    def name(self) -> str:
        """The runtime and its number format, such as "openvino-bfloat16"."""

    @property
    def parallel(self) -> int:
        """How many batches run at the same time: work in fewer batches leaves cores idle."""

    def run(self, batches: Sequence[EngineInputs]) -> list[EngineOutputs]:
        """The network's outputs, in its order, for each batch.

        Inputs are of shape (batch, tokens). What a batch gives doesn't depend on the others.
        """
