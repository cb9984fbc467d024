"""The shipped reader as an ONNX graph: no PyTorch in the process."""

from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.graph_cache import GraphCache
from index.runtime import InferenceSession, open_session
from index.weights import check_encoder_weights, encoder_folder
from qa.reader import Logits
from qa.reader_files import load_description
from qa.windows import WindowBatch


class OnnxReaderModel:
    """Runs the exported graph with ONNX Runtime."""

    def __init__(self, session: InferenceSession, name: str) -> None:
        self._session = session
        self._name = name

    @classmethod
    def load(cls, folder: Path, cache: GraphCache) -> Self:
        """Open the exported graph of the reader in `folder`; the first load exports it.

        Raises:
            ModelFileError: the reader's files are missing or not the ones described.
        """
        description = load_description(folder)

        def export(target: Path) -> None:
            # Imported here because it loads PyTorch, which no later start needs.
            from qa.reader_export import export_reader  # noqa: PLC0415

            check_encoder_weights(encoder_folder())
            export_reader(folder, encoder_folder(), target)

        graph = cache.path(f"reader-{description.weights_sha256[:16]}", export)
        return cls(open_session(graph), description.name)

    @property
    def name(self) -> str:
        """Which weights these are."""
        return self._name

    def logits(self, batch: WindowBatch) -> tuple[Logits, Logits]:
        """Start and end logits, each of shape (windows, tokens), float32."""
        starts, ends = self._session.run(["start_logits", "end_logits"], _inputs(batch))
        return starts, ends

    def term_logits(self, batch: WindowBatch) -> Logits:
        """Logits of shape (windows, tokens), float32, of words missing from the question."""
        terms: Logits = self._session.run(["term_logits"], _inputs(batch))[0]
        return terms


def _inputs(batch: WindowBatch) -> dict[str, NDArray[np.int64]]:
    return {
        "input_ids": batch.token_ids,
        "attention_mask": batch.attention_mask,
        "token_type_ids": batch.token_types,
    }
