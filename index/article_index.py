"""The index of a directory: add, replace, remove and look up documents."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.catalogue import Catalogue, catalogue_path, read_catalogue
from index.chunking import ChunkingOptions
from index.creation import create_index
from index.document import Document
from index.encoder import Encoder
from index.errors import DocumentNotFoundError
from index.ingestion import Known, are_stored, changed_documents, stage, stage_lost
from index.interface import AddReport, stored_document
from index.kept_document import read_kept_document
from index.leftovers import sweep
from index.locking import writing_alone
from index.manifest import Manifest
from index.records import DocumentSummary, delete_documents
from index.rollback import kept_manifests
from index.snapshot import Snapshot, load_current, load_version
from index.staging import Staging
from index.storage_options import DEFAULT_STORAGE, StorageOptions
from index.versions import Origin, Write, publish


class ArticleIndex:
    """Documents in a directory, searchable by passage.

    Threads may share one object. Another process's changes are seen at the next call.
    """

    def __init__(
        self,
        folder: Path,
        encoder: Encoder,
        chunking: ChunkingOptions,
        storage: StorageOptions = DEFAULT_STORAGE,
    ) -> None:
        """Open the index in `folder`; a new or empty folder becomes an empty index.

        Raises:
            IndexMismatchError: it was made otherwise, or the folder holds something else.
            IndexDamagedError: a file is missing or does not hold what was written.
            IndexWriteError: a new index cannot be written there.
        """
        self.folder = folder
        self.encoder = encoder
        self.chunking = chunking
        self._storage = storage
        self._loading = threading.Lock()
        if not catalogue_path(folder).exists():
            create_index(folder, encoder.identity, chunking, storage)
        self._snapshot = self._loaded(load_current(folder))

    def snapshot(self) -> Snapshot:
        """The current version, to be used for the whole of a question.

        Looking costs reading the small catalogue. The first call after another process changed
        the index loads the new version; calls meanwhile get the one before, which is whole.
        """
        current = read_catalogue(self.folder)
        if not _is(self._snapshot, current) and self._loading.acquire(blocking=False):
            try:
                if not _is(self._snapshot, current):
                    self._snapshot = self._loaded(load_current(self.folder))
            finally:
                self._loading.release()
        return self._snapshot

    def kept_versions(self) -> list[Manifest]:
        """The versions that can be gone back to, the current one included, ascending."""
        return kept_manifests(self.folder)

    def kept_document(self, version: int, document_id: str) -> Document | None:
        """The document as a version has it; None when that is gone or has no such document."""
        return read_kept_document(self.folder, version, document_id)

    def add(self, documents: Iterable[Document]) -> AddReport:
        """Store documents, all or none, as one version; one of a stored id replaces it.

        Only what differs is cut and embedded. The documents may be a stream: they are read in
        another thread, ahead of the embedding, and memory holds only some of them.

        Raises:
            DocumentError: a document cannot be stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
            IndexWriteError: the disk is full or the folder cannot be written; nothing was changed.
        """
        with Staging.opened() as staging:
            names, known = self._stage(documents, staging)
            nothing_fresh = not staging.content_hashes()
            if nothing_fresh and (known is None or are_stored(names, known, self.snapshot())):
                return AddReport((), (), tuple(names))
            with self._writing() as (catalogue, base):
                # Again, since other writers may have been here during the embedding.
                stored = base.content_hashes(names)
                if known is not None:
                    stage_lost(names, known, stored, self.encoder, self.chunking, staging)
                    known = None
                fresh = staging.content_hashes()
                changed = changed_documents(names, fresh, stored)
                if changed:
                    self._publish(catalogue, base, lambda store: staging.copy_to(store, changed))
        return AddReport.of(names, changed, stored)

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents, all or none.

        Raises:
            DocumentNotFoundError: one of them is not stored; nothing was changed.
            IndexBusyError: another process keeps writing; nothing was changed.
            IndexWriteError: the disk is full or the folder cannot be written; nothing was changed.
        """
        names = list(dict.fromkeys(document_ids))
        with self._writing() as (catalogue, base):
            stored = base.content_hashes(names)
            missing = [name for name in names if name not in stored]
            if missing:
                raise DocumentNotFoundError(missing)
            if names:
                self._publish(catalogue, base, lambda store: delete_documents(store, names))

    def document(self, document_id: str) -> Document:
        """The stored document.

        Raises:
            DocumentNotFoundError: there is none of that id.
        """
        return stored_document(self.snapshot(), document_id)

    def summaries(self) -> list[DocumentSummary]:
        """Every stored document without its text, by title."""
        return self.snapshot().summaries()

    def _stage(
        self, documents: Iterable[Document], staging: Staging
    ) -> tuple[list[str], Snapshot | None]:
        """The ids of all, and the version that holds some of them just so, if one does.

        It is not held longer than needed: while it is, nobody can delete it.
        """
        known = self.snapshot()
        lookup = Known(known.content_hashes, known.vectors_of_texts)
        names = stage(documents, lookup, self.encoder, self.chunking, staging)
        return names, known if len(staging.content_hashes()) < len(names) else None

    @contextmanager
    def _writing(self) -> Iterator[tuple[Catalogue, Snapshot]]:
        """The catalogue and the current version while nobody else can write."""
        with writing_alone(self.folder, self._storage.write_wait_seconds):
            catalogue = read_catalogue(self.folder)
            sweep(self.folder, catalogue)
            with self._loading:
                if not _is(self._snapshot, catalogue):
                    loaded = load_version(self.folder, catalogue, catalogue.current)
                    self._snapshot = self._loaded(loaded)
                base = self._snapshot
            yield catalogue, base

    def _publish(self, catalogue: Catalogue, base: Snapshot, write: Write) -> None:
        origin = Origin.of(base)
        published = publish(self.folder, catalogue, origin, write, self._storage)
        with self._loading:
            # Still under the writer's lock: nobody can have published a later one.
            self._snapshot = published

    def _loaded(self, snapshot: Snapshot) -> Snapshot:
        snapshot.manifest.require(self.encoder.identity, self.chunking, str(self.folder))
        return snapshot


def _is(snapshot: Snapshot, catalogue: Catalogue) -> bool:
    """Whether a snapshot is of the current version."""
    return snapshot.manifest_sha256 == catalogue.manifest_sha256(catalogue.current)
