"""Look through what a version's store holds: hashes, slices, counts, vectors and full text."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from sqlite3 import Connection

import numpy as np

from index.encoder import Encoder
from index.manifest import Manifest
from index.records import (
    passage_text,
    read_content_hashes,
    read_document,
    text_hash,
)
from index.stored_vectors import Numbers, read_numbers, read_vectors, read_vectors_of
from index.vectors import VectorIndex

SAMPLE_SIZE = 32
MINIMUM_COSINE = 0.99


def store_findings(connection: Connection) -> Iterator[str]:
    """Damage of the file's structure, and rows that refer to what is not stored."""
    for (finding,) in connection.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"the store: {finding}"
    for table, row, *_ in connection.execute("PRAGMA foreign_key_check"):
        yield f"the store: row {row} of {table} refers to a document that is not stored"


def count_findings(connection: Connection, manifest: Manifest) -> Iterator[str]:
    """Rows that are too many or too few."""
    for name, expected in (("documents", manifest.documents), ("passages", manifest.passages)):
        rows = connection.execute(f"SELECT count(*) FROM {name}")  # nosec B608  # a name of ours
        found = rows.fetchone()[0]
        if found != expected:
            yield f"the store: {expected} {name} were written, {found} are stored"


def document_findings(connection: Connection) -> Iterator[str]:
    """Documents that are not what was stored, and passages that are not slices of them."""
    for document_id, stored in read_content_hashes(connection).items():
        try:
            document = read_document(connection, document_id)
        except ValueError:
            document = None
        if document is None or document.content_hash != stored:
            yield f"document {document_id!r}: its text is not the one that was stored"
            continue
        rows = connection.execute(
            'SELECT "start", "end", title, text, text_hash FROM passages WHERE document_id = ?',
            (document_id,),
        )
        for start, end, title, text, stored_hash in rows:
            if document.text[start:end] != text:
                yield f"passage {document_id}:{start}-{end}: its text is not the document's"
            elif title != document.title:
                yield f"passage {document_id}:{start}-{end}: its title is not the document's"
            elif text_hash(passage_text(title, text)) != stored_hash:
                yield f"passage {document_id}:{start}-{end}: its hash is not that of its text"


def vector_findings(
    connection: Connection, manifest: Manifest, vectors: VectorIndex, encoder: Encoder
) -> Iterator[str]:
    """Vectors that differ between store and FAISS, all compared, or from the text's, a sample."""
    dimension = manifest.encoder.dimension
    sizes = connection.execute(
        "SELECT number, length(vector) FROM passages WHERE length(vector) != ?", (4 * dimension,)
    ).fetchall()
    if sizes:
        yield from (f"passage number {n}: the stored vector has {size} bytes" for n, size in sizes)
        return
    numbers = read_numbers(connection)
    if not np.array_equal(vectors.ids, numbers):
        yield f"the store holds {len(numbers)} passages, FAISS other ones: {len(vectors)}"
        return
    for part, stored in read_vectors(connection, 0, dimension):
        differing = part[vectors.disagreeing(part, stored)]
        yield from (f"passage number {n}: FAISS holds another vector" for n in differing)
    if manifest.encoder == encoder.identity:
        yield from _sample_findings(connection, numbers, encoder)


def word_findings(connection: Connection) -> Iterator[str]:
    """Passages that the full-text index lacks, and words that are not those of the passages."""
    missing = connection.execute(
        "SELECT count(*) FROM passages WHERE number NOT IN (SELECT rowid FROM words_docsize)"
    ).fetchone()[0]
    if missing:
        yield f"the full-text index: {missing} passages are missing from it"
        return
    # The check is an INSERT, which only a copy takes; an unnamed one lies on the disk.
    with closing(sqlite3.connect("")) as copy:
        connection.backup(copy)
        try:
            copy.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield f"the full-text index: it is not that of the passages ({error})"


def _sample_findings(connection: Connection, numbers: Numbers, encoder: Encoder) -> Iterator[str]:
    """Embed some texts again; all vectors of a version are made the same way."""
    if not len(numbers):
        return
    rows = np.unique(np.linspace(0, len(numbers) - 1, SAMPLE_SIZE).astype(int))
    sample = [int(number) for number in numbers[rows]]
    texts = [
        passage_text(
            *connection.execute(
                "SELECT title, text FROM passages WHERE number = ?", (number,)
            ).fetchone()
        )
        for number in sample
    ]
    stored = read_vectors_of(connection, sample, encoder.identity.dimension)
    for number, vector in zip(sample, encoder.encode_passages(texts), strict=True):
        cosine = float(vector @ stored[number])
        if not cosine >= MINIMUM_COSINE:  # so that NaN is found, too
            yield (
                f"passage number {number}: the stored vector has cosine {cosine:.3f} with "
                f"the text's, expected at least {MINIMUM_COSINE}"
            )
