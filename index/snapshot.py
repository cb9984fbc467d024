"""One version of an index, opened: what it holds never changes while it is used."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection

import numpy as np

from index.catalogue import (
    MANIFEST_NAME,
    STORE_NAME,
    VECTORS_NAME,
    Catalogue,
    read_catalogue,
    version_folder,
)
from index.common_words import CommonWords
from index.delayed_check import DelayedCheck
from index.document import Document
from index.encoder import Vectors
from index.errors import IndexBusyError, IndexDamagedError
from index.interface import Query, Ranking, Rankings, StoredPassage
from index.locking import ReadingHold
from index.manifest import Manifest
from index.passage import PassageFilter
from index.records import (
    DocumentSummary,
    find_content_hashes,
    matching_numbers,
    read_document,
    read_passages,
    read_summaries,
)
from index.store import Store
from index.stored_vectors import find_vectors, read_vectors_of
from index.vector_files import load_vectors
from index.vectors import VectorIndex
from index.version_files import damaged, read_manifest, require_checksum
from index.word_search import search_words

OPEN_ATTEMPTS = 5
CHECKED_LATER_BYTES = 256 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A version's manifest, articles and vectors, which agree; threads may share it.

    The files stay for as long as the object lives, whatever writers do.
    """

    manifest: Manifest
    manifest_sha256: str
    store: Store
    vectors: VectorIndex
    hold: ReadingHold
    common_words: CommonWords = field(default_factory=CommonWords)

    def search(
        self, queries: Sequence[Query], condition: PassageFilter, count: int
    ) -> list[Rankings]:
        """At most `count` passages by vector and by words, of documents that pass, for each query.

        A passage without any of the words has no place in `lexical`.
        """
        if not queries:
            return []
        with self.store.reading() as connection:
            allowed = None
            if not condition.is_empty:
                allowed = np.array(matching_numbers(connection, condition), dtype=np.int64)
            vectors = np.stack([query.vector for query in queries])
            rankings = self.vectors.search(vectors, count, allowed)
            return [
                Rankings(dense, self._by_words(connection, query.words, condition, count))
                for query, dense in zip(queries, rankings, strict=True)
            ]

    def passages(self, numbers: Iterable[int]) -> dict[int, StoredPassage]:
        """The passages of those numbers; numbers that are not stored are left out."""
        wanted = list(numbers)
        with self.store.reading() as connection:
            passages = read_passages(connection, wanted)
            vectors = read_vectors_of(connection, wanted, self.manifest.encoder.dimension)
        return {
            number: StoredPassage(passage, vectors[number]) for number, passage in passages.items()
        }

    def documents(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """The stored documents by id; ids that are not stored are left out."""
        with self.store.reading() as connection:
            found = [read_document(connection, name) for name in document_ids]
        return {document.document_id: document for document in found if document is not None}

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""
        with self.store.reading() as connection:
            return read_summaries(connection)

    def count_documents(self) -> int:
        """How many documents are stored, counted in the store and not taken from the manifest."""
        with self.store.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def content_hashes(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The content hashes of stored documents, by id."""
        with self.store.reading() as connection:
            return find_content_hashes(connection, document_ids)

    def vectors_of_texts(self, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        """A vector of shape (dimension,) for each hash of which a passage is stored."""
        with self.store.reading() as connection:
            return find_vectors(connection, hashes, self.manifest.encoder.dimension)

    def _by_words(
        self, connection: Connection, words: Sequence[str], condition: PassageFilter, count: int
    ) -> Ranking:
        rare = self.common_words.left_out(connection, words, self.manifest.passages)
        return search_words(connection, rare, condition, count)


def load_current(folder: Path) -> Snapshot:
    """The current version, whole.

    Raises:
        IndexMismatchError: the index is of another format version.
        IndexDamagedError: a file is missing or does not hold what was written.
        IndexBusyError: other processes write faster than the files can be read.
    """
    for _ in range(OPEN_ATTEMPTS):
        catalogue = read_catalogue(folder)
        try:
            return load_version(folder, catalogue, catalogue.current, whole=False)
        except IndexDamagedError:
            # Writers that finished since may have deleted the version: look again.
            if read_catalogue(folder).current == catalogue.current:
                raise
    raise IndexBusyError(f"{folder}: other processes keep writing to this index: try again later")


def load_version(folder: Path, catalogue: Catalogue, number: int, whole: bool = True) -> Snapshot:
    """A kept version. Neither SQLite nor FAISS notices every flipped bit, so the checksums of
    both files are compared first.

    Unless all of it must be `whole`, that of a SQLite file of more than `CHECKED_LATER_BYTES` is
    compared in another thread: until that ends, some seconds for each 4 GB, what is read may come
    from damaged pages; from then on, every reading is refused.

    Raises:
        IndexDamagedError: a file is missing or does not hold what was written.
    """
    place = version_folder(folder, number)
    try:
        hold = ReadingHold(place / MANIFEST_NAME)
    except FileNotFoundError as error:
        raise damaged(folder, f"{place / MANIFEST_NAME} is missing") from error
    manifest_sha256 = catalogue.manifest_sha256(number)
    manifest = read_manifest(folder, number, manifest_sha256)
    require_checksum(folder, place / VECTORS_NAME, manifest.vectors_sha256)
    store = _checked_store(folder, place / STORE_NAME, manifest.store_sha256, whole)
    vectors = load_vectors(place / VECTORS_NAME)
    return Snapshot(manifest, manifest_sha256, store, vectors, hold)


def _checked_store(folder: Path, path: Path, expected: str, whole: bool) -> Store:
    def check() -> None:
        require_checksum(folder, path, expected)

    if whole or not path.exists() or path.stat().st_size <= CHECKED_LATER_BYTES:
        check()
        return Store(path)
    return Store(path, DelayedCheck(check))
