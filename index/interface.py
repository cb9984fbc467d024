"""What asking and adding need of an index, whichever store holds it.

`index/article_index.py` keeps an index in a directory, `index/milvus/` in a Milvus database.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder, Vectors
from index.errors import DocumentNotFoundError
from index.manifest import VersionRecord
from index.passage import Passage, PassageFilter
from index.records import DocumentSummary

Ranking = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class AddReport:
    """Ids of the documents that were new, that changed, and that were stored already."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]

    @classmethod
    def of(cls, names: Sequence[str], changed: Sequence[str], stored: Container[str]) -> Self:
        """The report on documents of those names, of which some changed what was stored."""
        done = set(changed)
        return cls(
            added=tuple(name for name in changed if name not in stored),
            replaced=tuple(name for name in changed if name in stored),
            unchanged=tuple(name for name in names if name not in done),
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A question's vector of shape (dimension,) and its words, in lower case."""

    vector: Vectors
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rankings:
    """Numbers of passages, best first: `dense` with cosines, `lexical` with BM25 scores above 0."""

    dense: Ranking
    lexical: Ranking


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its vector of shape (dimension,), as it was embedded."""

    passage: Passage
    vector: Vectors


class PassageSnapshot(Protocol):
    """One version of an index: what it holds never changes while it is used."""

    @property
    def manifest(self) -> VersionRecord:
        """What the version holds and was made with."""

    @property
    def manifest_sha256(self) -> str:
        """Tells the version from every other one of this and other indexes."""

    def search(
        self, queries: Sequence[Query], condition: PassageFilter, count: int
    ) -> list[Rankings]:
        """At most `count` passages by vector and by words, of documents that pass, for each query.

        A passage without any of the words has no place in `lexical`.
        """

    def passages(self, numbers: Iterable[int]) -> dict[int, StoredPassage]:
        """The passages of those numbers; numbers that are not stored are left out."""

    def documents(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """The stored documents by id; ids that are not stored are left out."""

    def content_hashes(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The content hashes by document id; ids that are not stored are left out."""

    def vectors_of_texts(self, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        """The vectors of stored texts by the texts' hashes; others are left out."""

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""

    def count_documents(self) -> int:
        """How many documents are stored, counted in the store and not taken from the manifest."""


def stored_document(snapshot: PassageSnapshot, document_id: str) -> Document:
    """The document of an id.

    Raises:
        DocumentNotFoundError: there is none of that id.
    """
    found = snapshot.documents([document_id])
    if not found:
        raise DocumentNotFoundError([document_id])
    return found[document_id]


class PassageIndex(Protocol):
    """A living index. Threads may share one object."""

    @property
    def encoder(self) -> Encoder:
        """Embeds passages and questions."""

    @property
    def chunking(self) -> ChunkingOptions:
        """How documents are cut into passages."""

    @property
    def folder(self) -> Path:
        """A directory of this machine for what is kept beside the index."""

    def snapshot(self) -> PassageSnapshot:
        """The current version, to be used for the whole of a question."""

    def kept_versions(self) -> Sequence[VersionRecord]:
        """The versions that can be gone back to, the current one included, ascending."""

    def kept_document(self, version: int, document_id: str) -> Document | None:
        """The document as a version has it; None when that is gone or has no such document."""

    def add(self, documents: Iterable[Document]) -> AddReport:
        """Store documents, all or none, as one version; one of a stored id replaces it.

        Raises:
            DocumentError: a document cannot be stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
            IndexWriteError: the store cannot be written; nothing was changed.
        """

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents, all or none.

        Raises:
            DocumentNotFoundError: one of them is not stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
            IndexWriteError: the store cannot be written; nothing was changed.
        """

    def document(self, document_id: str) -> Document:
        """The stored document.

        Raises:
            DocumentNotFoundError: there is none of that id.
        """

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""
