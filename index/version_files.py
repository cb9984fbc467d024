"""The files of a version: its manifest, and whether each is the one that was written."""

from pathlib import Path

from index.catalogue import MANIFEST_NAME, STORE_NAME, VECTORS_NAME, version_folder
from index.errors import IndexDamagedError
from index.manifest import Manifest
from index.weights import file_sha256


def read_manifest(folder: Path, number: int, manifest_sha256: str) -> Manifest:
    """The manifest of a version.

    Raises:
        IndexDamagedError: the file is missing or its SHA-256 differs.
    """
    path = version_folder(folder, number) / MANIFEST_NAME
    require_checksum(folder, path, manifest_sha256)
    try:
        return Manifest.from_json(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError as error:
        # Its version expired between the two readings.
        raise damaged(folder, f"{path} is missing") from error


def file_checksums(place: Path, manifest: Manifest) -> list[tuple[Path, str]]:
    """The files of a version's folder with the SHA-256 that each should have."""
    return [
        (place / STORE_NAME, manifest.store_sha256),
        (place / VECTORS_NAME, manifest.vectors_sha256),
    ]


def require_checksum(folder: Path, path: Path, expected: str) -> None:
    """Refuse a file of an index that is not the one that was written.

    Raises:
        IndexDamagedError: the file is missing or its SHA-256 differs.
    """
    try:
        found = file_sha256(path)
    except FileNotFoundError as error:
        raise damaged(folder, f"{path} is missing") from error
    if found != expected:
        raise damaged(folder, f"{path} is damaged: expected SHA-256 {expected}, found {found}")


def damaged(folder: Path, finding: str) -> IndexDamagedError:
    """An error that says how to get a whole index again."""
    return IndexDamagedError(
        f"{finding}: mend it with 'qa index verify --repair --index {folder}', or go back to the "
        f"version before with 'qa index rollback --index {folder}'"
    )
