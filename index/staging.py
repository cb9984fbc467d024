"""Documents on their way into an index: cut and embedded, in a temporary file without a name.

Reading and embedding many documents takes long; done here, it holds up no other writer and
needs little memory, and a killed process leaves nothing behind.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Self

import numpy as np

from index.document import Document
from index.encoder import Vectors
from index.passage import Passage
from index.records import (
    delete_documents,
    read_content_hashes,
    read_document,
    write_document,
)
from index.store import unnamed_store


@dataclass(frozen=True, slots=True)
class StagedDocument:
    """A document, its passages in order and their vectors of shape (passages, dimension)."""

    document: Document
    passages: list[Passage]
    vectors: Vectors


class Staging:
    """Documents with their passages and vectors; belongs to the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        """An empty one, gone with the context.

        Raises:
            IndexWriteError: the folder of temporary files is full.
        """
        with unnamed_store() as connection:
            yield cls(connection)

    def put(self, document: Document, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Keep a document in place of one with its id; vectors of shape (passages, dimension)."""
        delete_documents(self._connection, [document.document_id])
        write_document(self._connection, document, passages, vectors)

    def discard(self, document_id: str) -> None:
        """Forget a document, if it is here."""
        delete_documents(self._connection, [document_id])

    def content_hashes(self) -> dict[str, str]:
        """The content hash of every document that is here, by id."""
        return read_content_hashes(self._connection)

    def copy_to(self, connection: Connection, document_ids: Sequence[str]) -> None:
        """Store documents that are here, replacing those of the same ids."""
        for entry in self.entries(document_ids):
            delete_documents(connection, [entry.document.document_id])
            write_document(connection, entry.document, entry.passages, entry.vectors)

    def entries(self, document_ids: Iterable[str]) -> Iterator[StagedDocument]:
        """Documents that are here, one after the other."""
        for name in document_ids:
            document = read_document(self._connection, name)
            if document is None:
                raise ValueError(f"document {name!r} was never put here")
            yield StagedDocument(document, *self._passages(name))

    def _passages(self, document_id: str) -> tuple[list[Passage], Vectors]:
        rows = self._connection.execute(
            'SELECT "start", "end", text, vector FROM passages WHERE document_id = ?'
            " ORDER BY number",
            (document_id,),
        ).fetchall()
        passages = [Passage(document_id, start, end, text) for start, end, text, _ in rows]
        vectors = np.frombuffer(b"".join(blob for *_, blob in rows), dtype="<f4")
        dimension = vectors.size // max(1, len(rows))
        return passages, vectors.astype(np.float32).reshape(len(rows), dimension)
