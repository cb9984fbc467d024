"""Files on this machine: which ones a path means, and their bytes."""

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.errors import ContentError, DocumentError
from index.formats.known import SUFFIXES, suffix_of
from index.formats.parts import MAXIMUM_FILE_BYTES

# What office programs put beside a document that is open.
OWNER_FILE = "~$"
LEFT_OUT = (".", OWNER_FILE)


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named or matched, and the article files below the folders, in order.

    Raises:
        DocumentError: a path does not exist, matches nothing, or is a folder without articles.
    """
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        elif path.exists() or path.is_symlink():
            yield path
        elif glob.has_magic(str(path)):
            yield from _matching(path)
        else:
            raise DocumentError(f"{path} does not exist: name a file or folder of articles")


def names_files(name: str) -> bool:
    """Whether a path of that name exists, or the name is a pattern that matches some."""
    try:
        return os.path.exists(name) or (
            glob.has_magic(name) and any(True for _ in glob.iglob(name, recursive=True))
        )
    except (OSError, ValueError):
        # A name that no file can have.
        return False


def read_bytes(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        ContentError: it is too large, not a regular file, or cannot be read. The message leaves
            out the path.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
            raise ContentError(f"cannot be read: it is {kind}, expected a regular file")
        if status.st_size > MAXIMUM_FILE_BYTES:
            raise ContentError(
                f"{status.st_size:,} bytes, at most {MAXIMUM_FILE_BYTES:,} are read: split the file"
            )
        with path.open("rb") as file:
            # Bounded again, since the file may grow meanwhile; one more shows that it did.
            return file.read(MAXIMUM_FILE_BYTES + 1)
    except OSError as error:
        raise ContentError(f"cannot be read: {error.strerror}") from error


def _below(folder: Path) -> list[Path]:
    found = sorted(
        path
        for path in folder.rglob("*")
        if suffix_of(path.name) in SUFFIXES
        and not any(part.startswith(LEFT_OUT) for part in path.relative_to(folder).parts)
        and not path.is_dir()
    )
    if not found:
        raise DocumentError(f"{folder} holds no article: expected {', '.join(SUFFIXES)} files")
    return found


def _matching(pattern: Path) -> list[Path]:
    names = glob.glob(str(pattern), recursive=True)
    # A pattern such as news/** matches folders and what is in them: once is enough.
    matched = sorted(
        path
        for path in map(Path, names)
        if not path.name.startswith(OWNER_FILE) and not path.is_dir()
    )
    if not matched:
        raise DocumentError(f"{pattern} matches no file: name a file or folder of articles")
    return matched
