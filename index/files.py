"""Files that are either the old or the new content, whenever the process dies."""

import hashlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

COPY_BYTES = 1 << 20


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file aside, force it to disk, then rename it to `path`.

    Raises:
        OSError: the folder is not writable or the disk is full; `path` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(aside_name(path.name))
    try:
        write(aside)
        force_to_disk(aside)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    force_to_disk(path.parent)


def write_text_atomically(path: Path, text: str) -> None:
    """The same for UTF-8 text."""
    write_atomically(path, lambda aside: aside.write_text(text, encoding="utf-8"))


def aside_name(name: str) -> str:
    """A hidden name, never given twice, for what will be renamed to `name`."""
    return f".{name}.{secrets.token_hex(6)}"


def copy_with_sha256(source: Path, target: Path) -> str:
    """Copy a file and return the SHA-256 of the bytes that were copied, in one reading."""
    digest = hashlib.sha256()
    with source.open("rb") as old, target.open("xb") as new:
        while part := old.read(COPY_BYTES):
            digest.update(part)
            new.write(part)
    return digest.hexdigest()


def force_to_disk(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
