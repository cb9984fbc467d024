"""Rows of the store: what is read and written inside one connection's transaction."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from index.document import Document
from index.encoder import Vectors
from index.passage import Passage, PassageFilter

PARAMETERS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A stored document without its text; `characters` counts code points."""

    document_id: str
    title: str
    source: str
    outlet: str | None
    published_at: date | None
    characters: int
    passages: int


def passage_text(title: str, text: str) -> str:
    """What is embedded: the title says what a passage's pronouns leave out."""
    return f"{title}\n{text}"


def text_hash(embedded: str) -> bytes:
    """SHA-256 of what is embedded: equal texts have equal vectors."""
    return hashlib.sha256(embedded.encode()).digest()


def write_document(
    connection: sqlite3.Connection,
    document: Document,
    passages: Sequence[Passage],
    vectors: Vectors,
) -> None:
    """Store a document that is not stored yet, with vectors of shape (passages, dimension)."""
    published = None if document.published_at is None else document.published_at.isoformat()
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document.document_id,
            document.title,
            document.text,
            document.source,
            document.outlet,
            published,
            document.content_hash,
        ),
    )
    connection.executemany(
        'INSERT INTO passages (document_id, "start", "end", title, text, text_hash, vector)'
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                document.document_id,
                passage.start,
                passage.end,
                document.title,
                passage.text,
                text_hash(passage_text(document.title, passage.text)),
                vector.astype("<f4").tobytes(),
            )
            for passage, vector in zip(passages, vectors, strict=True)
        ),
    )


def delete_documents(connection: sqlite3.Connection, document_ids: Iterable[str]) -> None:
    """Remove those documents that are stored, and their passages."""
    names = [(name,) for name in document_ids]
    # Not left to the cascade: the full-text triggers must see each row.
    connection.executemany("DELETE FROM passages WHERE document_id = ?", names)
    connection.executemany("DELETE FROM documents WHERE document_id = ?", names)


def read_document(connection: sqlite3.Connection, document_id: str) -> Document | None:
    """The stored document, None if there is none of that id."""
    row = connection.execute(
        "SELECT document_id, title, text, source, outlet, published_at FROM documents"
        " WHERE document_id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        return None
    name, title, text, source, outlet, published = row
    return Document(name, title, text, source, outlet, _date(published))


def read_summaries(connection: sqlite3.Connection) -> list[DocumentSummary]:
    """Every document without its text, by title."""
    rows = connection.execute(
        "SELECT d.document_id, d.title, d.source, d.outlet, d.published_at, length(d.text),"
        " (SELECT count(*) FROM passages p WHERE p.document_id = d.document_id)"
        " FROM documents d ORDER BY d.title, d.document_id"
    )
    return [
        DocumentSummary(name, title, source, outlet, _date(published), characters, passages)
        for name, title, source, outlet, published, characters, passages in rows
    ]


def read_content_hashes(connection: sqlite3.Connection) -> dict[str, str]:
    """The content hash of every stored document, by id."""
    return dict(connection.execute("SELECT document_id, content_hash FROM documents"))


def find_content_hashes(
    connection: sqlite3.Connection, document_ids: Sequence[str]
) -> dict[str, str]:
    """The content hashes of those documents that are stored, by id."""
    found: dict[str, str] = {}
    for first in range(0, len(document_ids), PARAMETERS_AT_ONCE):
        part = document_ids[first : first + PARAMETERS_AT_ONCE]
        found.update(
            connection.execute(
                "SELECT document_id, content_hash FROM documents WHERE document_id IN"  # nosec B608  # question marks
                f" ({','.join('?' * len(part))})",
                part,
            ).fetchall()
        )
    return found


def read_passages(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Passage]:
    """The passages of those numbers; numbers that are not stored are left out."""
    passages = {}
    for first in range(0, len(numbers), PARAMETERS_AT_ONCE):
        part = numbers[first : first + PARAMETERS_AT_ONCE]
        rows = connection.execute(
            'SELECT number, document_id, "start", "end", text FROM passages WHERE number IN'  # nosec B608  # question marks
            f" ({','.join('?' * len(part))})",
            list(part),
        )
        passages.update({number: Passage(*fields) for number, *fields in rows})
    return passages


def matching_numbers(connection: sqlite3.Connection, condition: PassageFilter) -> list[int]:
    """Numbers of the passages whose document passes the filter."""
    where, parameters = filter_clause(condition)
    rows = connection.execute(
        # Columns and question marks.
        "SELECT p.number FROM passages p JOIN documents d USING (document_id)" + where,  # nosec B608
        parameters,
    )
    return [number for (number,) in rows]


def filter_clause(condition: PassageFilter) -> tuple[str, list[str]]:
    """The filter as a WHERE clause over documents `d`, with its parameters."""
    clauses: list[str] = []
    parameters: list[str] = []
    for column, values in (
        ("d.document_id", condition.document_ids),
        ("d.outlet", condition.outlets),
    ):
        if values is not None:
            clauses.append(f"{column} IN ({','.join('?' * len(values))})")
            parameters += values
    for comparison, day in (
        (">=", condition.published_after),
        ("<=", condition.published_before),
    ):
        if day is not None:
            clauses.append(f"d.published_at {comparison} ?")
            parameters.append(day.isoformat())
    return (" WHERE " + " AND ".join(clauses) if clauses else ""), parameters


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
