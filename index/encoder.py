"""What the index asks of a sentence encoder."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.sentences import Bounds

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EncoderIdentity:
    """Names the weights an index was built with; `sha256` is of the weights."""

    name: str
    sha256: str
    dimension: int


class Encoder(Protocol):
    """Texts to unit vectors of shape (texts, dimension), float32; cosine is their product."""

    @property
    def identity(self) -> EncoderIdentity:
        """The weights in use."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of stored texts."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""

    def token_bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        """Half-open code-point bounds of each text's tokens, special tokens left out."""

    def token_count(self, text: str) -> int:
        """How many tokens a text has, special tokens left out."""
