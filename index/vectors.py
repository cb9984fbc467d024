"""Exact cosine search with FAISS over stable ids."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import IndexDamagedError, IndexWriteError

Ids = NDArray[np.int64]


class VectorIndex:
    """Unit vectors by id. Never changed once it is searched: `replaced` gives a new one.

    FAISS crashes when it adds while another thread searches, so a changed index is always
    another object.
    """

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> Self:
        """An index without vectors."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: the file is not a whole FAISS index.
        """
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as error:
            raise IndexDamagedError(f"{path} is not a whole FAISS index: {error}") from error

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
    def ids(self) -> Ids:
        """The ids in storage order, int64 of shape (vectors,)."""
        return np.array(faiss.vector_to_array(self._index.id_map), dtype=np.int64)

    def stored(self, ids: Ids) -> Vectors:
        """The vectors of stored ids, of shape (ids, dimension)."""
        vectors: Vectors = self._index.reconstruct_batch(ids)
        return vectors

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
        if count == 0:
            return [[] for _ in queries]
        parameters = None
        if allowed is not None:
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))
        scores, ids = self._index.search(
            np.ascontiguousarray(queries, dtype=np.float32), count, params=parameters
        )
        # FAISS fills missing places with the id -1.
        return [
            [(int(i), float(s)) for i, s in zip(row, values, strict=True) if i >= 0]
            for row, values in zip(ids, scores, strict=True)
        ]

    def cosine(self, identifier: int, query: Vectors) -> float:
        """Cosine in [-1, 1] of a stored vector with a query of shape (dimension,)."""
        return float(self._index.reconstruct(identifier) @ query)
