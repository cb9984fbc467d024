"""Exact cosine search with FAISS over stable ids."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import IndexDamagedError

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
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> Ids:
        """The ids in storage order, int64 of shape (vectors,)."""
        return np.array(faiss.vector_to_array(self._index.id_map), dtype=np.int64)

    def replaced(self, removed: Sequence[int], ids: Sequence[int], vectors: Vectors) -> Self:
        """A copy without `removed` and with `vectors` of shape (ids, dimension) added."""
        copy = faiss.deserialize_index(faiss.serialize_index(self._index))
        if removed:
            copy.remove_ids(np.asarray(removed, dtype=np.int64))
        if ids:
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

    def cosine(self, identifier: int, query: Vectors) -> float | None:
        """Cosine in [-1, 1] of a stored vector with a query of shape (dimension,).

        None when no vector of that id is stored.
        """
        try:
            return float(self._index.reconstruct(identifier) @ query)
        except RuntimeError:
            return None
