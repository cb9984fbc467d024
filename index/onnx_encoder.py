"""The shipped encoder: all-MiniLM-L6-v2 as a graph on the fastest engine."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.encoder import EncoderIdentity, Vectors
from index.engine import Engine, EngineInputs
from index.engine_choice import open_engine
from index.graph_cache import GraphCache, GraphSource
from index.sentences import Bounds
from index.tokenisation import boundary_ids, encoder_inputs, load_tokenizer
from index.weights import ENCODER_NAME, ENCODER_SHA256, check_encoder_weights, encoder_folder

DIMENSION = 384
MAXIMUM_TOKENS = 256
BATCH_TOKENS = 1_024


class OnnxEncoder:
    """Encodes without PyTorch: starts in a fraction of a second."""

    def __init__(self, engine: Engine, tokenizer: Tokenizer) -> None:
        self._engine = engine
        self._tokenizer = tokenizer
        self._boundaries = boundary_ids(tokenizer)

    @classmethod
    def load(cls, cache: GraphCache, engines: Sequence[str]) -> Self:
        """Open the graph on the first of the engines that can run it; the first load checks the
        weights and makes it.

        Raises:
            ModelFileError: the packaged weights are missing or not the expected ones, or no
                engine can run the graph.
        """
        tokenizer = load_tokenizer(encoder_folder())
        graph = cache.find(encoder_source(encoder_folder(), tokenizer))
        return cls(open_engine(graph.graph, graph.sample(), engines), tokenizer)

    @property
    def identity(self) -> EncoderIdentity:
        """The packaged weights."""
        return EncoderIdentity(ENCODER_NAME, ENCODER_SHA256, DIMENSION)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (texts, 384); what lies past 256 tokens is not seen."""
        tokens = self._tokens(texts)
        return self._encode(tokens, list(_batches_by_length([len(ids) for ids in tokens])))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """As passages: this encoder was trained without prefixes.

        Each runs apart from the others: rounding differs with what runs together, and an answer
        must not depend on its neighbours.
        """
        return self._encode(self._tokens(texts), [[row] for row in range(len(texts))])

    def token_bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        """Half-open code-point bounds of each text's word pieces."""
        return [list(encoding.offsets) for encoding in self._encodings(texts)]

    def token_count(self, text: str) -> int:
        """How many word pieces a text has."""
        (encoding,) = self._encodings([text])
        return len(encoding.ids)

    def _encodings(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        room = MAXIMUM_TOKENS - len(self._boundaries)
        return [encoding.ids[:room] for encoding in self._encodings(texts)]

    def _encode(self, tokens: Sequence[Sequence[int]], batches: Sequence[Sequence[int]]) -> Vectors:
        inputs = [
            encoder_inputs([tokens[row] for row in rows], self._boundaries) for rows in batches
        ]
        vectors = np.empty((len(tokens), DIMENSION), dtype=np.float32)
        for rows, (found,) in zip(batches, self._engine.run(inputs), strict=True):
            vectors[rows] = found
        return vectors


def encoder_source(folder: Path, tokenizer: Tokenizer) -> GraphSource:
    """How the graph of the packaged encoder in a folder is made."""

    def export(target: Path) -> None:
        # Imported here because it loads what makes graphs, which no later start needs.
        from index.encoder_graph import export_encoder  # noqa: PLC0415

        check_encoder_weights(folder)
        export_encoder(folder, target)

    def sample() -> EngineInputs:
        from index.encoder_graph import encoder_sample  # noqa: PLC0415

        return encoder_sample(tokenizer)

    return GraphSource(f"encoder-{ENCODER_SHA256[:16]}", export, sample)


def _batches_by_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of similar length together, about BATCH_TOKENS padded tokens a batch."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[row] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
