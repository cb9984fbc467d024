"""Files that are either the old or the new content, whenever the process dies."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def write_atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file aside, force it to disk, then rename it to `path`.

    Raises:
        OSError: the folder is not writable or the disk is full; `path` is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        write(aside)
        _force_to_disk(aside)
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _force_to_disk(path.parent)


def write_text_atomically(path: Path, text: str) -> None:
    """The same for UTF-8 text."""
    write_atomically(path, lambda aside: aside.write_text(text, encoding="utf-8"))


def _force_to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
