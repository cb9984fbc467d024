"""Check that an index holds what was written, every kept version of it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import (
    MANIFEST_NAME,
    STORE_NAME,
    VECTORS_NAME,
    Catalogue,
    read_catalogue,
    version_folder,
)
from index.chunking import ChunkingOptions
from index.content_checks import (
    count_findings,
    document_findings,
    store_findings,
    vector_findings,
    word_findings,
)
from index.encoder import Encoder
from index.errors import IndexFailure
from index.leftovers import find_leftovers
from index.locking import held, is_being_written
from index.manifest import Manifest
from index.store import Store
from index.vector_files import load_vectors
from index.version_files import file_checksums, read_manifest, require_checksum


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with an index, in words.

    `leftovers` of killed writers, and expired versions that were still being read, do no harm.
    """

    problems: tuple[str, ...]
    leftovers: tuple[str, ...]


def verify(folder: Path, encoder: Encoder, chunking: ChunkingOptions) -> Findings:
    """Look through the index in `folder`, which may be in use."""
    problems = find_problems(folder, encoder, chunking)
    leftovers: list[Path] = []
    with suppress(IndexFailure):
        catalogue = read_catalogue(folder)
        leftovers = find_leftovers(folder, catalogue)
        # What a writer is making, or has just made, is none.
        if is_being_written(folder) or read_catalogue(folder) != catalogue:
            leftovers = []
    return Findings(tuple(problems), tuple(str(path.relative_to(folder)) for path in leftovers))


def find_problems(folder: Path, encoder: Encoder, chunking: ChunkingOptions) -> list[str]:
    """Everything that is wrong with the index in `folder`, in words; empty when it is sound.

    The files of every kept version are compared with their checksums; the current version is
    looked through as well, so that a mistake made before its checksums is found, too.
    """
    try:
        catalogue = read_catalogue(folder)
        current = catalogue.current
        with held(version_folder(folder, current) / MANIFEST_NAME):
            problems = [
                problem
                for number in catalogue.numbers
                for problem in file_problems(folder, catalogue, number)
            ]
            problems += content_problems(folder, catalogue, encoder)
            if not problems:
                manifest = read_manifest(folder, current, catalogue.manifest_sha256(current))
                manifest.require(encoder.identity, chunking, str(folder))
    except IndexFailure as failure:
        return [str(failure)]
    return problems


def file_problems(folder: Path, catalogue: Catalogue, number: int) -> list[str]:
    """Files of a kept version that are missing or not what was written."""
    problems = []
    try:
        manifest = read_manifest(folder, number, catalogue.manifest_sha256(number))
    except IndexFailure as failure:
        problems.append(str(failure))
    else:
        for path, expected in file_checksums(version_folder(folder, number), manifest):
            try:
                require_checksum(folder, path, expected)
            except IndexFailure as failure:
                problems.append(str(failure))
    # A version that expired meanwhile was deleted rightly.
    return problems if not problems or number in read_catalogue(folder).numbers else []


def content_problems(folder: Path, catalogue: Catalogue, encoder: Encoder) -> list[str]:
    """What the current version's rows and vectors say that they should not."""
    problems: list[str] = []
    current = catalogue.current
    place = version_folder(folder, current)
    try:
        manifest = read_manifest(folder, current, catalogue.manifest_sha256(current))
        problems += _findings(place, manifest, encoder)
    except IndexFailure as failure:
        problems.append(str(failure))
    except (TypeError, ValueError, AttributeError) as error:
        # A flipped bit can change a value's type, which SQLite takes.
        problems.append(f"the store: a row holds another kind of value than was written: {error}")
    return problems


def _findings(place: Path, manifest: Manifest, encoder: Encoder) -> Iterator[str]:
    with Store(place / STORE_NAME).reading() as connection:
        yield from store_findings(connection)
        yield from count_findings(connection, manifest)
        yield from document_findings(connection)
        yield from word_findings(connection)
        vectors = load_vectors(place / VECTORS_NAME)
        yield from vector_findings(connection, manifest, vectors, encoder)
