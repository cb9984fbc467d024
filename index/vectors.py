"""Cosine search with FAISS over stable ids, and the exact kind of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import IndexWriteError

Ids = NDArray[np.int64]


class VectorIndex(ABC):
    """Unit vectors by id. Never changed once it is searched: `replaced` gives a new one.

    FAISS crashes when it adds while another thread searches, so a changed index is always
    another object.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @staticmethod
    def empty(dimension: int) -> "ExactVectors":
        """An exact index without vectors."""
        return ExactVectors(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    def save(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            IndexWriteError: the disk is full or the folder cannot be written.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            # FAISS names its own source first and the system's reason last, in brackets.
            reason = str(error).rstrip(") ").rpartition("(")[2]
            raise IndexWriteError(f"{path} cannot be written: {reason}") from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    @abstractmethod
    def lists(self) -> int:
        """How many lists hold the vectors; 0 for an exact index."""

    @property
    @abstractmethod
    def kind(self) -> str:
        """The kind of index, as FAISS's index factory names it."""

    @property
    @abstractmethod
    def ids(self) -> Ids:
        """The ids, ascending, int64 of shape (vectors,)."""

    @abstractmethod
    def stored(self, ids: Ids) -> Vectors:
        """The vectors of stored ids, of shape (ids, dimension), as precisely as they are kept."""

    @abstractmethod
    def disagreeing(self, ids: Ids, vectors: Vectors) -> NDArray[np.bool_]:
        """Which stored ids, of shape (ids,), are not those of the vectors (ids, dimension)."""

    @abstractmethod
    def _parameters(self, count: int, allowed: Ids | None) -> faiss.SearchParameters | None:
        """How FAISS shall search."""

    def replaced(self, removed: Sequence[int] | Ids, added: Iterable[tuple[Ids, Vectors]]) -> Self:
        """A copy without `removed` and with batches of ids and vectors added.

        The vectors of a batch have the shape (ids, dimension).
        """
        copy = faiss.clone_index(self._index)
        if len(removed):
            copy.remove_ids(np.asarray(removed, dtype=np.int64))
        for ids, vectors in added:
            copy.add_with_ids(
                np.ascontiguousarray(vectors, dtype=np.float32), np.asarray(ids, dtype=np.int64)
            )
        return type(self)(copy)

    def search(
        self, queries: Vectors, count: int, allowed: Ids | None
    ) -> list[list[tuple[int, float]]]:
        """The `count` nearest (id, cosine) of each query, best first, fewer if there are fewer.

        Only ids in `allowed` are returned when it is given.
        """
        count = min(count, len(self))
        if count == 0 or (allowed is not None and not len(allowed)):
            return [[] for _ in queries]
        scores, ids = self._index.search(
            np.ascontiguousarray(queries, dtype=np.float32),
            count,
            params=self._parameters(count, allowed),
        )
        # FAISS fills missing places with the id -1.
        return [
            [(int(i), float(s)) for i, s in zip(row, values, strict=True) if i >= 0]
            for row, values in zip(ids, scores, strict=True)
        ]


class ExactVectors(VectorIndex):
    """Every vector as it is; each search compares all of them."""

    @property
    def lists(self) -> int:
        """None."""
        return 0

    @property
    def kind(self) -> str:
        """As FAISS's index factory names it."""
        return "Flat"

    @property
    def ids(self) -> Ids:
        """The ids, ascending, int64 of shape (vectors,)."""
        return np.sort(np.array(faiss.vector_to_array(self._index.id_map), dtype=np.int64))

    def stored(self, ids: Ids) -> Vectors:
        """The vectors of stored ids, of shape (ids, dimension)."""
        vectors: Vectors = self._index.reconstruct_batch(ids)
        return vectors

    def disagreeing(self, ids: Ids, vectors: Vectors) -> NDArray[np.bool_]:
        """Which stored ids, of shape (ids,), are not those of the vectors (ids, dimension)."""
        differing: NDArray[np.bool_] = (self.stored(ids) != vectors).any(axis=1)
        return differing

    def _parameters(self, count: int, allowed: Ids | None) -> faiss.SearchParameters | None:
        if allowed is None:
            return None
        return faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))
