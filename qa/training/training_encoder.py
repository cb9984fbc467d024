"""The sentence encoder as training uses it, on any device."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoder import Vectors
from qa.training.precision import Precision, computing


class TrainingEncoder:
    """The sentence encoder, to retrieve negatives with: as precise as the training is."""

    def __init__(self, folder: Path, precision: Precision, device: str) -> None:
        self._model = SentenceTransformer(str(folder), device=device, local_files_only=True)
        self._precision, self._device = precision, device

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (texts, dimension), float32."""
        with computing(self._precision, self._device):
            vectors = self._model.encode(
                list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(vectors, dtype=np.float32)
