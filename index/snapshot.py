"""Versions of an index: the manifest in the store and the FAISS file that belongs to it."""

from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection

from index.errors import IndexBusyError, IndexDamagedError
from index.files import write_atomically
from index.manifest import Manifest
from index.records import read_manifest, write_manifest
from index.store import Store
from index.vectors import VectorIndex
from index.weights import file_sha256

OPEN_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of the index: its manifest and the vectors that belong to it."""

    manifest: Manifest
    vectors: VectorIndex


def vectors_path(folder: Path, version: int) -> Path:
    """The FAISS file of a version."""
    return folder / f"vectors-{version:08d}.faiss"


def load_snapshot(store: Store, folder: Path) -> Snapshot:
    """The newest version, whole.

    Raises:
        IndexDamagedError: the FAISS file is missing or does not hold what was written.
        IndexBusyError: other processes write faster than the file can be read.
    """
    for _ in range(OPEN_ATTEMPTS):
        with store.reading() as connection:
            manifest = read_manifest(connection)
        try:
            return Snapshot(manifest, load_vectors(folder, manifest))
        except (IndexDamagedError, OSError):
            # Writers that committed since may have dropped the file: look again.
            with store.reading() as connection:
                if read_manifest(connection).version == manifest.version:
                    raise
    raise IndexBusyError(f"{folder}: other processes keep writing to this index: try again later")


def load_vectors(folder: Path, manifest: Manifest) -> VectorIndex:
    """The vectors of a manifest's version.

    FAISS does not notice a flipped bit, so the checksum is compared first.

    Raises:
        IndexDamagedError: the file is missing or its SHA-256 differs.
    """
    path = vectors_path(folder, manifest.version)
    mend = f"rebuild it with 'qa index verify --repair --index {folder}'"
    if not path.exists():
        raise IndexDamagedError(f"{path} is missing: {mend}")
    found = file_sha256(path)
    if found != manifest.vectors_sha256:
        raise IndexDamagedError(
            f"{path} is damaged: expected SHA-256 {manifest.vectors_sha256}, found {found}: {mend}"
        )
    return VectorIndex.load(path)


def publish(connection: Connection, folder: Path, vectors: VectorIndex) -> None:
    """Write the next version's FAISS file; the connection's commit makes it the current one.

    A process killed before that commit leaves a file that no manifest names.
    """
    manifest = read_manifest(connection)
    path = vectors_path(folder, manifest.version + 1)
    write_atomically(path, vectors.save)
    documents = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    following = replace(
        manifest,
        version=manifest.version + 1,
        documents=documents,
        passages=len(vectors),
        vectors_sha256=file_sha256(path),
    )
    write_manifest(connection, following)


def drop_old_files(store: Store, folder: Path) -> None:
    """Keep the current version and the one before, which a reader may be opening."""
    with store.reading() as connection:
        version = read_manifest(connection).version
    oldest_kept = vectors_path(folder, max(0, version - 1)).name
    for path in folder.glob("vectors-*.faiss"):
        if path.name < oldest_kept:
            path.unlink(missing_ok=True)
