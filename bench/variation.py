"""Many vectors from few: those of real passages with variation, or drawn ones where none are given.

Real vectors: each is that of a stored passage plus half of the difference of two others, so that
they spread as embeddings do. Drawn ones: around centres, with less spread in later dimensions.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.encoder import EncoderIdentity, Vectors
from index.sentences import Bounds
from index.snapshot import load_current
from index.stored_vectors import read_vectors

DIMENSION = 384
CENTRES = 5_000
BLOCK = 50_000
VARIATION = 0.5


def base_vectors(folder: Path | None, seed: int = 0) -> tuple[Vectors, str]:
    """Vectors to vary, of shape (vectors, dimension), and what they are in words."""
    if folder is None:
        generator = np.random.default_rng(seed)
        spread = 1 / np.sqrt(1 + np.arange(DIMENSION) / 16)
        drawn = generator.standard_normal((CENTRES, DIMENSION)) * spread
        return _unit(drawn), "synthetic vectors around 5,000 drawn centres"
    snapshot = load_current(folder)
    with snapshot.store.reading() as connection:
        dimension = snapshot.manifest.encoder.dimension
        found = np.vstack([part for _, part in read_vectors(connection, 0, dimension)])
    return found, f"{len(found):,} real vectors of passages, repeated with variation"


def varied(base: Vectors, count: int, seed: int) -> Iterator[Vectors]:
    """`count` unit vectors like those of the base, in blocks of shape (vectors, dimension)."""
    generator = np.random.default_rng(seed)
    for first in range(0, count, BLOCK):
        size = min(BLOCK, count - first)
        one, two, three = generator.integers(0, len(base), (3, size))
        yield _unit(base[one] + VARIATION * (base[two] - base[three]))


class VaryingEncoder:
    """Gives each text a vector like those of the base, which its hash chooses: takes no time."""

    def __init__(self, base: Vectors) -> None:
        self._base = base
        self.identity = EncoderIdentity("vectors with variation", "0" * 64, base.shape[1])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (texts, dimension)."""
        digests = b"".join(hashlib.sha256(text.encode()).digest()[:24] for text in texts)
        rows = np.frombuffer(digests, dtype="<u8").reshape(-1, 3) % np.uint64(len(self._base))
        one, two, three = rows.T.astype(np.int64)
        return _unit(self._base[one] + VARIATION * (self._base[two] - self._base[three]))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """As passages."""
        return self.encode_passages(texts)

    def token_bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        """Words and marks, about as many as a tokeniser of word pieces finds."""
        return [[match.span() for match in re.finditer(r"\w{1,6}|[^\w\s]", text)] for text in texts]


def _unit(vectors: np.ndarray) -> Vectors:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
