"""8-bit forms of an exported graph, by ONNX Runtime's quantisation tools.

Only the benchmark of engines makes them: float32 and bfloat16 are what the product runs.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)

from index.engine import EngineInputs

PRODUCTS = ["MatMul"]


class _Batches(CalibrationDataReader):
    """Gives out batches one by one, as the calibration asks for them."""

    def __init__(self, batches: Sequence[EngineInputs]) -> None:
        self._left: Iterator[EngineInputs] = iter(batches)

    def get_next(self) -> dict[str, object] | None:
        """The next batch, None after the last."""
        batch = next(self._left, None)
        return None if batch is None else dict(batch)


def dynamic(graph: Path, target: Path, batches: Sequence[EngineInputs], per_channel: bool) -> None:
    """Weights in 8 bits, activations quantised as they come; `batches` are not needed."""
    quantize_dynamic(
        graph,
        target,
        op_types_to_quantize=PRODUCTS,
        per_channel=per_channel,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def static(graph: Path, target: Path, batches: Sequence[EngineInputs]) -> None:
    """Weights in 8 bits a channel, activations in the ranges that the batches show."""
    quantize_static(
        graph,
        target,
        _Batches(batches),
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=PRODUCTS,
        per_channel=True,
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


Quantise = Callable[[Path, Path, Sequence[EngineInputs]], None]
FORMS: dict[str, Quantise] = {
    "channel": lambda graph, target, batches: dynamic(graph, target, batches, per_channel=True),
    "tensor": lambda graph, target, batches: dynamic(graph, target, batches, per_channel=False),
    "static": static,
}
