"""Feedback in a SQLite file of its own, beside the versions of its index.

One transaction for each entry, forced to disk before it counts as kept: a process killed at any
moment loses at most what it had not confirmed, and several processes take turns. The file is not
part of a version, so going back to an older one, or repairing the index, leaves it alone.
"""

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.creation import FEEDBACK_NAME
from index.interface import PassageIndex
from index.store import CANNOT_WRITE
from qa.answer import Status
from qa.feedback import Feedback, MarkedSpan, Span, Verdict, check_feedback, mark
from qa.feedback_errors import FeedbackBusyError, FeedbackStoreError, FeedbackWriteError

FORMAT_VERSION = 1
WAIT_SECONDS = 10.0
TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    feedback_id TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, verdict TEXT NOT NULL,
    question TEXT NOT NULL, resolved_question TEXT NOT NULL, answer_id TEXT NOT NULL,
    index_version INTEGER NOT NULL, status TEXT NOT NULL, answer TEXT, citation TEXT,
    right_span TEXT, comment TEXT)
"""
OF_ANSWER = "CREATE INDEX IF NOT EXISTS feedback_of_answer ON feedback (answer_id)"


@dataclass(frozen=True, slots=True)
class FeedbackEntry:
    """Kept feedback. Entries are in the order in which they came; `created_at` (UTC) is what the
    clock said then, which may have been moved since."""

    feedback_id: str
    created_at: datetime
    verdict: Verdict
    question: str
    resolved_question: str
    answer_id: str
    index_version: int
    status: Status
    answer: str | None
    citation: MarkedSpan | None
    right_span: MarkedSpan | None
    comment: str | None


COLUMNS = tuple(field.name for field in fields(FeedbackEntry))
SPANS = ("citation", "right_span")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FeedbackStore:
    """The feedback of one index. Threads and processes may share the file.

    It is made by the first entry, so that an index in a read-only folder can be asked.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self.path = folder / FEEDBACK_NAME
        self._now = now

    def add(self, feedback: Feedback, index: PassageIndex) -> FeedbackEntry:
        """Check feedback against the stored articles and keep it.

        Raises:
            FeedbackError: it contradicts itself or the articles; nothing was kept.
            FeedbackWriteError: the disk is full or the folder cannot be written.
            FeedbackBusyError: other processes keep writing.
            FeedbackStoreError: the file is damaged.
        """
        check_feedback(feedback)
        version = feedback.index_version

        def marked(span: Span | None, field: str) -> MarkedSpan | None:
            return None if span is None else mark(span, field, version, index)

        entry = FeedbackEntry(
            feedback_id=uuid.uuid4().hex,
            created_at=self._now(),
            verdict=feedback.verdict,
            question=feedback.question.strip(),
            resolved_question=feedback.resolved_question.strip(),
            answer_id=feedback.answer_id,
            index_version=version,
            status=feedback.status,
            answer=feedback.answer,
            citation=marked(feedback.citation, "citation"),
            right_span=marked(feedback.right_span, "right_span"),
            comment=feedback.comment,
        )
        columns, places = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
        with self._writing() as connection:
            statement = f"INSERT INTO feedback ({columns}) VALUES ({places})"  # nosec B608  # ours
            connection.execute(statement, _row(entry))
        return entry

    def list(self, answer_id: str | None = None, limit: int | None = None) -> list[FeedbackEntry]:
        """What was kept, oldest first: all of it, that on one answer, or the `limit` newest.

        Raises:
            FeedbackBusyError: other processes keep writing.
            FeedbackStoreError: the file is damaged or of another format.
        """
        if not self.path.exists():
            return []
        with self._connected("rw") as connection:
            if not _format_of(connection):
                return []
            rows = connection.execute(
                f"SELECT {', '.join(COLUMNS)} FROM feedback"  # nosec B608  # columns of ours
                " WHERE ?1 IS NULL OR answer_id = ?1"
                " ORDER BY number DESC LIMIT ?2",
                (answer_id, -1 if limit is None else limit),
            )
            return [_entry(row) for row in rows][::-1]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connected("rwc") as connection:
            # Waits for the disk after the journal is gone, too: what was confirmed stays.
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute("BEGIN IMMEDIATE")
            if not _format_of(connection):
                connection.execute(TABLE)
                connection.execute(OF_ANSWER)
                connection.execute(f"PRAGMA user_version = {FORMAT_VERSION}")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _connected(self, mode: str) -> Iterator[sqlite3.Connection]:
        # Never "ro": what a killed writer left half done is undone by whoever comes next.
        uri = f"{self.path.resolve().as_uri()}?mode={mode}"
        try:
            opened = sqlite3.connect(uri, WAIT_SECONDS, isolation_level=None, uri=True)
            with closing(opened) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.DatabaseError) -> FeedbackStoreError:
        # Python reports text that is not UTF-8 without a code.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & 0xFF == sqlite3.SQLITE_BUSY:
            return FeedbackBusyError(
                f"other processes kept writing to {self.path} for {WAIT_SECONDS:g} seconds; "
                "nothing was kept: try again later"
            )
        if code in CANNOT_WRITE or code & 0xFF in (*CANNOT_WRITE, sqlite3.SQLITE_CANTOPEN):
            return FeedbackWriteError(
                f"{self.path} cannot be written ({error}): the feedback was not kept, what was "
                "there is as it was; make room or give the right to write, then send it again"
            )
        return FeedbackStoreError(
            f"{self.path} cannot be read ({error}): put a copy of the file in its place, or move "
            "it away to begin anew"
        )


def _format_of(connection: sqlite3.Connection) -> int:
    """The format version of the file; 0 when it is new."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found not in (0, FORMAT_VERSION):
        raise FeedbackStoreError(
            f"the file of feedback has format version {found}, this program reads {FORMAT_VERSION}"
        )
    return found


def _row(entry: FeedbackEntry) -> list[object]:
    plain = {name: getattr(entry, name) for name in COLUMNS}
    plain["created_at"] = entry.created_at.isoformat()
    for name in SPANS:
        plain[name] = _span_json(plain[name])
    return list(plain.values())


def _entry(row: Sequence[Any]) -> FeedbackEntry:
    plain = dict(zip(COLUMNS, row, strict=True))
    plain["created_at"] = datetime.fromisoformat(plain["created_at"])
    for name in SPANS:
        plain[name] = _span_of(plain[name])
    return FeedbackEntry(**plain)


def _span_json(span: MarkedSpan | None) -> str | None:
    return None if span is None else json.dumps(asdict(span), ensure_ascii=False)


def _span_of(written: str | None) -> MarkedSpan | None:
    return None if written is None else MarkedSpan(**json.loads(written))
