"""Documents, passages, their vectors and the full-text index in one SQLite file.

One transaction changes all of it together with the manifest, so a process killed at any
moment leaves the last version that was committed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import IndexBusyError, IndexDamagedError
from index.manifest import Manifest
from index.records import write_manifest

WRITE_WAIT_SECONDS = 10

SCHEMA = """
CREATE TABLE manifest (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), body TEXT NOT NULL);
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL,
    outlet TEXT, published_at TEXT, content_hash TEXT NOT NULL);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL);
CREATE INDEX passages_of_document ON passages (document_id);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='passages', content_rowid='number',
    tokenize='porter unicode61 remove_diacritics 2');
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, title, text)
    VALUES ('delete', old.number, old.title, old.text);
END;
"""


class Store:
    """The SQLite file. Every call opens a connection of its own, so threads may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def is_empty(self) -> bool:
        """Whether nothing was ever committed; looking undoes a creation that was killed."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            return True
        with self.reading() as connection:
            return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def create(self, manifest: Manifest) -> None:
        """Write an empty store, whole or not at all; one that another process made stays."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.writing() as connection:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return
            for statement in _statements(SCHEMA):
                connection.execute(statement)
            write_manifest(connection, manifest)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection on one consistent version.

        Raises:
            IndexDamagedError: the file is not a whole store.
        """
        # Not "ro": a reader must undo what a process killed inside its commit left behind.
        with self._guarded(), closing(self._connect("rw")) as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes are committed together, or not at all on an error.

        Raises:
            IndexBusyError: another process keeps writing.
            IndexDamagedError: the file is not a whole store.
        """
        with self._guarded(), closing(self._connect("rwc")) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connect(self, mode: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode={mode}",
            uri=True,
            timeout=WRITE_WAIT_SECONDS,
            isolation_level=None,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            # Text that is not UTF-8 is reported without a code; the low byte is the plain code.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            if code == sqlite3.SQLITE_BUSY:
                raise IndexBusyError(
                    f"{self.path}: another process is writing to this index and did not finish "
                    f"within {WRITE_WAIT_SECONDS} seconds: try again later"
                ) from error
            if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY):
                raise OSError(f"{self.path} cannot be written: {error}") from error
            raise _damaged(self.path, error) from error
        # Python cannot decode SQLite's message where that quotes damaged text.
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise _damaged(self.path, error) from error


def _damaged(path: Path, error: Exception) -> IndexDamagedError:
    return IndexDamagedError(
        f"{path} is damaged or is not an index ({error}): restore it from a copy, or build a new "
        "one with 'qa index add ARTICLES --index NEW_DIRECTORY'"
    )


def _statements(script: str) -> Iterator[str]:
    """Single statements: executescript would commit the open transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
