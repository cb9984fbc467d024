"""Write the next version of an index: built aside, checked, then made current in one step.

Each version is a whole copy. That costs writing as many bytes as the index has at each change,
and buys that readers never wait, that damage to one version leaves the others whole, and that
going back is naming another version.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Self

import numpy as np

from index.catalogue import (
    MANIFEST_NAME,
    STORE_NAME,
    VECTORS_NAME,
    Catalogue,
    text_sha256,
    version_folder,
    write_catalogue,
)
from index.chunking import ChunkingOptions
from index.encoder import EncoderIdentity
from index.errors import IndexDamagedError, IndexFailure, IndexWriteError
from index.files import aside_name, copy_with_sha256, force_to_disk
from index.leftovers import sweep
from index.locking import ReadingHold
from index.manifest import FORMAT_VERSION, Manifest
from index.snapshot import Snapshot
from index.storage_options import StorageOptions
from index.store import Store
from index.stored_vectors import read_numbers
from index.vector_building import following_vectors
from index.vector_files import load_vectors
from index.vector_options import VectorOptions
from index.vectors import VectorIndex
from index.version_files import damaged
from index.weights import file_sha256

Write = Callable[[Connection], object]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a new version starts from; `store` is a file and its SHA-256, None to start empty."""

    parent: int | None
    encoder: EncoderIdentity
    chunking: ChunkingOptions
    store: tuple[Path, str] | None
    vectors: VectorIndex

    @classmethod
    def of(cls, base: Snapshot) -> Self:
        """Everything that a version holds."""
        made = base.manifest
        store = (base.store.path, made.store_sha256)
        return cls(made.version, made.encoder, made.chunking, store, base.vectors)

    @classmethod
    def nothing(
        cls, encoder: EncoderIdentity, chunking: ChunkingOptions, parent: int | None
    ) -> Self:
        """No documents."""
        return cls(parent, encoder, chunking, None, VectorIndex.empty(encoder.dimension))


def publish(
    folder: Path,
    catalogue: Catalogue | None,
    origin: Origin,
    write: Write,
    storage: StorageOptions,
) -> Snapshot:
    """Make a version of the origin and of what `write` changes in its store; it becomes current.

    The caller holds the writer's lock. Whatever goes wrong, and whenever the process dies, the
    current version stays as it was.

    Raises:
        IndexDamagedError: the origin's store is not what was written.
        IndexWriteError: the disk is full or the folder cannot be written.
    """
    number = 0 if catalogue is None else catalogue.last + 1
    place = version_folder(folder, number)
    aside = place.with_name(aside_name(place.name))
    try:
        aside.mkdir(parents=True)
        manifest, vectors = _build(folder, aside, number, origin, write, storage.vectors)
        (aside / MANIFEST_NAME).write_text(manifest.to_json(), encoding="utf-8")
        for path in (*aside.iterdir(), aside):
            force_to_disk(path)
        aside.rename(place)
        for path in (place.parent, folder):
            force_to_disk(path)
        hold, sha256 = ReadingHold(place / MANIFEST_NAME), text_sha256(manifest.to_json())
        following = (
            Catalogue(number, number, ((number, sha256),))
            if catalogue is None
            else catalogue.adding(number, sha256, storage.kept_versions)
        )
        write_catalogue(folder, following)
    except OSError as error:
        if isinstance(error, IndexFailure):
            raise
        raise IndexWriteError(f"{folder} cannot be written: {error}; nothing changed") from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    sweep(folder, following)
    return Snapshot(manifest, sha256, Store(place / STORE_NAME), vectors, hold)


def _build(
    folder: Path,
    aside: Path,
    number: int,
    origin: Origin,
    write: Write,
    options: VectorOptions,
) -> tuple[Manifest, VectorIndex]:
    """Fill the folder aside; the manifest of what is in it, and the vectors as read back."""
    store = Store(aside / STORE_NAME)
    if origin.store is not None:
        source, expected = origin.store
        # Unchecked, damage would be copied and get a checksum of its own.
        found = copy_with_sha256(source, store.path)
        if found != expected:
            raise damaged(
                folder, f"{source} is damaged: expected SHA-256 {expected}, found {found}"
            )
    with store.building() as connection:
        write(connection)
        numbers = read_numbers(connection)
        documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        vectors = following_vectors(
            connection, origin.vectors, numbers, origin.encoder.dimension, options
        )
        findings = _row_findings(connection)
    vectors.save(aside / VECTORS_NAME)
    del vectors  # before as many are read back
    vectors = load_vectors(aside / VECTORS_NAME)
    if not np.array_equal(vectors.ids, numbers):
        findings.append(f"{len(numbers)} passages and {len(vectors)} vectors do not agree")
    if findings:
        raise IndexDamagedError(f"the new version is not whole: {findings[0]}; nothing changed")
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        version=number,
        parent=origin.parent,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        encoder=origin.encoder,
        chunking=origin.chunking,
        documents=documents,
        passages=len(numbers),
        store_sha256=file_sha256(store.path),
        vectors_sha256=file_sha256(aside / VECTORS_NAME),
        vector_kind=vectors.kind,
    )
    return manifest, vectors


def _row_findings(connection: Connection) -> list[str]:
    found = [row[0] for row in connection.execute("PRAGMA quick_check(1)") if row[0] != "ok"]
    strays = connection.execute("PRAGMA foreign_key_check").fetchall()
    found += [f"a row of {row[0]} refers to a document that is not stored" for row in strays]
    missing = connection.execute(
        "SELECT count(*) FROM passages WHERE number NOT IN (SELECT rowid FROM words_docsize)"
    ).fetchone()[0]
    if missing:
        found.append(f"{missing} passages are missing from the full-text index")
    return found
