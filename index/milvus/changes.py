"""A change of an index in Milvus: rows that no version shows until the state names theirs.

Rows say which version added and which removed them. A version that is not current yet, and one
that was never finished, is seen by nobody, so that a change becomes visible in one moment.
"""

from collections.abc import Iterable, Sequence

from index.milvus.collections import DOCUMENTS, KEYS, NEVER, PASSAGES
from index.milvus.database import ROWS_AT_ONCE, Database
from index.milvus.lease import Lease
from index.milvus.rows import Row, among, document_rows, passage_rows, visible
from index.milvus.state import StoreState, write_state
from index.staging import StagedDocument

CHANGED_AT_ONCE = 200


class Change:
    """The next version of an index while it is written.

    Once it is certain that there will be one, others are given up first.
    """

    def __init__(self, database: Database, state: StoreState, lease: Lease) -> None:
        self.lease = lease
        self.version = state.last + 1
        self.documents = state.record.documents
        self.passages = state.record.passages
        self.next_number = state.next_number
        self._database = database
        self._state = state
        self._current = state.current

    def give_up_others(self) -> None:
        """Undo what killed writers left and what versions hold that were gone back from.

        Raises:
            IndexBusyError: the right to write ran out.
        """
        older = self._state.without_newer()
        if older != self._state:
            # Before their rows go: a version that is named has all of its rows whatever happens.
            write_state(self._database, older, self.lease)
        for kind in (PASSAGES, DOCUMENTS):
            # Another writer's rows would meet the condition, too.
            self.lease.renew()
            self._database.delete(kind, f"added > {self._current}")
            removed = f"removed > {self._current} and removed < {NEVER}"
            self._mark(kind, removed, NEVER)

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents, of which all are stored."""
        for first in range(0, len(document_ids), CHANGED_AT_ONCE):
            named = among("document_id", document_ids[first : first + CHANGED_AT_ONCE])
            where = f"{visible(self._current)} and {named}"
            self.passages -= self._mark(PASSAGES, where, self.version)
            self._mark(DOCUMENTS, where, self.version)
        self.documents -= len(document_ids)

    def put(self, entries: Iterable[StagedDocument]) -> None:
        """Store documents, fit for rows, of ids that are not stored, or were removed."""
        passages: list[Row] = []
        for entry in entries:
            rows = passage_rows(entry, self.next_number, self.version)
            self.next_number += len(rows)
            self.passages += len(rows)
            self.documents += 1
            passages += rows
            self._write(DOCUMENTS, document_rows(entry, self.version))
            if len(passages) >= ROWS_AT_ONCE:
                self._write(PASSAGES, passages)
                passages = []
        self._write(PASSAGES, passages)

    def expire(self, oldest: int) -> None:
        """Delete what no version from the oldest kept one on shows."""
        for kind in (PASSAGES, DOCUMENTS):
            self._database.delete(kind, f"removed <= {oldest}")

    def _mark(self, kind: str, where: str, removed: int) -> int:
        """Say of rows which version removes them; how many there are."""
        # All keys first: the rows change what the condition finds.
        keys = [row[KEYS[kind]] for row in self._database.rows(kind, where, [KEYS[kind]])]
        for first in range(0, len(keys), CHANGED_AT_ONCE):
            part = keys[first : first + CHANGED_AT_ONCE]
            listed = ", ".join(f'"{key}"' if kind == DOCUMENTS else str(key) for key in part)
            rows = self._database.whole_rows(kind, f"{KEYS[kind]} in [{listed}]")
            self._write(kind, ({**row, "removed": removed} for row in rows))
        return len(keys)

    def _write(self, kind: str, rows: Iterable[Row]) -> None:
        """Write rows a few at a time, since parts of long documents fill messages."""
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) >= CHANGED_AT_ONCE:
                self.lease.renew()
                self._database.write(kind, batch)
                batch = []
        if batch:
            self.lease.renew()
            self._database.write(kind, batch)
