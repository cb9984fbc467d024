"""Which versions of an index are kept and which one is current: its single point of truth.

A folder of an index holds

    catalogue.json                            this module's file, replaced atomically
    versions/00000007/manifest.json           what version 7 was made with, and its checksums
    versions/00000007/articles.sqlite         its documents, passages and full text
    versions/00000007/vectors.faiss           its vectors

and the lock of its writers (`index/locking.py`). Whatever the catalogue does not name is what a
killed writer left and counts for nothing.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from index.errors import IndexDamagedError, IndexMismatchError
from index.files import write_text_atomically
from index.manifest import FORMAT_VERSION, require_format

CATALOGUE_NAME = "catalogue.json"
VERSIONS_NAME = "versions"
MANIFEST_NAME = "manifest.json"
STORE_NAME = "articles.sqlite"
VECTORS_NAME = "vectors.faiss"
VERSION = re.compile(r"\d{8,}")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The kept versions in ascending order, each with its manifest's SHA-256.

    `last` is the highest number that was ever given: an answer that names a version goes on
    meaning that one, even after it is gone.
    """

    current: int
    last: int
    versions: tuple[tuple[int, str], ...]
    format_version: int = FORMAT_VERSION

    @property
    def numbers(self) -> tuple[int, ...]:
        """The kept versions, ascending."""
        return tuple(number for number, _ in self.versions)

    def manifest_sha256(self, number: int) -> str:
        """SHA-256 of a kept version's manifest."""
        return dict(self.versions)[number]

    def adding(self, number: int, manifest_sha256: str, kept: int) -> Self:
        """With a new current version; it, the one before it and the newest stay, `kept` in all."""
        older = sorted(self.numbers, key=lambda other: (other == self.current, other))
        expired = set(older[: max(0, len(older) + 1 - kept)])
        versions = (*self.without(expired).versions, (number, manifest_sha256))
        return replace(self, current=number, last=number, versions=versions)

    def pointing(self, number: int) -> Self:
        """With another of the kept versions as the current one."""
        return replace(self, current=number)

    def without(self, numbers: set[int]) -> Self:
        """Without some versions."""
        kept = tuple(entry for entry in self.versions if entry[0] not in numbers)
        return replace(self, versions=kept)

    def to_json(self) -> str:
        """One JSON object with a checksum of itself: a flipped digit names another version."""
        body = {
            "format_version": self.format_version,
            "current": self.current,
            "last": self.last,
            "versions": {str(number): sha256 for number, sha256 in self.versions},
        }
        return json.dumps({**body, "sha256": _seal(body)}, indent=1) + "\n"

    @classmethod
    def from_json(cls, content: bytes, path: Path) -> Self:
        """Read what `to_json` wrote.

        Raises:
            IndexMismatchError: it is of another format version.
            IndexDamagedError: it is not a whole catalogue.
        """
        try:
            body = json.loads(content)
            seal = body.pop("sha256")
            if seal != _seal(body):
                raise ValueError(f"expected SHA-256 {_seal(body)}, found {seal}")
            require_format(body["format_version"], str(path))
            versions = tuple((int(n), str(sha256)) for n, sha256 in body["versions"].items())
            catalogue = cls(int(body["current"]), int(body["last"]), tuple(sorted(versions)))
            catalogue.manifest_sha256(catalogue.current)
            return catalogue
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(f"{path} is damaged ({error}): {_mend(path)}") from error


def catalogue_path(folder: Path) -> Path:
    """The catalogue of an index."""
    return folder / CATALOGUE_NAME


def version_folder(folder: Path, number: int) -> Path:
    """Where the files of a version are."""
    return folder / VERSIONS_NAME / f"{number:08d}"


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue as it is now; a few hundred bytes, so that every question can look.

    Raises:
        IndexMismatchError: there is no index, or one of another format version.
        IndexDamagedError: the catalogue is missing or damaged.
    """
    path = catalogue_path(folder)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        require_no_older_format(folder)
        if not committed_versions(folder):
            raise IndexMismatchError(f"{folder} holds no index") from error
        raise IndexDamagedError(f"{path} is missing: {_mend(path)}") from error
    return Catalogue.from_json(content, path)


def require_no_older_format(folder: Path) -> None:
    """Refuse an index of the first format, which had one SQLite file for all versions.

    Raises:
        IndexMismatchError: says how to build an index of this format.
    """
    if (folder / STORE_NAME).exists():
        require_format(1, f"{folder} holds {STORE_NAME!r}, which")


def committed_versions(folder: Path) -> list[int]:
    """Versions whose folders are there, ascending, but for the empty one that all begin with."""
    names = (path.name for path in (folder / VERSIONS_NAME).glob("*"))
    return sorted(int(name) for name in names if VERSION.fullmatch(name) and int(name) > 0)


def write_catalogue(folder: Path, catalogue: Catalogue) -> None:
    """Make a catalogue the valid one: the moment in which a change happens."""
    write_text_atomically(catalogue_path(folder), catalogue.to_json())


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _seal(body: dict[str, object]) -> str:
    return text_sha256(json.dumps(body, sort_keys=True))


def _mend(path: Path) -> str:
    return f"rebuild it with 'qa index verify --repair --index {path.parent}'"
