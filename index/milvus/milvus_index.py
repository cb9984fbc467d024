"""The index in a Milvus database: add, replace, remove, look up and go back."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.errors import DocumentNotFoundError, StoreError
from index.ingestion import Known, are_stored, changed_documents, stage, stage_lost
from index.interface import AddReport, stored_document
from index.manifest import VersionRecord
from index.milvus.changes import Change
from index.milvus.checking import find_problems
from index.milvus.current import DEFAULT_OPTIONS, CurrentVersion, MilvusOptions
from index.milvus.database import Database
from index.milvus.lease import writing_alone
from index.milvus.rows import require_storable
from index.milvus.snapshot import MilvusSnapshot
from index.milvus.state import STORE_FORMAT, StoreState, read_state, write_state
from index.records import DocumentSummary
from index.staging import Staging
from index.storage_options import DEFAULT_STORAGE, StorageOptions
from index.verification import Findings

LOG = logging.getLogger(__name__)


class MilvusIndex:
    """Documents in a Milvus database, searchable by passage. Threads may share one object."""

    def __init__(
        self,
        database: Database,
        encoder: Encoder,
        chunking: ChunkingOptions,
        folder: Path,
        storage: StorageOptions = DEFAULT_STORAGE,
        options: MilvusOptions = DEFAULT_OPTIONS,
    ) -> None:
        """Open the index of a database; where there is none, an empty one is made.

        `folder` is for what this machine keeps beside it.

        Raises:
            IndexMismatchError: it was made otherwise.
            StoreError: the database cannot be reached, or refused something.
        """
        self.database = database
        self.encoder = encoder
        self.chunking = chunking
        self.folder = folder
        self._storage = storage
        database.prepare(encoder.identity.dimension)
        if read_state(database) is None:
            self._create()
        self._current = CurrentVersion(database, encoder.identity, chunking, options)

    def snapshot(self) -> MilvusSnapshot:
        """The current version, to be used for the whole of a question."""
        return self._current.snapshot()

    def state(self) -> StoreState:
        """The kept versions as they are now.

        Raises:
            IndexMismatchError: the index was made otherwise.
        """
        return self._current.state()

    def kept_versions(self) -> Sequence[VersionRecord]:
        """The versions that can be gone back to, the current one included, ascending."""
        return self.state().versions

    def kept_document(self, version: int, document_id: str) -> Document | None:
        """The document as a version has it; None when that is gone or has no such document."""
        for record in self.state().versions:
            if record.version == version:
                return self._current.opened(record).documents([document_id]).get(document_id)
        return None

    def verify(self) -> Findings:
        """Look through the current version; what killed writers left is seen by nobody."""
        return Findings(tuple(find_problems(self.snapshot(), self.encoder)), ())

    def add(self, documents: Iterable[Document]) -> AddReport:
        """Store documents, all or none, as one version; one of a stored id replaces it.

        Raises:
            DocumentError: a document cannot be stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
            StoreError: the database refused something; nothing was changed.
        """
        with Staging.opened() as staging:
            known = self.snapshot()
            lookup = Known(known.content_hashes, known.vectors_of_texts)
            names = stage(documents, lookup, self.encoder, self.chunking, staging)
            fresh = staging.content_hashes()
            if not fresh and are_stored(names, known, self.snapshot()):
                return AddReport((), (), tuple(names))
            for entry in staging.entries(fresh):
                require_storable(entry)
            with self._writing() as (state, base, change):
                # Again, since other writers may have been here during the embedding.
                stored = base.content_hashes(names)
                stage_lost(names, known, stored, self.encoder, self.chunking, staging)
                fresh = staging.content_hashes()
                changed = changed_documents(names, fresh, stored)
                if changed:
                    change.give_up_others()
                    change.remove([name for name in changed if name in stored])
                    change.put(staging.entries(changed))
                    self._commit(state, change)
        return AddReport.of(names, changed, stored)

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents, all or none.

        Raises:
            DocumentNotFoundError: one of them is not stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
            StoreError: the database refused something; nothing was changed.
        """
        names = list(dict.fromkeys(document_ids))
        with self._writing() as (state, base, change):
            stored = base.content_hashes(names)
            missing = [name for name in names if name not in stored]
            if missing:
                raise DocumentNotFoundError(missing)
            if names:
                change.give_up_others()
                change.remove(names)
                self._commit(state, change)

    def roll_back(self, version: int | None) -> VersionRecord:
        """Make a kept version current; without one named, the one before the current one.

        The versions that are left can be named until the next change, which gives them up even
        when the database refuses the rest of it.

        Raises:
            VersionNotFoundError: the version is not kept, or there is none before.
            IndexBusyError: another process keeps writing.
        """
        with writing_alone(self.database, self._storage.write_wait_seconds) as lease:
            state = self.state().pointing(version)
            write_state(self.database, state, lease)
            self._current.look()
        return state.record

    def document(self, document_id: str) -> Document:
        """The stored document.

        Raises:
            DocumentNotFoundError: there is none of that id.
        """
        return stored_document(self.snapshot(), document_id)

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""
        return self.snapshot().summaries()

    @contextmanager
    def _writing(self) -> Iterator[tuple[StoreState, MilvusSnapshot, Change]]:
        """State and current version, and the next one to be written; nobody else can write."""
        with writing_alone(self.database, self._storage.write_wait_seconds) as lease:
            state, base = self._current.look()
            yield state, base, Change(self.database, state, lease)

    def _commit(self, state: StoreState, change: Change) -> None:
        record = self._record(change.version, state.current, change.documents, change.passages)
        following = state.adding(record, change.next_number, self._storage.kept_versions)
        write_state(self.database, following, change.lease)
        # The change is made: what fails from here on is no failure of it, and made good by the
        # next look and the next change.
        try:
            self._current.look()
            change.expire(following.oldest)
        except StoreError as error:
            LOG.warning("version %d is stored; tidying up failed: %s", record.version, error)

    def _create(self) -> None:
        with writing_alone(self.database, self._storage.write_wait_seconds) as lease:
            if read_state(self.database) is None:
                empty = self._record(0, None, 0, 0)
                write_state(self.database, StoreState(0, 0, 1, (empty,)), lease)

    def _record(
        self, version: int, parent: int | None, documents: int, passages: int
    ) -> VersionRecord:
        return VersionRecord(
            format_version=STORE_FORMAT,
            version=version,
            parent=parent,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            encoder=self.encoder.identity,
            chunking=self.chunking,
            documents=documents,
            passages=passages,
        )
