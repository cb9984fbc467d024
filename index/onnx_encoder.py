"""The shipped encoder: all-MiniLM-L6-v2 as an ONNX graph."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.encoder import EncoderIdentity, Vectors
from index.graph_cache import GraphCache
from index.runtime import InferenceSession, open_session
from index.sentences import Bounds
from index.tokenisation import boundary_ids, load_tokenizer, pad
from index.weights import ENCODER_NAME, ENCODER_SHA256, check_encoder_weights, encoder_folder

DIMENSION = 384
MAXIMUM_TOKENS = 256
BATCH_TOKENS = 2_048


class OnnxEncoder:
    """Encodes with ONNX Runtime: starts in a fraction of a second, without PyTorch."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._boundaries = boundary_ids(tokenizer)

    @classmethod
    def load(cls, cache: GraphCache) -> Self:
        """Open the exported graph; the first load checks the weights and exports them.

        Raises:
            ModelFileError: the packaged weights are missing or not the expected ones.
        """
        folder = encoder_folder()

        def export(target: Path) -> None:
            # Imported here because it loads PyTorch, which no later start needs.
            from index.encoder_export import export_encoder  # noqa: PLC0415

            check_encoder_weights(folder)
            export_encoder(folder, target)

        graph = cache.path(f"encoder-{ENCODER_SHA256[:16]}", export)
        return cls(open_session(graph), load_tokenizer(folder))

    @property
    def identity(self) -> EncoderIdentity:
        """The packaged weights."""
        return EncoderIdentity(ENCODER_NAME, ENCODER_SHA256, DIMENSION)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (texts, 384); what lies past 256 tokens is not seen."""
        tokens = [encoding.ids for encoding in self._encodings(texts)]
        vectors = np.empty((len(texts), DIMENSION), dtype=np.float32)
        for rows in _batches_by_length([len(ids) for ids in tokens]):
            vectors[rows] = self._run([tokens[row] for row in rows])
        return vectors

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """As passages: this encoder was trained without prefixes."""
        return self.encode_passages(texts)

    def token_bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        """Half-open code-point bounds of each text's word pieces."""
        return [list(encoding.offsets) for encoding in self._encodings(texts)]

    def _encodings(self, texts: Sequence[str]) -> list[Encoding]:
        return self._tokenizer.encode_batch(list(texts), add_special_tokens=False)

    def _run(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        classify, separate = self._boundaries
        rows = [[classify, *ids[: MAXIMUM_TOKENS - 2], separate] for ids in tokens]
        ids, mask = pad(rows)
        output: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return output


def _batches_by_length(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of similar length together, about BATCH_TOKENS padded tokens a batch."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * min(lengths[row], MAXIMUM_TOKENS) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
