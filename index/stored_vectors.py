"""Vectors of stored passages: read in batches, and found again by the text they are of."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.encoder import Vectors
from index.records import PARAMETERS_AT_ONCE

VECTORS_AT_ONCE = 4_096
Numbers = NDArray[np.int64]
Key = TypeVar("Key", int, bytes)


def read_numbers(connection: sqlite3.Connection) -> Numbers:
    """The numbers of all passages, ascending, of shape (passages,)."""
    # Read from an index of theirs: the rows themselves hold the vectors, which are many bytes.
    rows = connection.execute("SELECT number FROM passages INDEXED BY passages_of_document")
    return np.sort(np.fromiter((number for (number,) in rows), dtype=np.int64))


def read_vectors(
    connection: sqlite3.Connection, after: int, dimension: int
) -> Iterator[tuple[Numbers, Vectors]]:
    """Numbers above `after`, ascending, and their vectors of shape (numbers, dimension).

    Raises:
        ValueError: a stored vector has another size.
    """
    rows = connection.execute(
        "SELECT number, vector FROM passages WHERE number > ? ORDER BY number", (after,)
    )
    while batch := rows.fetchmany(VECTORS_AT_ONCE):
        numbers = np.array([number for number, _ in batch], dtype=np.int64)
        yield numbers, _matrix([vector for _, vector in batch], dimension)


def read_vectors_of(
    connection: sqlite3.Connection, numbers: Sequence[int], dimension: int
) -> dict[int, Vectors]:
    """The vectors of shape (dimension,) of those numbers; ones not stored are left out."""
    return _found(connection, "number", numbers, dimension)


def find_vectors(
    connection: sqlite3.Connection, hashes: Sequence[bytes], dimension: int
) -> dict[bytes, Vectors]:
    """A vector of shape (dimension,) for each hash of which a passage is stored."""
    return _found(connection, "text_hash", hashes, dimension)


def _found(
    connection: sqlite3.Connection, column: str, keys: Sequence[Key], dimension: int
) -> dict[Key, Vectors]:
    found = {}
    for first in range(0, len(keys), PARAMETERS_AT_ONCE):
        part = keys[first : first + PARAMETERS_AT_ONCE]
        rows = connection.execute(
            f"SELECT {column}, vector FROM passages WHERE {column} IN"  # nosec B608  # see callers
            f" ({','.join('?' * len(part))})",
            list(part),
        )
        found.update({key: _matrix([vector], dimension)[0] for key, vector in rows})
    return found


def _matrix(blobs: Sequence[bytes], dimension: int) -> Vectors:
    vectors = np.frombuffer(b"".join(blobs), dtype="<f4")
    return vectors.reshape(len(blobs), dimension).astype(np.float32)
