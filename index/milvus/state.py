"""Which versions of an index in Milvus are kept and which one is current."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Self

from index.chunking import ChunkingOptions
from index.encoder import EncoderIdentity
from index.errors import IndexDamagedError, VersionNotFoundError
from index.manifest import VersionRecord, require_format
from index.milvus.collections import STATE
from index.milvus.database import Database
from index.milvus.lease import Lease
from index.milvus.rows import UNUSED, Row

STORE_FORMAT = 1
CURRENT_KEY = "catalogue"
# One row holds what is said of all of them, about 400 bytes each.
MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class StoreState:
    """The kept versions in ascending order; one row, so that a change happens in one moment.

    `last` is the highest number that a version ever had, `next_number` the number of the passage
    that is added next.
    """

    current: int
    last: int
    next_number: int
    versions: tuple[VersionRecord, ...]

    @property
    def record(self) -> VersionRecord:
        """The current version."""
        return next(record for record in self.versions if record.version == self.current)

    @property
    def oldest(self) -> int:
        """The oldest version that is kept."""
        return self.versions[0].version

    def without_newer(self) -> Self:
        """Without the versions newer than the current one, which were gone back from."""
        older = tuple(known for known in self.versions if known.version <= self.current)
        return replace(self, versions=older)

    def adding(self, record: VersionRecord, next_number: int, kept: int) -> Self:
        """With a new current version; versions newer than the one it was made of are given up."""
        versions = (*self.without_newer().versions, record)[-min(kept, MOST_KEPT) :]
        return replace(
            self,
            current=record.version,
            last=record.version,
            next_number=next_number,
            versions=versions,
        )

    def pointing(self, version: int | None) -> Self:
        """With another of the kept versions as the current one; None is the one before it.

        Raises:
            VersionNotFoundError: it is not kept, or it is the current one.
        """
        chosen = self.record.parent if version is None else version
        kept = [record.version for record in self.versions]
        if chosen not in kept or chosen == self.current:
            what = "none before it" if chosen is None else f"version {chosen}"
            raise VersionNotFoundError(
                f"version {self.current} is current and {what} can be gone back to; kept: "
                f"{', '.join(str(number) for number in kept)}"
            )
        return replace(self, current=chosen)

    def to_row(self) -> Row:
        """The row that holds it."""
        body = {**asdict(self), "format_version": STORE_FORMAT}
        return {"key": CURRENT_KEY, "body": json.dumps(body), "unused": UNUSED}

    @classmethod
    def from_body(cls, body: str, place: str) -> Self:
        """Read what `to_row` wrote.

        Raises:
            IndexMismatchError: it is of another format version.
            IndexDamagedError: it is not the state of an index.
        """
        try:
            fields = json.loads(body)
            require_format(fields.pop("format_version"), place, STORE_FORMAT)
            versions = tuple(_record(record) for record in fields.pop("versions"))
            return cls(versions=versions, **fields)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(f"{place} holds no state of an index: {error!r}") from error


def read_state(database: Database) -> StoreState | None:
    """The state as it is now; None where no index was made."""
    rows = list(database.rows(STATE, f'key == "{CURRENT_KEY}"', ["body"]))
    return StoreState.from_body(rows[0]["body"], str(database.address)) if rows else None


def write_state(database: Database, state: StoreState, lease: Lease) -> None:
    """Make a state the valid one: the moment in which a change happens.

    Raises:
        IndexBusyError: the right to write ran out; the state is another writer's by now.
    """
    lease.renew()
    database.write(STATE, [state.to_row()])


def _record(fields: dict[str, object]) -> VersionRecord:
    encoder = EncoderIdentity(**fields.pop("encoder"))  # type: ignore[arg-type]
    chunking = ChunkingOptions(**fields.pop("chunking"))  # type: ignore[arg-type]
    return VersionRecord(encoder=encoder, chunking=chunking, **fields)  # type: ignore[arg-type]
