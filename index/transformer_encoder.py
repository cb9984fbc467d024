"""Any sentence-transformers model, by name or folder: the reference and the alternative."""

import copy
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoder import EncoderIdentity, Vectors
from index.errors import ModelFileError
from index.sentences import Bounds


class SentenceTransformerEncoder:
    """Encodes with sentence-transformers in float32 on the CPU."""

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self._model = model
        # One of its own: a tokeniser whose padding changes while another thread uses it fails.
        self._tokenizer = copy.deepcopy(model.tokenizer)
        dimension = model.get_embedding_dimension()
        self._identity = EncoderIdentity(name, _weights_sha256(model), int(dimension or 0))

    @classmethod
    def load(cls, name: str) -> Self:
        """A model folder, or the name of a model that is already in the local cache.

        Raises:
            ModelFileError: there is no such folder or cached model.
        """
        try:
            model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelFileError(
                f"no sentence-transformers model {name!r} on this machine "
                f"({type(error).__name__}): give a folder that holds one"
            ) from error
        shown = str(Path(name).resolve()) if Path(name).exists() else name
        return cls(model, shown)

    @property
    def identity(self) -> EncoderIdentity:
        """The name that was given and a hash of the parameters."""
        return self._identity

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, with the model's own prompt for documents."""
        return self._float32(self._model.encode_document(list(texts), normalize_embeddings=True))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, with the model's own prompt for queries."""
        return self._float32(self._model.encode_query(list(texts), normalize_embeddings=True))

    def token_bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        """Half-open code-point bounds; needs a model with a fast tokeniser."""
        encoded = self._tokenizer(
            list(texts), add_special_tokens=False, return_offsets_mapping=True
        )
        return [list(offsets) for offsets in encoded["offset_mapping"]]

    def token_count(self, text: str) -> int:
        """How many tokens a text has."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def _float32(self, vectors: object) -> Vectors:
        return np.asarray(vectors, dtype=np.float32).reshape(-1, self._identity.dimension)


def _weights_sha256(model: SentenceTransformer) -> str:
    digest = hashlib.sha256()
    for name, parameter in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(parameter.detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()
