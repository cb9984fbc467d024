"""Keys of clients: random, shown once, kept only as hashes in one file.

A key holds 256 random bits, so that a plain SHA-256 of it cannot be turned back: what makes slow
hashes needed for passwords, guessing, finds nothing here.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock, Timeout

from index.files import write_atomically
from qa.key_errors import KeyFileError, KeyNameError

Scope = Literal["ask", "write", "admin"]
# Each holds the ones before it.
SCOPES: tuple[Scope, ...] = get_args(Scope)

FORMAT_VERSION = 1
PREFIX = "qa"
ID_BYTES = 6
SECRET_BYTES = 32
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._@-]{0,63}")
TOKEN = re.compile(rf"{PREFIX}_([0-9a-f]{{{2 * ID_BYTES}}})_[A-Za-z0-9_-]{{20,100}}")
LOCK_SECONDS = 10.0
NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; `sha256` is of the whole key as the client sends it."""

    key_id: str
    name: str
    scope: Scope
    created_at: str
    sha256: str

    def allows(self, scope: Scope) -> bool:
        """Whether the key may be used for what needs a scope."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)


class KeyFile:
    """The file of keys, readable by its owner only. Processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Key, ...]:
        """The keys in the order in which they were made; none where there is no file.

        Raises:
            KeyFileError: the file cannot be read or is no file of keys.
        """
        try:
            body = json.loads(self.path.read_bytes())
            found = body["format_version"]
            if found != FORMAT_VERSION:
                raise KeyFileError(
                    f"{self.path} has format version {found}, this program reads {FORMAT_VERSION}"
                )
            return tuple(_key(entry) for entry in body["keys"])
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise KeyFileError(f"{self.path} cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise KeyFileError(
                f"{self.path} is damaged ({error!r}): put a copy in its place, or delete it and "
                "make new keys with 'qa keys add'"
            ) from error

    def add(self, name: str, scope: Scope) -> tuple[Key, str]:
        """A new key and its text, which nobody can show again.

        Raises:
            KeyNameError: the name has other characters than those of names, or is taken.
            KeyFileError: the file cannot be read or written.
        """
        if not NAME.fullmatch(name):
            raise KeyNameError(
                f"{name!r} is no name of a key: give 1 to 64 letters, digits, spaces or ._@- that "
                "start with a letter or digit"
            )
        key_id = secrets.token_hex(ID_BYTES)
        text = f"{PREFIX}_{key_id}_{secrets.token_urlsafe(SECRET_BYTES)}"
        created_at = datetime.now(UTC).isoformat(timespec="seconds")
        key = Key(key_id, name, scope, created_at, _sha256(text))
        with self._changing() as keys:
            if any(other.name == name for other in keys):
                raise KeyNameError(f"there is a key {name!r} already: revoke it or name this other")
            self._write([*keys, key])
        return key, text

    def revoke(self, names: Sequence[str]) -> tuple[Key, ...]:
        """Take away keys by id or name, all or none; running servers refuse them at once.

        Raises:
            KeyNameError: there is no such key.
            KeyFileError: the file cannot be read or written.
        """
        with self._changing() as keys:
            for name in names:
                if not any(name in (key.key_id, key.name) for key in keys):
                    raise KeyNameError(f"there is no key {name!r}: 'qa keys list' shows them")
            gone = tuple(key for key in keys if key.key_id in names or key.name in names)
            self._write([key for key in keys if key not in gone])
        return gone

    def signature(self) -> tuple[int, ...]:
        """Differs whenever the file was replaced; empty while there is none."""
        try:
            status = self.path.stat()
        except OSError:
            return ()
        return status.st_ino, status.st_mtime_ns, status.st_size

    @contextmanager
    def _changing(self) -> Iterator[tuple[Key, ...]]:
        lock = self.path.with_name(f"{self.path.name}.lock")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(lock, timeout=LOCK_SECONDS, fallback_to_soft=False):
                yield self.read()
        except Timeout as error:
            raise KeyFileError(f"another process is changing {self.path}: try again") from error
        except OSError as error:
            raise KeyFileError(f"{self.path} cannot be written: {error.strerror}") from error

    def _write(self, keys: Sequence[Key]) -> None:
        body = {"format_version": FORMAT_VERSION, "keys": [asdict(key) for key in keys]}
        content = (json.dumps(body, indent=1) + "\n").encode()
        write_atomically(self.path, lambda aside: _write_private(aside, content))


class KeyRing:
    """Finds the key of a text. What another process adds or revokes counts at the next call."""

    def __init__(self, file: KeyFile) -> None:
        self._file = file
        self._signature: tuple[int, ...] | None = None
        self._keys: dict[str, Key] = {}

    def find(self, text: str) -> Key | None:
        """The key, or None; how long it takes says nothing about how much of it was right.

        Raises:
            KeyFileError: the file cannot be read.
        """
        self._refresh()
        named = TOKEN.fullmatch(text)
        key = self._keys.get(named[1]) if named else None
        expected = NOTHING if key is None else key.sha256
        matches = hmac.compare_digest(_sha256(text), expected)
        return key if matches else None

    def _refresh(self) -> None:
        # The signature is taken first: a file replaced during the reading is read again.
        signature = self._file.signature()
        if signature != self._signature:
            self._keys = {key.key_id: key for key in self._file.read()}
            self._signature = signature


def _key(entry: dict[str, str]) -> Key:
    key = Key(**entry)  # type: ignore[arg-type]
    if key.scope not in SCOPES:
        raise ValueError(f"unknown scope {key.scope!r}")
    return key


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
