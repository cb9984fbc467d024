"""A network on the encoder as an ONNX graph: BERT and the logits of its head."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.bert_graph import Bert, BertShape
from index.engine import ATTENTION_MASK, TOKEN_IDS, TOKEN_TYPES, EngineInputs
from index.graph_builder import GraphBuilder
from qa.head import Head
from qa.model_files import TRUNK, load_state
from qa.windows import WindowOptions, batches, build_windows, reader_inputs

SAMPLE_PAIR = (
    "When does the factory close?",
    "The factory in Leeds makes 300 engines a day. It will close in March, the company said on "
    "Tuesday, and its 1,200 workers will be offered places in Hull.",
)


def export_model(folder: Path, encoder_folder: Path, head: Head, target: Path) -> None:
    """Write the float32 graph of the network in `folder` to the folder `target`.

    Raises:
        ModelFileError: the network's files are missing or not the ones described.
    """
    weights = load_state(folder, encoder_folder)
    graph = GraphBuilder()
    shape = BertShape.load(encoder_folder)
    hidden = Bert(graph, weights, shape, prefix=TRUNK).hidden(TOKEN_TYPES)
    weight, bias = weights[f"{head.layer}.weight"], weights[f"{head.layer}.bias"]
    for place, output in enumerate(head.outputs):
        _add_logits(graph, hidden, weight[place], bias[place], output)
    axes = ("batch", "tokens")
    graph.save(target, [TOKEN_IDS, ATTENTION_MASK, TOKEN_TYPES], dict.fromkeys(head.outputs, axes))


def _add_logits(
    graph: GraphBuilder,
    hidden: str,
    weight: NDArray[np.float32],
    bias: NDArray[np.float32],
    output: str,
) -> None:
    """hidden @ weight + bias of one row, as a sum and not as a matrix product.

    OpenVINO computes what follows the last matrix product in float32. Logits near 10 would be
    rounded to steps of 1/16 in bfloat16, so that different spans had the same score.
    """
    products = graph.add("Mul", hidden, graph.weight(weight))
    total = graph.add("ReduceSum", products, graph.numbers(-1), keepdims=0)
    graph.add("Add", total, graph.scalar(float(bias)), output=output)


def sample_window(tokenizer: Tokenizer) -> EngineInputs:
    """The window that an engine is checked with."""
    options = WindowOptions()
    (batch,) = batches(build_windows([SAMPLE_PAIR], tokenizer, options), options, parallel=1)
    return reader_inputs(batch)
