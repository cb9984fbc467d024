"""FAISS files: which kind of index one holds."""

from pathlib import Path

import faiss

from index.errors import IndexDamagedError
from index.listed_vectors import ListedVectors
from index.vectors import ExactVectors, VectorIndex


def load_vectors(path: Path) -> VectorIndex:
    """Read what `VectorIndex.save` wrote.

    Raises:
        IndexDamagedError: the file is not a whole FAISS index.
    """
    try:
        index = faiss.read_index(str(path))
    except RuntimeError as error:
        raise IndexDamagedError(f"{path} is not a whole FAISS index: {error}") from error
    return ListedVectors(index) if isinstance(index, faiss.IndexIVF) else ExactVectors(index)
