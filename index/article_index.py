"""The index of a directory: add, replace, remove and look up documents."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

import numpy as np

from index.chunking import ChunkingOptions, chunk_document
from index.document import Document, check_document
from index.encoder import Encoder, Vectors
from index.errors import DocumentNotFoundError, IndexMismatchError
from index.files import write_atomically
from index.manifest import FORMAT_VERSION, Manifest
from index.records import (
    DocumentSummary,
    delete_document,
    read_content_hashes,
    read_document,
    read_manifest,
    read_summaries,
    write_document,
)
from index.snapshot import (
    Snapshot,
    drop_old_files,
    load_snapshot,
    load_vectors,
    publish,
    vectors_path,
)
from index.store import Store
from index.vectors import VectorIndex
from index.weights import file_sha256

STORE_NAME = "articles.sqlite"


@dataclass(frozen=True, slots=True)
class AddReport:
    """Ids of the documents that were new, that changed, and that were stored already."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]


class ArticleIndex:
    """Documents in a directory, searchable by passage.

    Threads may share one object. Another process's changes are seen at the next call.
    """

    def __init__(self, folder: Path, encoder: Encoder, chunking: ChunkingOptions) -> None:
        """Open the index in `folder`; a new or empty folder becomes an empty index.

        Raises:
            IndexMismatchError: it was made otherwise, or the folder holds something else.
            IndexDamagedError: a file is missing or does not hold what was written.
        """
        self.folder = folder
        self.encoder = encoder
        self.chunking = chunking
        self.store = Store(folder / STORE_NAME)
        self._lock = threading.Lock()
        if self.store.is_empty():
            self._create()
        with self.store.reading() as connection:
            self._require_same_making(connection)
        self._snapshot = load_snapshot(self.store, folder)

    def snapshot(self) -> Snapshot:
        """The newest version; loads its vectors when another process has changed the index."""
        with self.store.reading() as connection:
            version = read_manifest(connection).version
        with self._lock:
            if self._snapshot.manifest.version < version:
                self._snapshot = load_snapshot(self.store, self.folder)
            return self._snapshot

    def add(self, documents: Sequence[Document]) -> AddReport:
        """Store documents, all or none; one whose id is stored is replaced if it differs.

        Raises:
            DocumentError: a document cannot be stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
        """
        by_id = {document.document_id: check_document(document) for document in documents}
        with self.store.reading() as connection:
            stored = read_content_hashes(connection)
        changed = [
            document
            for name, document in by_id.items()
            if stored.get(name) != document.content_hash
        ]
        if changed:
            self._write(changed)
        names = [document.document_id for document in changed]
        return AddReport(
            added=tuple(name for name in names if name not in stored),
            replaced=tuple(name for name in names if name in stored),
            unchanged=tuple(name for name in by_id if name not in names),
        )

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents, all or none.

        Raises:
            DocumentNotFoundError: one of them is not stored; nothing was changed.
        """
        with self.store.writing() as connection:
            stored = read_content_hashes(connection)
            missing = [name for name in document_ids if name not in stored]
            if missing:
                raise _not_found(missing)
            removed: list[int] = []
            for name in dict.fromkeys(document_ids):
                removed += delete_document(connection, name)
            self._replace_vectors(connection, removed, [], self._no_vectors())
        drop_old_files(self.store, self.folder)

    def document(self, document_id: str) -> Document:
        """The stored document.

        Raises:
            DocumentNotFoundError: there is none of that id.
        """
        with self.store.reading() as connection:
            document = read_document(connection, document_id)
        if document is None:
            raise _not_found([document_id])
        return document

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""
        with self.store.reading() as connection:
            return read_summaries(connection)

    def _create(self) -> None:
        if self.folder.exists() and not self.folder.is_dir():
            raise IndexMismatchError(f"{self.folder} is a file: name a directory for the index")
        present = (
            sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []
        )
        # What a creation that was killed leaves behind does not count as somebody's files.
        own = (".", STORE_NAME, vectors_path(self.folder, 0).name)
        foreign = [name for name in present if not name.startswith(own)]
        if foreign:
            raise IndexMismatchError(
                f"{self.folder} holds {foreign[0]!r} and no index: name an index, or a new or "
                "empty directory"
            )
        path = vectors_path(self.folder, 0)
        write_atomically(path, VectorIndex.empty(self.encoder.identity.dimension).save)
        manifest = Manifest(
            format_version=FORMAT_VERSION,
            version=0,
            encoder=self.encoder.identity,
            chunking=self.chunking,
            documents=0,
            passages=0,
            vectors_sha256=file_sha256(path),
        )
        self.store.create(manifest)

    def _write(self, documents: Sequence[Document]) -> None:
        """Chunk and embed before the transaction, so that other writers wait only for the rows."""
        passages = [chunk_document(document, self.encoder, self.chunking) for document in documents]
        texts = [
            passage_text(document.title, passage.text)
            for document, parts in zip(documents, passages, strict=True)
            for passage in parts
        ]
        vectors = self.encoder.encode_passages(texts)
        removed: list[int] = []
        numbers: list[int] = []
        with self.store.writing() as connection:
            self._require_same_making(connection)
            for document, parts in zip(documents, passages, strict=True):
                removed += delete_document(connection, document.document_id)
                own = vectors[len(numbers) : len(numbers) + len(parts)]
                numbers += write_document(connection, document, parts, own)
            self._replace_vectors(connection, removed, numbers, vectors)
        drop_old_files(self.store, self.folder)

    def _replace_vectors(
        self, connection: Connection, removed: list[int], numbers: list[int], vectors: Vectors
    ) -> None:
        current = load_vectors(self.folder, read_manifest(connection))
        publish(connection, self.folder, current.replaced(removed, numbers, vectors))

    def _require_same_making(self, connection: Connection) -> None:
        manifest = read_manifest(connection)
        manifest.require(self.encoder.identity, self.chunking, str(self.folder))

    def _no_vectors(self) -> Vectors:
        return np.empty((0, self.encoder.identity.dimension), dtype=np.float32)


def passage_text(title: str, text: str) -> str:
    """What is embedded: the title says what a passage's pronouns leave out."""
    return f"{title}\n{text}"


def _not_found(document_ids: Sequence[str]) -> DocumentNotFoundError:
    names = ", ".join(repr(name) for name in document_ids)
    return DocumentNotFoundError(f"no document {names} is stored: 'qa index list' shows the ids")
