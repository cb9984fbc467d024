"""Operators and weights put together to an ONNX graph: a small file beside a large one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import (
    ModelProto,
    NodeProto,
    TensorProto,
    ValueInfoProto,
    checker,
    helper,
    numpy_helper,
)

from index.engine import GRAPH_NAME, GRAPH_WEIGHTS_NAME

OPERATORS = 20
FORMAT = 9
ALIGNMENT = 64


class GraphBuilder:
    """Collects operators and weights of a graph; names of values are made here."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []
        self._weights: list[NDArray[np.float32]] = []
        self._length = 0

    def add(self, operator: str, *inputs: str, output: str | None = None, **settings: Any) -> str:
        """Add an operator with one output; its name is given back."""
        name = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **settings))
        return name

    def numbers(self, *values: int) -> str:
        """A constant list of int64."""
        return self._constant(numpy_helper.from_array(np.array(values, dtype=np.int64)))

    def scalar(self, value: float) -> str:
        """A constant float32."""
        return self._constant(numpy_helper.from_array(np.float32(value)))  # type: ignore[arg-type]

    def weight(self, values: NDArray[np.float32]) -> str:
        """A weight, stored beside the graph in float32, where engines map it into memory."""
        values = np.ascontiguousarray(values, dtype=np.float32)
        tensor = TensorProto(
            data_type=TensorProto.FLOAT, dims=values.shape, data_location=TensorProto.EXTERNAL
        )
        place = {
            "location": GRAPH_WEIGHTS_NAME,
            "offset": str(self._length),
            "length": str(values.nbytes),
        }
        for key, text in place.items():
            tensor.external_data.add(key=key, value=text)
        self._weights.append(values)
        self._length += values.nbytes + -values.nbytes % ALIGNMENT
        return self._constant(tensor)

    def save(
        self, folder: Path, inputs: Sequence[str], outputs: Mapping[str, Sequence[str]]
    ) -> None:
        """Write graph and weights to an existing folder.

        Inputs are int64 of shape (batch, tokens), outputs float32 with the named axes.
        """
        model = self._model(
            [_value(name, TensorProto.INT64, ("batch", "tokens")) for name in inputs],
            [_value(name, TensorProto.FLOAT, axes) for name, axes in outputs.items()],
        )
        with (folder / GRAPH_WEIGHTS_NAME).open("wb") as file:
            for values in self._weights:
                file.write(values.tobytes())
                file.write(bytes(-values.nbytes % ALIGNMENT))
        (folder / GRAPH_NAME).write_bytes(model.SerializeToString())
        checker.check_model(str(folder / GRAPH_NAME))

    def _model(
        self, inputs: Sequence[ValueInfoProto], outputs: Sequence[ValueInfoProto]
    ) -> ModelProto:
        graph = helper.make_graph(self._nodes, "bert", inputs, outputs, self._constants)
        operators = [helper.make_opsetid("", OPERATORS)]
        return helper.make_model(graph, opset_imports=operators, ir_version=FORMAT)

    def _constant(self, tensor: TensorProto) -> str:
        tensor.name = f"constant_{len(self._constants)}"
        self._constants.append(tensor)
        return tensor.name


def add_linear(
    graph: GraphBuilder, hidden: str, weight: NDArray[np.float32], bias: NDArray[np.float32]
) -> str:
    """hidden @ weight.T + bias."""
    product = graph.add("MatMul", hidden, graph.weight(weight.T))
    return graph.add("Add", product, graph.weight(bias))


def _value(name: str, kind: int, axes: Sequence[str]) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, list(axes))
