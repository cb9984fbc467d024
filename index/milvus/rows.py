"""Rows of Milvus: what documents and passages are written as and read from."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np

from index.document import DOCUMENT_ID_PATTERN, Document
from index.encoder import Vectors
from index.errors import DocumentError
from index.interface import StoredPassage
from index.milvus.collections import MAXIMUM_BYTES, NEVER, PART_CHARACTERS
from index.passage import Passage, PassageFilter
from index.records import DocumentSummary, passage_text, text_hash
from index.staging import StagedDocument
from index.terms import term_lists

Row = dict[str, Any]
UNUSED = [1.0, 0.0]


def require_storable(entry: StagedDocument) -> None:
    """Refuse a document of which rows cannot be written.

    Raises:
        DocumentError: its title, source or outlet, or a passage, is too long for this store.
    """
    document = entry.document
    for field in ("title", "source", "outlet"):
        _require_short(document, f"the {field}", getattr(document, field) or "")
    for passage in entry.passages:
        place = f"the passage from {passage.start} to {passage.end}"
        _require_short(document, place, passage.text)


def document_rows(entry: StagedDocument, version: int) -> Iterator[Row]:
    """A row for each part of a document's text."""
    document = entry.document
    for part, first in enumerate(range(0, len(document.text), PART_CHARACTERS)):
        yield {
            "key": f"{document.document_id}:{version}:{part}",
            "document_id": document.document_id,
            "part": part,
            "title": document.title,
            "text": document.text[first : first + PART_CHARACTERS],
            "source": document.source,
            "outlet": document.outlet or "",
            "published_at": "" if document.published_at is None else str(document.published_at),
            "content_hash": document.content_hash,
            "characters": len(document.text),
            "passages": len(entry.passages),
            "added": version,
            "removed": NEVER,
            "unused": UNUSED,
        }


def passage_rows(entry: StagedDocument, first_number: int, version: int) -> list[Row]:
    """A row for each passage, numbered from `first_number` on."""
    document = entry.document
    embedded = [passage_text(document.title, passage.text) for passage in entry.passages]
    rows = []
    for number, (passage, text, terms, vector) in enumerate(
        zip(entry.passages, embedded, term_lists(embedded), entry.vectors, strict=True),
        first_number,
    ):
        rows.append(
            {
                "number": number,
                "document_id": document.document_id,
                "start": passage.start,
                "end": passage.end,
                "text": passage.text,
                "terms": _shortened(" ".join(terms)),
                "text_hash": text_hash(text).hex(),
                "outlet_hash": outlet_hash(document.outlet or ""),
                "day": 0 if document.published_at is None else document.published_at.toordinal(),
                "added": version,
                "removed": NEVER,
                "vector": vector.tolist(),
            }
        )
    return rows


def read_documents(rows: Iterable[Row]) -> dict[str, Document]:
    """The documents of their rows, by id.

    One of which a row is missing, since it expired while it was read, is left out.
    """
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row["document_id"], []).append(row)
    found = {}
    for name, of_document in parts.items():
        of_document.sort(key=lambda row: int(row["part"]))
        row, text = of_document[0], "".join(part["text"] for part in of_document)
        if len(text) != row["characters"]:
            continue
        found[name] = Document(
            name, row["title"], text, row["source"], row["outlet"] or None, _published(row)
        )
    return found


def read_summary(row: Row) -> DocumentSummary:
    """The summary that the first part's row of a document tells."""
    return DocumentSummary(
        document_id=row["document_id"],
        title=row["title"],
        source=row["source"],
        outlet=row["outlet"] or None,
        published_at=_published(row),
        characters=row["characters"],
        passages=row["passages"],
    )


def read_passage(row: Row) -> StoredPassage:
    """The passage of a row that holds its vector."""
    passage = Passage(row["document_id"], row["start"], row["end"], row["text"])
    return StoredPassage(passage, read_vector(row))


def read_vector(row: Row) -> Vectors:
    """The vector of a row, of shape (dimension,)."""
    return np.array(row["vector"], dtype=np.float32)


def visible(version: int) -> str:
    """The condition for a row to be of a version."""
    return f"added <= {version} and removed > {version}"


def passing(condition: PassageFilter) -> str | None:
    """The condition that passages must meet, "" for none; None where nothing can pass.

    No text of a client stands in it: ids are of the pattern of ids, outlets are hashed.
    """
    clauses = []
    for column, values in (
        ("document_id", _possible_ids(condition.document_ids)),
        ("outlet_hash", _hashes(condition.outlets)),
    ):
        if values is not None:
            if not values:
                return None
            clauses.append(among(column, values))
    if condition.published_after is not None:
        clauses.append(f"day >= {condition.published_after.toordinal()}")
    if condition.published_before is not None:
        clauses.append(f"day >= 1 and day <= {condition.published_before.toordinal()}")
    return " and ".join(clauses)


def among(column: str, values: Sequence[str]) -> str:
    """The condition for a column to hold one of the values, which need no escaping."""
    quoted = ", ".join(f'"{value}"' for value in values)
    return f"{column} in [{quoted}]"


def outlet_hash(outlet: str) -> str:
    """What an outlet is found by; "" for none."""
    return hashlib.sha256(outlet.encode()).hexdigest() if outlet else ""


def _possible_ids(names: Sequence[str] | None) -> list[str] | None:
    """The ids that a document may have, since others may hold anything."""
    if names is None:
        return None
    return [name for name in names if DOCUMENT_ID_PATTERN.fullmatch(name)]


def _hashes(outlets: Sequence[str] | None) -> list[str] | None:
    return None if outlets is None else [outlet_hash(outlet) for outlet in outlets if outlet]


def _published(row: Row) -> date | None:
    return date.fromisoformat(row["published_at"]) if row["published_at"] else None


def _require_short(document: Document, what: str, text: str) -> None:
    size = len(text.encode())
    if size > MAXIMUM_BYTES:
        raise DocumentError(
            f"{document.source or document.document_id}: {what} has {size:,} bytes, this store "
            f"holds at most {MAXIMUM_BYTES:,}: shorten it, or keep the index in a directory"
        )


def _shortened(text: str) -> str:
    return text.encode()[:MAXIMUM_BYTES].decode(errors="ignore")
