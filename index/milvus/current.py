"""The current version of an index in Milvus, looked for again now and then, as others change it."""

import threading
import time
from dataclasses import dataclass

from index.chunking import ChunkingOptions
from index.encoder import EncoderIdentity
from index.errors import IndexMismatchError
from index.manifest import VersionRecord
from index.milvus.database import Database
from index.milvus.snapshot import MilvusSnapshot
from index.milvus.state import StoreState, read_state


@dataclass(frozen=True, slots=True)
class MilvusOptions:
    """Another process's change is seen `look_again_seconds` later at most.

    `settled_seconds` after a version was first seen, searches no longer wait for the database's
    state of the moment, which in a cluster takes up to 0.2 seconds: by then every copy has it.
    """

    look_again_seconds: float = 1.0
    settled_seconds: float = 10.0


DEFAULT_OPTIONS = MilvusOptions()


class CurrentVersion:
    """Knows which version is the current one. Threads may share it."""

    def __init__(
        self,
        database: Database,
        encoder: EncoderIdentity,
        chunking: ChunkingOptions,
        options: MilvusOptions,
    ) -> None:
        """Look for it in a database that holds an index.

        Raises:
            IndexMismatchError: the index was made otherwise.
        """
        self._database = database
        self._encoder = encoder
        self._chunking = chunking
        self._options = options
        self._looking = threading.Lock()
        self._snapshot = self.opened(self.state().record)
        self._look_at = time.monotonic() + options.look_again_seconds

    def snapshot(self) -> MilvusSnapshot:
        """The current version, as it was at the last look; it is looked for again in good time."""
        if time.monotonic() >= self._look_at and self._looking.acquire(blocking=False):
            try:
                self._take_up()
            finally:
                self._looking.release()
        return self._snapshot

    def look(self) -> tuple[StoreState, MilvusSnapshot]:
        """The state as it is now, and its current version, the one in use from here on."""
        with self._looking:
            return self._take_up(), self._snapshot

    def state(self) -> StoreState:
        """The kept versions as they are now.

        Raises:
            IndexMismatchError: the index was made otherwise.
        """
        state = read_state(self._database)
        if state is None:
            raise IndexMismatchError(f"{self._database.address} holds no index any more")
        address = str(self._database.address)
        state.record.require(self._encoder, self._chunking, address, "--store NEW_ADDRESS")
        return state

    def opened(self, record: VersionRecord) -> MilvusSnapshot:
        """A kept version."""
        return MilvusSnapshot(self._database, record, self._options.settled_seconds)

    def _take_up(self) -> StoreState:
        """The same for the holder of the lock, without which an older state could come last."""
        state = self.state()
        if self._snapshot.manifest != state.record:
            self._snapshot = self.opened(state.record)
        self._look_at = time.monotonic() + self._options.look_again_seconds
        return state
