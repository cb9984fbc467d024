"""BERT (Devlin et al. 2019) as an ONNX graph, made from its weights without PyTorch.

PyTorch's exporter gives the same numbers from ten times the time; the tests compare with the
original on it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from index.engine import ATTENTION_MASK, TOKEN_IDS
from index.errors import ModelFileError
from index.graph_builder import GraphBuilder, add_linear

# Added to the scores of padding: far below any score, and finite in every number format.
MASKED = -10_000.0

BertWeights = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class BertShape:
    """What the weights alone don't say."""

    heads: int
    norm_epsilon: float

    @classmethod
    def load(cls, folder: Path) -> "BertShape":
        """From the config.json of a transformers model.

        Raises:
            ModelFileError: it is missing or not one of a BERT that this module can build.
        """
        path = folder / "config.json"
        try:
            config = json.loads(path.read_text(encoding="utf-8"))
            shape = cls(int(config["num_attention_heads"]), float(config["layer_norm_eps"]))
            known = config["model_type"] == "bert" and config["hidden_act"] == "gelu"
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ModelFileError(f"{path} describes no BERT model ({error!r})") from error
        if not known:
            raise ModelFileError(
                f"{path}: expected model_type 'bert' with hidden_act 'gelu', found "
                f"{config['model_type']!r} with {config['hidden_act']!r}"
            )
        return shape


class Bert:
    """Adds a BERT's layers to a graph; `prefix` stands before the names of its weights."""

    def __init__(
        self, graph: GraphBuilder, weights: BertWeights, shape: BertShape, prefix: str = ""
    ) -> None:
        self._graph = graph
        self._weights = weights
        self._shape = shape
        self._prefix = prefix

    def hidden(self, token_types: str | None) -> str:
        """The last layer, shape (batch, tokens, width); None is a text of the first type only."""
        hidden = self._embed(token_types)
        padding = self._padding()
        layer = 0
        while f"{self._prefix}encoder.layer.{layer}.output.dense.weight" in self._weights:
            hidden = self._layer(hidden, padding, f"encoder.layer.{layer}")
            layer += 1
        return hidden

    def _embed(self, token_types: str | None) -> str:
        graph, embeddings = self._graph, "embeddings"
        types = self._of(f"{embeddings}.token_type_embeddings.weight")
        words = graph.weight(self._of(f"{embeddings}.word_embeddings.weight"))
        places = graph.weight(self._of(f"{embeddings}.position_embeddings.weight"))
        if token_types is None:
            kind = graph.weight(types[0])
        else:
            kind = graph.add("Gather", graph.weight(types), token_types)
        length = graph.add("Shape", TOKEN_IDS, start=1, end=2)
        place = graph.add("Slice", places, graph.numbers(0), length, graph.numbers(0))
        word = graph.add("Add", graph.add("Gather", words, TOKEN_IDS), kind)
        return self._norm(graph.add("Add", word, place), f"{embeddings}.LayerNorm")

    def _padding(self) -> str:
        """What is added to the attention scores, shape (batch, 1, 1, tokens)."""
        graph = self._graph
        mask = graph.add("Cast", ATTENTION_MASK, to=TensorProto.FLOAT)
        mask = graph.add("Unsqueeze", mask, graph.numbers(1, 2))
        absent = graph.add("Sub", graph.scalar(1.0), mask)
        return graph.add("Mul", absent, graph.scalar(MASKED))

    def _layer(self, hidden: str, padding: str, name: str) -> str:
        graph = self._graph
        attended = self._linear(
            self._attention(hidden, padding, f"{name}.attention.self"),
            f"{name}.attention.output.dense",
        )
        hidden = self._norm(
            graph.add("Add", attended, hidden), f"{name}.attention.output.LayerNorm"
        )
        inner = graph.add("Gelu", self._linear(hidden, f"{name}.intermediate.dense"))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._norm(graph.add("Add", outer, hidden), f"{name}.output.LayerNorm")

    def _attention(self, hidden: str, padding: str, name: str) -> str:
        graph, heads = self._graph, self._shape.heads
        width = self._of(f"{name}.query.weight").shape[0] // heads
        split = graph.numbers(0, 0, heads, width)

        def part(which: str, order: Sequence[int]) -> str:
            whole = graph.add("Reshape", self._linear(hidden, f"{name}.{which}"), split)
            return graph.add("Transpose", whole, perm=list(order))

        queries = part("query", (0, 2, 1, 3))
        keys = part("key", (0, 2, 3, 1))
        values = part("value", (0, 2, 1, 3))
        scores = graph.add("MatMul", queries, keys)
        scores = graph.add("Mul", scores, graph.scalar(width**-0.5))
        shares = graph.add("Softmax", graph.add("Add", scores, padding), axis=-1)
        mixed = graph.add("Transpose", graph.add("MatMul", shares, values), perm=[0, 2, 1, 3])
        return graph.add("Reshape", mixed, graph.numbers(0, 0, heads * width))

    def _linear(self, hidden: str, name: str) -> str:
        weight, bias = self._of(f"{name}.weight"), self._of(f"{name}.bias")
        return add_linear(self._graph, hidden, weight, bias)

    def _norm(self, hidden: str, name: str) -> str:
        scale = self._graph.weight(self._of(f"{name}.weight"))
        bias = self._graph.weight(self._of(f"{name}.bias"))
        epsilon = self._shape.norm_epsilon
        return self._graph.add("LayerNormalization", hidden, scale, bias, axis=-1, epsilon=epsilon)

    def _of(self, name: str) -> NDArray[np.float32]:
        try:
            return self._weights[self._prefix + name]
        except KeyError:
            raise ModelFileError(
                f"the weights have no {self._prefix + name!r}: expected those of a BERT model"
            ) from None
