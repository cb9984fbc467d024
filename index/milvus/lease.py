"""The right to write to an index in Milvus, which offers no locks: a ticket with an end.

A writer puts in its ticket and then looks for others. Both are ordered by the database, so of two
writers at least one sees the other's and takes its own back; it tries again after a random time.
A ticket runs out unless it is renewed: a killed writer holds up others no longer than that. The
clocks of the writers' machines must agree to some seconds.
"""

import json
import os
import random
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from index.errors import IndexBusyError, StoreError
from index.milvus.collections import STATE
from index.milvus.database import Database
from index.milvus.rows import UNUSED

LEASE_SECONDS = 120.0
PREFIX = "writer:"
LONGEST_PAUSE = 0.5


class Lease:
    """A writer's ticket."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key = f"{PREFIX}{uuid.uuid4().hex}"
        self._ends = 0.0

    def renew(self) -> None:
        """Keep the right to write, in good time.

        Raises:
            IndexBusyError: it ran out meanwhile, and another writer may be at work.
        """
        now = time.time()
        if self._ends and now > self._ends:
            raise IndexBusyError(
                f"the right to write to {self._database.address} ran out after "
                f"{LEASE_SECONDS:g} seconds without progress; nothing changed: try again"
            )
        if now > self._ends - LEASE_SECONDS / 2:
            self._ends = now + LEASE_SECONDS
            since = datetime.now(UTC).isoformat(timespec="seconds")
            holder = f"process {os.getpid()} on {socket.gethostname()}, since {since}"
            body = json.dumps({"ends": self._ends, "holder": holder})
            row = {"key": self._key, "body": body, "unused": UNUSED}
            self._database.write(STATE, [row])

    def others(self) -> list[str]:
        """Who else has a ticket that has not run out."""
        found = []
        for row in self._database.rows(STATE, f'key like "{PREFIX}%"', ["key", "body"]):
            ticket = json.loads(row["body"])
            if row["key"] == self._key:
                continue
            if ticket["ends"] > time.time():
                found.append(str(ticket["holder"]))
            else:
                self._database.delete(STATE, f'key == "{row["key"]}"')
        return found

    def withdraw(self) -> None:
        """Give the right back."""
        self._ends = 0.0
        self._database.delete(STATE, f'key == "{self._key}"')


@contextmanager
def writing_alone(database: Database, wait_seconds: float) -> Iterator[Lease]:
    """Hold the index's only right to write.

    Raises:
        IndexBusyError: another writer did not finish in that time; the message names it.
    """
    deadline = time.monotonic() + wait_seconds
    while True:
        lease = Lease(database)
        lease.renew()
        try:
            others = lease.others()
            if not others:
                yield lease
                return
        finally:
            # One that cannot be withdrawn runs out by itself; what was written is written.
            with suppress(StoreError):
                lease.withdraw()
        if time.monotonic() > deadline:
            raise IndexBusyError(
                f"{others[0]} is writing to the index {database.address} and did not finish "
                f"within {wait_seconds:g} seconds: try again later"
            )
        time.sleep(random.uniform(0.05, LONGEST_PAUSE))  # noqa: S311  # nosec B311
