"""A folder becomes an index, unless it holds something else."""

from pathlib import Path

from index.catalogue import (
    CATALOGUE_NAME,
    VERSIONS_NAME,
    catalogue_path,
    committed_versions,
    read_catalogue,
    require_no_older_format,
)
from index.chunking import ChunkingOptions
from index.encoder import EncoderIdentity
from index.errors import IndexMismatchError, IndexWriteError
from index.leftovers import ASIDE, sweep
from index.locking import HOLDER_NAME, LOCK_NAME, writing_alone
from index.storage_options import StorageOptions
from index.versions import Origin, publish

# What readers say of the answers is written beside the versions by those who ask (`qa`).
FEEDBACK_NAME = "feedback.sqlite"
OWN_NAMES = frozenset(
    {
        VERSIONS_NAME,
        LOCK_NAME,
        HOLDER_NAME,
        CATALOGUE_NAME,
        FEEDBACK_NAME,
        f"{FEEDBACK_NAME}-journal",
    }
)


def create_index(
    folder: Path, encoder: EncoderIdentity, chunking: ChunkingOptions, storage: StorageOptions
) -> None:
    """Write version 0, without documents; one that another process makes meanwhile stays.

    Raises:
        IndexMismatchError: the folder is a file, or holds something else.
        IndexDamagedError: it holds versions, but the catalogue that names them is missing.
        IndexWriteError: it cannot be written.
    """
    require_free(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexWriteError(f"{folder} cannot be made: {error}") from error
    with writing_alone(folder, storage.write_wait_seconds):
        if not catalogue_path(folder).exists():
            sweep(folder, None)
            origin = Origin.nothing(encoder, chunking, parent=None)
            publish(folder, None, origin, lambda _: None, storage)


def require_free(folder: Path) -> None:
    """Refuse a folder that holds anything but what a killed creation leaves.

    Raises:
        IndexMismatchError: it is a file, holds other files, or an index of the first format.
        IndexDamagedError: it holds versions, but the catalogue that names them is missing.
    """
    if folder.exists() and not folder.is_dir():
        raise IndexMismatchError(f"{folder} is a file: name a directory for the index")
    present = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    require_no_older_format(folder)
    foreign = [name for name in present if name not in OWN_NAMES and not ASIDE.fullmatch(name)]
    if foreign:
        raise IndexMismatchError(
            f"{folder} holds {foreign[0]!r} and no index: name an index, or a new or "
            "empty directory"
        )
    if committed_versions(folder):
        # Says that it is missing, unless another process has just written the first version.
        read_catalogue(folder)
