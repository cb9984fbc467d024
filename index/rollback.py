"""Make another kept version the current one: back to the one before, or forward again."""

from pathlib import Path

from index.catalogue import Catalogue, read_catalogue, write_catalogue
from index.errors import IndexDamagedError, IndexWriteError, VersionNotFoundError
from index.leftovers import sweep
from index.locking import writing_alone
from index.manifest import Manifest
from index.snapshot import load_version
from index.storage_options import StorageOptions
from index.version_files import read_manifest


def roll_back(folder: Path, version: int | None, storage: StorageOptions) -> Manifest:
    """Point at a kept version; without one named, at the version that the current one was made of.

    Nothing is deleted: the version left behind can be named until it expires. The version is
    checked first, the current one is not, so that damage to that can be left behind.

    Raises:
        VersionNotFoundError: the version is not kept, or there is none before the current one.
        IndexDamagedError: the version's files are not what was written.
        IndexBusyError: another process keeps writing.
        IndexWriteError: the folder cannot be written.
    """
    read_catalogue(folder)  # before a lock is put into a folder of something else
    with writing_alone(folder, storage.write_wait_seconds):
        catalogue = read_catalogue(folder)
        sweep(folder, catalogue)
        chosen = _before(folder, catalogue) if version is None else version
        _require_kept(catalogue, chosen)
        manifest = load_version(folder, catalogue, chosen).manifest
        try:
            write_catalogue(folder, catalogue.pointing(chosen))
        except OSError as error:
            raise IndexWriteError(f"{folder} cannot be written: {error}") from error
    return manifest


def kept_manifests(folder: Path) -> list[Manifest]:
    """The manifests of the kept versions that can be read, in ascending order.

    Raises:
        IndexDamagedError: the catalogue is missing or damaged.
    """
    manifests = []
    for number, sha256 in read_catalogue(folder).versions:
        try:
            manifests.append(read_manifest(folder, number, sha256))
        except IndexDamagedError:
            continue
    return manifests


def _before(folder: Path, catalogue: Catalogue) -> int:
    """The version that the current one was made of; where that is unknown, the next older one."""
    current = catalogue.current
    try:
        parent = read_manifest(folder, current, catalogue.manifest_sha256(current)).parent
    except IndexDamagedError:
        parent = max((number for number in catalogue.numbers if number < current), default=None)
    if parent is None:
        raise VersionNotFoundError(f"version {current} is the first: there is none before it")
    return parent


def _require_kept(catalogue: Catalogue, version: int) -> None:
    kept = ", ".join(str(number) for number in catalogue.numbers)
    if version == catalogue.current:
        raise VersionNotFoundError(f"version {version} is the current one already; kept: {kept}")
    if version not in catalogue.numbers:
        raise VersionNotFoundError(f"version {version} is not kept; kept: {kept}")
