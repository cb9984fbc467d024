"""Documents, passages, their vectors and the full-text index: one SQLite file a version.

The file of a version is written aside and never changed afterwards, so readers need no locks
and no journal, and read-only folders can be read.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.delayed_check import DelayedCheck
from index.errors import IndexDamagedError, IndexWriteError

CANNOT_WRITE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_GETTEMPPATH,
    }
)

TABLES = """
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT NOT NULL,
    outlet TEXT, published_at TEXT, content_hash TEXT NOT NULL);
CREATE INDEX documents_of_outlet ON documents (outlet);
CREATE INDEX documents_of_day ON documents (published_at);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
    title TEXT NOT NULL, text TEXT NOT NULL, text_hash BLOB NOT NULL, vector BLOB NOT NULL);
CREATE INDEX passages_of_document ON passages (document_id);
CREATE INDEX passages_of_text ON passages (text_hash);
"""
TOKENIZER = "porter unicode61 remove_diacritics 2"
FULL_TEXT = f"""
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='passages', content_rowid='number',
    tokenize='{TOKENIZER}');
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, title, text)
    VALUES ('delete', old.number, old.title, old.text);
END;
"""  # nosec B608  # with a constant
# A passage's row has about 2.4 kB, of which one fits into SQLite's usual page and three into this.
PAGES = "PRAGMA page_size = 8192;"
# Nothing is undone in a file that nobody else knows: on any failure it is thrown away.
PRIVATE_FILE = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;"


class Store:
    """The SQLite file. Every call opens a connection of its own, so threads may share it."""

    def __init__(self, path: Path, check: DelayedCheck | None = None) -> None:
        """The file at a path; `check` is of its checksum and may still be going on."""
        self.path = path
        self.check = check

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to the finished file.

        Raises:
            IndexDamagedError: the file is missing or is not a whole store.
        """
        if self.check is not None:
            self.check.require()
        with _guarded(self.path), closing(self._connect("ro&immutable=1")) as connection:
            yield connection

    @contextmanager
    def building(self) -> Iterator[sqlite3.Connection]:
        """A connection to a file that no manifest names yet; a new file gets its tables.

        Raises:
            IndexWriteError: the disk is full or the folder cannot be written.
            IndexDamagedError: the file is not a whole store.
        """
        with _guarded(self.path), closing(self._connect("rwc")) as connection:
            connection.executescript(PRIVATE_FILE)
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                connection.executescript(PAGES + TABLES + FULL_TEXT)
            connection.execute("BEGIN")
            yield connection
            connection.execute("COMMIT")
            _give_back_space(connection)

    def _connect(self, mode: str) -> sqlite3.Connection:
        uri = f"{self.path.resolve().as_uri()}?mode={mode}"
        return sqlite3.connect(uri, uri=True, isolation_level=None)


@contextmanager
def unnamed_store() -> Iterator[sqlite3.Connection]:
    """An empty store without full text in a temporary file that has no name to be left behind.

    SQLite puts it into $SQLITE_TMPDIR, $TMPDIR, /var/tmp or /tmp, and keeps little of it in memory.

    Raises:
        IndexWriteError: that folder is full or cannot be written.
    """
    try:
        with closing(sqlite3.connect("", isolation_level=None)) as connection:
            connection.executescript(PRIVATE_FILE + TABLES)
            connection.execute("BEGIN")
            yield connection
    except sqlite3.DatabaseError as error:
        raise IndexWriteError(f"no temporary file can be written: {error}") from error


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    try:
        yield
    # Python cannot decode SQLite's message where that quotes damaged text.
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # Text that is not UTF-8 is reported without a code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code in CANNOT_WRITE or code & 0xFF in CANNOT_WRITE:
            raise IndexWriteError(f"{path} cannot be written: {error}") from error
        reason = error if path.exists() else "the file is missing"
        raise IndexDamagedError(f"{path} is damaged: {reason}") from error


def _give_back_space(connection: sqlite3.Connection) -> None:
    """Every later version copies the file: what is mostly holes is written anew."""
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    if 2 * connection.execute("PRAGMA freelist_count").fetchone()[0] > pages:
        connection.execute("VACUUM")
