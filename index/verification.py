"""Check that an index holds what was written: hashes, counts, slices and vectors."""

from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

import numpy as np

from index.article_index import STORE_NAME, ArticleIndex, passage_text
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.errors import IndexFailure
from index.records import (
    read_content_hashes,
    read_document,
    read_manifest,
    read_vectors,
)
from index.snapshot import drop_old_files, publish
from index.store import Store
from index.vectors import VectorIndex

SAMPLE_SIZE = 32
MINIMUM_COSINE = 0.99


def find_problems(folder: Path, encoder: Encoder, chunking: ChunkingOptions) -> list[str]:
    """Everything that is wrong with the index in `folder`, in words; empty when it is sound."""
    if not (folder / STORE_NAME).exists():
        return [f"{folder} holds no index"]
    problems: list[str] = []
    try:
        with Store(folder / STORE_NAME).reading() as connection:
            problems += _store_problems(connection)
            problems += _vector_problems(connection, encoder)
            problems += _word_problems(connection)
    except IndexFailure as failure:
        problems.append(str(failure))
    except (TypeError, ValueError, AttributeError) as error:
        # A flipped bit can change a value's type, which SQLite takes.
        problems.append(f"the store: a row holds another kind of value than was written: {error}")
    if not problems:
        try:
            ArticleIndex(folder, encoder, chunking)
        except IndexFailure as failure:
            problems.append(str(failure))
    return problems


def repair(folder: Path, encoder: Encoder, chunking: ChunkingOptions) -> None:
    """Write the derived parts (FAISS and full text) anew; the stored articles stay as they are.

    Raises:
        IndexFailure: the articles themselves cannot be read, or the index was made otherwise.
    """
    store = Store(folder / STORE_NAME)
    with store.writing() as connection:
        read_manifest(connection).require(encoder.identity, chunking, str(folder))
        connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
        numbers, vectors = read_vectors(connection, encoder.identity.dimension)
        fresh = VectorIndex.empty(encoder.identity.dimension).replaced([], numbers, vectors)
        publish(connection, folder, fresh)
    drop_old_files(store, folder)


def _store_problems(connection: Connection) -> Iterator[str]:
    for (finding,) in connection.execute("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"the store: {finding}"
    for document_id, stored in read_content_hashes(connection).items():
        try:
            document = read_document(connection, document_id)
        except ValueError:
            document = None
        if document is None or document.content_hash != stored:
            yield f"document {document_id!r}: its text is not the one that was stored"
            continue
        rows = connection.execute(
            'SELECT "start", "end", text FROM passages WHERE document_id = ?', (document_id,)
        )
        for start, end, text in rows:
            if document.text[start:end] != text:
                yield f"passage {document_id}:{start}-{end}: its text is not the document's"
    manifest = read_manifest(connection)
    for name, expected in (("documents", manifest.documents), ("passages", manifest.passages)):
        found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        if found != expected:
            yield f"the store: {expected} {name} were written, {found} are stored"


def _vector_problems(connection: Connection, encoder: Encoder) -> Iterator[str]:
    identity = read_manifest(connection).encoder
    if identity != encoder.identity:
        return
    sizes = connection.execute(
        "SELECT number, length(vector) FROM passages WHERE length(vector) != ?",
        (4 * identity.dimension,),
    ).fetchall()
    if sizes:
        yield from (f"passage number {n}: the stored vector has {size} bytes" for n, size in sizes)
        return
    numbers, vectors = read_vectors(connection, identity.dimension)
    sample = np.unique(np.linspace(0, len(numbers) - 1, SAMPLE_SIZE).astype(int))
    for row in sample if numbers else []:
        title, text = connection.execute(
            "SELECT title, text FROM passages WHERE number = ?", (numbers[row],)
        ).fetchone()
        again = encoder.encode_passages([passage_text(title, text)])[0]
        cosine = float(again @ vectors[row])
        if not cosine >= MINIMUM_COSINE:  # so that NaN is found, too
            yield (
                f"passage number {numbers[row]}: the stored vector has cosine {cosine:.3f} with "
                f"the text's, expected at least {MINIMUM_COSINE}"
            )


def _word_problems(connection: Connection) -> Iterator[str]:
    """Each passage must be found by its own number in the full-text index."""
    missing = connection.execute(
        "SELECT count(*) FROM passages WHERE number NOT IN (SELECT rowid FROM words_docsize)"
    ).fetchone()[0]
    if missing:
        yield f"the full-text index: {missing} passages are missing from it"
