"""The vectors of a new version: those of the one before, changed, or built anew from the store."""

from sqlite3 import Connection

import numpy as np

from index.encoder import Vectors
from index.listed_vectors import ListedVectors
from index.stored_vectors import Numbers, read_vectors, read_vectors_of
from index.vector_options import VectorOptions
from index.vectors import VectorIndex


def following_vectors(
    connection: Connection,
    before: VectorIndex,
    numbers: Numbers,
    dimension: int,
    options: VectorOptions,
) -> VectorIndex:
    """An index of the stored passages with these numbers, which are all of them, ascending.

    What was trained before is used again while it fits the size, so that a small change costs
    no training. Passage numbers only grow: what is above the largest known one is new.
    """
    if options.serves(before.lists, len(numbers)):
        known = before.ids
        added = read_vectors(connection, int(known.max(initial=0)), dimension)
        return before.replaced(np.setdiff1d(known, numbers), added)
    fresh: VectorIndex = VectorIndex.empty(dimension)
    if lists := options.lists(len(numbers)):
        sample = _sample(connection, numbers, lists * options.samples_per_list, dimension)
        fresh = ListedVectors.trained(sample, lists, options.probes)
    return fresh.replaced([], read_vectors(connection, 0, dimension))


def _sample(connection: Connection, numbers: Numbers, size: int, dimension: int) -> Vectors:
    """At most `size` vectors from all over the store, of shape (vectors, dimension)."""
    places = np.unique(np.linspace(0, len(numbers) - 1, min(size, len(numbers))).astype(int))
    found = read_vectors_of(connection, numbers[places].tolist(), dimension)
    return np.stack(list(found.values()))
