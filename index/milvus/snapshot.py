"""One version of an index in Milvus: its rows, told from others' by when they came and went."""

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from index.catalogue import text_sha256
from index.document import DOCUMENT_ID_PATTERN, Document
from index.encoder import Vectors
from index.interface import Query, Ranking, Rankings, StoredPassage
from index.manifest import VersionRecord
from index.milvus.collections import DOCUMENT_FIELDS, DOCUMENTS, PASSAGE_FIELDS, PASSAGES
from index.milvus.database import Database
from index.milvus.rows import (
    Row,
    among,
    passing,
    read_documents,
    read_passage,
    read_summary,
    read_vector,
    visible,
)
from index.passage import PassageFilter
from index.records import DocumentSummary
from index.terms import term_lists

SUMMARY_FIELDS = (
    "document_id",
    "title",
    "source",
    "outlet",
    "published_at",
    "characters",
    "passages",
)
IDS_AT_ONCE = 500


class MilvusSnapshot:
    """A version; threads may share it.

    Its rows stay as long as the version is kept: unlike a directory's, a version that expires is
    deleted even while it is read, so keep some.
    """

    def __init__(self, database: Database, manifest: VersionRecord, settled_seconds: float) -> None:
        """A version that was made current before now.

        After `settled_seconds` every copy of the data has its rows, and a search need not wait
        for the moment's state.
        """
        self.manifest = manifest
        described = json.dumps([str(database.address), asdict(manifest)], sort_keys=True)
        self.manifest_sha256 = text_sha256(described)
        self._database = database
        self._settled = time.monotonic() + settled_seconds

    def search(
        self, queries: Sequence[Query], condition: PassageFilter, count: int
    ) -> list[Rankings]:
        """At most `count` passages by vector and by words, of documents that pass, for each query.

        A passage without any of the words has no place in `lexical`.
        """
        conditions = passing(condition)
        if conditions is None or not queries:
            return [Rankings([], []) for _ in queries]
        where = self._visible(conditions)
        vectors = [query.vector for query in queries]
        dense = self._nearest("vector", vectors, where, count)
        words = [" ".join(terms) for terms in term_lists([" ".join(q.words) for q in queries])]
        asked = [text for text in words if text]
        found = iter(self._nearest("words", asked, where, count) if asked else [])
        lexical = [_lexical(next(found)) if text else [] for text in words]
        return [Rankings(*both) for both in zip(dense, lexical, strict=True)]

    def passages(self, numbers: Iterable[int]) -> dict[int, StoredPassage]:
        """The passages of those numbers; numbers that are not stored are left out."""
        wanted = list(numbers)
        found = {}
        for first in range(0, len(wanted), IDS_AT_ONCE):
            part = ", ".join(str(number) for number in wanted[first : first + IDS_AT_ONCE])
            where = self._visible(f"number in [{part}]")
            for row in self._rows(PASSAGES, where, PASSAGE_FIELDS):
                found[int(row["number"])] = read_passage(row)
        return found

    def documents(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """The stored documents by id; ids that are not stored are left out."""
        rows = (
            row
            for where in self._of_ids(list(document_ids))
            for row in self._rows(DOCUMENTS, where, DOCUMENT_FIELDS)
        )
        return read_documents(rows)

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""
        rows = self._rows(DOCUMENTS, self._visible("part == 0"), SUMMARY_FIELDS)
        found = [read_summary(row) for row in rows]
        return sorted(found, key=lambda summary: (summary.title, summary.document_id))

    def count_documents(self) -> int:
        """How many documents are stored, counted in the store and not taken from the manifest."""
        return self._database.count(DOCUMENTS, self._visible("part == 0"))

    def count_passages(self) -> int:
        """How many passages are stored, counted."""
        return self._database.count(PASSAGES, self._visible(""))

    def content_hashes(self, document_ids: Sequence[str]) -> dict[str, str]:
        """The content hashes of stored documents, by id."""
        return {
            row["document_id"]: row["content_hash"]
            for where in self._of_ids(document_ids)
            for row in self._rows(
                DOCUMENTS, f"{where} and part == 0", ("document_id", "content_hash")
            )
        }

    def vectors_of_texts(self, hashes: Sequence[bytes]) -> dict[bytes, Vectors]:
        """A vector of shape (dimension,) for each hash of which a passage is stored."""
        found = {}
        for first in range(0, len(hashes), IDS_AT_ONCE):
            part = [one.hex() for one in hashes[first : first + IDS_AT_ONCE]]
            where = self._visible(among("text_hash", part))
            for row in self._rows(PASSAGES, where, ("text_hash", "vector")):
                found[bytes.fromhex(row["text_hash"])] = read_vector(row)
        return found

    def passages_of(self, document_ids: Sequence[str]) -> Iterator[StoredPassage]:
        """Every passage of those documents."""
        for where in self._of_ids(document_ids):
            for row in self._rows(PASSAGES, where, PASSAGE_FIELDS):
                yield read_passage(row)

    def _of_ids(self, document_ids: Sequence[str]) -> Iterator[str]:
        """Conditions for the rows of those documents, some documents at a time."""
        possible = [name for name in document_ids if DOCUMENT_ID_PATTERN.fullmatch(name)]
        for first in range(0, len(possible), IDS_AT_ONCE):
            yield self._visible(among("document_id", possible[first : first + IDS_AT_ONCE]))

    def _visible(self, condition: str) -> str:
        here = visible(self.manifest.version)
        return f"{here} and {condition}" if condition else here

    def _rows(self, kind: str, where: str, fields: Sequence[str]) -> Iterator[Row]:
        return self._database.rows(kind, where, fields, self._is_fresh)

    def _nearest(
        self, field: str, queries: Sequence[Vectors] | Sequence[str], where: str, count: int
    ) -> list[Ranking]:
        found = self._database.nearest(PASSAGES, field, queries, where, count, self._is_fresh)
        return [sorted(hits, key=lambda hit: (-hit[1], hit[0])) for hits in found]

    @property
    def _is_fresh(self) -> bool:
        return time.monotonic() < self._settled


def _lexical(ranking: Ranking) -> Ranking:
    """Scores above 0, best first; Milvus Lite gives BM25 with the sign of a distance."""
    scored = [(number, abs(score)) for number, score in ranking if score]
    return sorted(scored, key=lambda hit: (-hit[1], hit[0]))
