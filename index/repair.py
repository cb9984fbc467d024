"""Mend an index: rebuild what derives from the stored articles, and drop what killed writers left.

No article is ever given up: one whose text is damaged is taken from another kept version, and
where none has it whole, nothing is changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.catalogue import (
    MANIFEST_NAME,
    STORE_NAME,
    Catalogue,
    catalogue_path,
    committed_versions,
    read_catalogue,
    version_folder,
    write_catalogue,
)
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder, Vectors
from index.errors import IndexDamagedError
from index.ingestion import Known, stage
from index.leftovers import sweep
from index.locking import writing_alone
from index.manifest import Manifest
from index.records import read_content_hashes, read_document
from index.staging import Staging
from index.storage_options import StorageOptions
from index.store import Store
from index.stored_vectors import find_vectors
from index.verification import content_problems, file_problems
from index.version_files import file_checksums, read_manifest
from index.versions import Origin, publish
from index.weights import file_sha256


def repair(
    folder: Path, encoder: Encoder, chunking: ChunkingOptions, storage: StorageOptions
) -> None:
    """Leave the index sound: its current version whole, no damaged version, no leftovers.

    A sound version stays as it is. A damaged one is made anew from its articles as a new version;
    a lost catalogue is made anew from the versions' manifests, the newest being current.

    Raises:
        IndexMismatchError: there is no index, or one that was made otherwise.
        IndexDamagedError: an article is whole in no kept version; nothing was changed.
    """
    if not committed_versions(folder) and not catalogue_path(folder).exists():
        read_catalogue(folder)  # says what the folder is
    with writing_alone(folder, storage.write_wait_seconds):
        catalogue = _catalogue(folder)
        sweep(folder, catalogue)
        damaged = {n for n in catalogue.numbers if file_problems(folder, catalogue, n)}
        current = catalogue.current
        if current in damaged or content_problems(folder, catalogue, encoder):
            damaged.add(current)
            whole = [number for number in reversed(catalogue.numbers) if number not in damaged]
            _rebuild(folder, catalogue, whole, encoder, chunking, storage)
            catalogue = read_catalogue(folder)
        if damaged:
            write_catalogue(folder, catalogue.without(damaged))
        sweep(folder, read_catalogue(folder))


def _catalogue(folder: Path) -> Catalogue:
    """The catalogue as it is, or one of every version that has a manifest."""
    try:
        return read_catalogue(folder)
    except IndexDamagedError:
        versions = []
        for number in committed_versions(folder) or [0]:
            path = version_folder(folder, number) / MANIFEST_NAME
            if path.exists():
                Manifest.from_json(path.read_text(encoding="utf-8", errors="replace"), str(path))
                versions.append((number, file_sha256(path)))
        if not versions:
            raise
        newest = versions[-1][0]
        catalogue = Catalogue(newest, newest, tuple(versions))
        write_catalogue(folder, catalogue)
        return catalogue


def _rebuild(
    folder: Path,
    catalogue: Catalogue,
    whole: Sequence[int],
    encoder: Encoder,
    chunking: ChunkingOptions,
    storage: StorageOptions,
) -> None:
    """A new version of the current one's articles; their vectors are kept where they are sure."""
    manifest = _manifest(folder, catalogue)
    if manifest is not None:
        manifest.require(encoder.identity, chunking, str(folder))
    place = version_folder(folder, catalogue.current)
    stores = [Store(version_folder(folder, n) / STORE_NAME) for n in (catalogue.current, *whole)]
    hashes = _stored_hashes(stores[0], manifest, whole)
    trusted = _trusted(place, manifest, stores)
    known = Known(lambda _: {}, lambda hashes: _vectors(trusted, hashes, encoder))
    older = max((number for number in whole if number < catalogue.current), default=None)
    parent = older if manifest is None else manifest.parent
    with Staging.opened() as staging:
        documents = _whole_documents(hashes, stores, whole)
        stage(documents, known, encoder, chunking, staging)
        publish(
            folder,
            catalogue,
            Origin.nothing(encoder.identity, chunking, parent),
            lambda connection: staging.copy_to(connection, list(hashes)),
            # The damaged version that is dropped next does not count.
            replace(storage, kept_versions=storage.kept_versions + 1),
        )


def _manifest(folder: Path, catalogue: Catalogue) -> Manifest | None:
    """The current version's manifest, None when it is lost."""
    current = catalogue.current
    try:
        return read_manifest(folder, current, catalogue.manifest_sha256(current))
    except IndexDamagedError:
        return None


def _trusted(place: Path, manifest: Manifest | None, stores: Sequence[Store]) -> Store | None:
    """The store whose vectors are right, None when all texts have to be embedded again.

    Where every checksum is right, the mistake is older than they are, and may be copied.
    """
    other = next(iter(stores[1:]), None)
    if manifest is None:
        return other
    wrong = {
        path.name
        for path, expected in file_checksums(place, manifest)
        if not path.exists() or file_sha256(path) != expected
    }
    if not wrong:
        return None
    return other if STORE_NAME in wrong else stores[0]


def _vectors(
    store: Store | None, hashes: Sequence[bytes], encoder: Encoder
) -> dict[bytes, Vectors]:
    if store is None:
        return {}
    with store.reading() as connection:
        return find_vectors(connection, hashes, encoder.identity.dimension)


def _stored_hashes(store: Store, manifest: Manifest | None, whole: Sequence[int]) -> dict[str, str]:
    """The content hash of every article, by id, as far as can be told all of them."""
    try:
        with store.reading() as connection:
            hashes = read_content_hashes(connection)
            intact = connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
    except IndexDamagedError as error:
        raise IndexDamagedError(f"{error}: {_way_out(whole)}") from error
    if len(hashes) != manifest.documents if manifest is not None else not intact:
        raise IndexDamagedError(f"{store.path} has lost articles: {_way_out(whole)}")
    return hashes


def _whole_documents(
    hashes: Mapping[str, str], stores: Sequence[Store], whole: Sequence[int]
) -> Iterator[Document]:
    """Each article from the first store that holds just what was stored."""
    for name, expected in hashes.items():
        found = (_document(store, name) for store in stores)
        document = next((d for d in found if d is not None and d.content_hash == expected), None)
        if document is None:
            raise IndexDamagedError(
                f"document {name!r} is whole in no kept version: {_way_out(whole)}"
            )
        yield document


def _document(store: Store, document_id: str) -> Document | None:
    try:
        with store.reading() as connection:
            return read_document(connection, document_id)
    except (IndexDamagedError, ValueError, TypeError):
        return None


def _way_out(whole: Sequence[int]) -> str:
    if whole:
        return f"go back to version {whole[0]} with 'qa index rollback --to {whole[0]}'"
    return (
        "restore the directory from a copy, or build a new index with 'qa index add ARTICLES "
        "--index NEW_DIRECTORY'"
    )
