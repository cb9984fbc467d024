"""Cosine search in lists of vectors that are near each other, 8 bits a dimension."""

import math
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.vectors import Ids, VectorIndex

# A quantised vector that is further from its original than this is another one.
MINIMUM_QUANTISED_COSINE = 0.98
# Lists hold about this many vectors for each one that is asked for.
READ_PER_FOUND = 16
# Of the range that a sample spans in a dimension, added at both of its ends.
RANGE_MARGIN = 0.25


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
