"""Who may write and what is being read, across processes; a killed process holds nothing.

Both are locks of the kernel on open files (flock), which end with the process that holds them.
"""

import fcntl
import json
import os
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusyError, IndexWriteError

LOCK_NAME = "writer.lock"
HOLDER_NAME = "writer.json"


@contextmanager
def writing_alone(folder: Path, wait_seconds: float) -> Iterator[None]:
    """Hold the index's only right to write.

    Raises:
        IndexBusyError: another writer did not finish in that time; the message names it.
        IndexWriteError: the folder cannot be written.
    """
    # A lock of its own for each call: threads of one process exclude each other, too.
    lock = FileLock(folder / LOCK_NAME, fallback_to_soft=False)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise IndexBusyError(
            f"{_holder(folder)} is writing to the index {folder.name!r} and did not finish within "
            f"{wait_seconds:g} seconds: try again later"
        ) from error
    except OSError as error:
        raise IndexWriteError(f"{folder} cannot be written: {error.strerror}") from error
    try:
        # Only for the message of those who wait: a full disk must not stop a removal here.
        with suppress(OSError):
            _name_holder(folder)
        yield
    finally:
        with suppress(OSError):
            (folder / HOLDER_NAME).unlink(missing_ok=True)
        lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether some process holds the right to write now."""
    return _is_locked(folder / LOCK_NAME, fcntl.LOCK_SH)


class ReadingHold:
    """Keeps a version from being deleted until it is dropped; readers do not exclude readers."""

    __slots__ = ("__weakref__",)

    def __init__(self, manifest: Path) -> None:
        """Hold the version of a manifest.

        Raises:
            FileNotFoundError: the version has been deleted.
        """
        descriptor = os.open(manifest, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH)


@contextmanager
def held(manifest: Path) -> Iterator[None]:
    """Hold the version of a manifest, if it is there, for the time of a look through it."""
    hold = ReadingHold(manifest) if manifest.exists() else None
    try:
        yield
    finally:
        del hold


def is_being_read(manifest: Path) -> bool:
    """Whether some process holds the version of a manifest."""
    return _is_locked(manifest, fcntl.LOCK_EX)


def _is_locked(path: Path, wanted: int) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, wanted | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _name_holder(folder: Path) -> None:
    command = " ".join(os.path.basename(part) for part in sys.argv[:3]) or "python"
    holder = {
        "process": os.getpid(),
        "command": command,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (folder / HOLDER_NAME).write_text(json.dumps(holder), encoding="utf-8")


def _holder(folder: Path) -> str:
    """The writer in words; it may have finished, or not have written its name yet."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        holder = json.loads((folder / HOLDER_NAME).read_text(encoding="utf-8"))
        return f"process {holder['process']} ({holder['command']}, since {holder['since']})"
    return "another process"
