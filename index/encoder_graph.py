"""The packaged encoder as an ONNX graph: BERT, the mean of its tokens, unit length."""

from pathlib import Path

import numpy as np
from onnx import TensorProto
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.bert_graph import Bert, BertShape
from index.engine import ATTENTION_MASK, TOKEN_IDS, EngineInputs
from index.graph_builder import GraphBuilder
from index.tokenisation import boundary_ids, encoder_inputs

VECTORS = "vectors"
SMALLEST_LENGTH = 1e-12
SAMPLE_TEXTS = (
    "Talks end without a deal\nThe ministers met in Geneva for the third time this year, and "
    "left after six hours without a statement.",
    "Who met in Geneva?",
)


def export_encoder(weights_folder: Path, target: Path) -> None:
    """Write the float32 graph of the model in `weights_folder` to the folder `target`."""
    stored = load_file(weights_folder / "model.safetensors")
    weights = {name: values.astype(np.float32) for name, values in stored.items()}
    graph = GraphBuilder()
    hidden = Bert(graph, weights, BertShape.load(weights_folder)).hidden(token_types=None)
    _add_sentence_vectors(graph, hidden)
    graph.save(target, [TOKEN_IDS, ATTENTION_MASK], {VECTORS: ("batch", "dimension")})


def encoder_sample(tokenizer: Tokenizer) -> EngineInputs:
    """The texts that an engine is checked with."""
    found = tokenizer.encode_batch(list(SAMPLE_TEXTS), add_special_tokens=False)
    return encoder_inputs([encoding.ids for encoding in found], boundary_ids(tokenizer))


def _add_sentence_vectors(graph: GraphBuilder, hidden: str) -> None:
    """Mean of the token vectors, scaled to unit length (Reimers and Gurevych 2019)."""
    tokens = graph.numbers(1)
    mask = graph.add("Cast", ATTENTION_MASK, to=TensorProto.FLOAT)
    mask = graph.add("Unsqueeze", mask, graph.numbers(2))
    total = graph.add("ReduceSum", graph.add("Mul", hidden, mask), tokens, keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, tokens, keepdims=0))
    length = graph.add("ReduceL2", mean, tokens, keepdims=1)
    length = graph.add("Max", length, graph.scalar(SMALLEST_LENGTH))
    graph.add("Div", mean, length, output=VECTORS)
