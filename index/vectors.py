"""Cosine search with FAISS over stable ids: exact, or in lists of vectors that are near."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.errors import IndexDamagedError, IndexWriteError

Ids = NDArray[np.int64]
# A quantised vector that is further from its original than this is another one.
MINIMUM_QUANTISED_COSINE = 0.98
# Lists hold about this many vectors for each one that is asked for.
READ_PER_FOUND = 16
# Of the range that a sample spans in a dimension, added at both of its ends.
RANGE_MARGIN = 0.25


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

    @staticmethod
    def load(path: Path) -> "VectorIndex":
        """Read what `save` wrote.

        Raises:
            IndexDamagedError: the file is not a whole FAISS index.
        """
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexDamagedError(f"{path} is not a whole FAISS index: {error}") from error
        return ListedVectors(index) if isinstance(index, faiss.IndexIVF) else ExactVectors(index)

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


class ListedVectors(VectorIndex):
    """Vectors in lists around centres, 8 bits a dimension; a search reads the nearest lists."""

    @classmethod
    def trained(cls, sample: Vectors, lists: int, probes: int) -> Self:
        """An index without vectors, with lists for ones like the sample (vectors, dimension)."""
        index = faiss.index_factory(sample.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        # Says nothing about samples that it finds small.
        index.cp.min_points_per_centroid = 1
        # Later vectors may lie outside what the sample spans: wider steps cut off none of them.
        index.sq.rangestat_arg = RANGE_MARGIN
        index.train(sample)
        index.nprobe = min(probes, lists)
        return cls(index)

    @property
    def lists(self) -> int:
        """How many there are."""
        return int(self._index.nlist)

    @property
    def kind(self) -> str:
        """As FAISS's index factory names it."""
        return f"IVF{self.lists},SQ8"

    @property
    def ids(self) -> Ids:
        """The ids, ascending, int64 of shape (vectors,)."""
        inverted = self._index.invlists
        parts = [
            faiss.rev_swig_ptr(inverted.get_ids(number), size).copy()
            for number in range(self.lists)
            if (size := inverted.list_size(number))
        ]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)

    def stored(self, ids: Ids) -> Vectors:
        """The vectors of stored ids, of shape (ids, dimension), as their 8 bits tell them."""
        # A map from ids to places is made for a look through only: no search needs it.
        self._index.set_direct_map_type(faiss.DirectMap.Hashtable)
        vectors: Vectors = self._index.reconstruct_batch(ids)
        return vectors

    def disagreeing(self, ids: Ids, vectors: Vectors) -> NDArray[np.bool_]:
        """Which stored ids, of shape (ids,), are not those of the vectors (ids, dimension)."""
        kept = self.stored(ids)
        cosines = (kept * vectors).sum(axis=1) / np.linalg.norm(kept, axis=1).clip(1e-9)
        near: NDArray[np.bool_] = cosines >= MINIMUM_QUANTISED_COSINE
        return ~near  # so that NaN is found, too

    def _parameters(self, count: int, allowed: Ids | None) -> faiss.SearchParametersIVF:
        """Read so many lists that as many vectors count as without a condition, if there are."""
        share = 1.0 if allowed is None else min(1.0, len(allowed) / len(self))
        wanted = max(self._index.nprobe, READ_PER_FOUND * count * self.lists / len(self))
        probes = min(self.lists, math.ceil(wanted / share))
        if allowed is None:
            return faiss.SearchParametersIVF(nprobe=probes)
        return faiss.SearchParametersIVF(sel=faiss.IDSelectorBatch(allowed), nprobe=probes)
