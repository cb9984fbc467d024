"""From a stream of documents to what has to be stored: compare, cut, and embed what is new."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from index.chunking import ChunkingOptions, chunk_document
from index.document import Document, check_document
from index.encoder import Encoder, Vectors
from index.interface import PassageSnapshot
from index.passage import Passage
from index.records import passage_text, text_hash
from index.staging import Staging

GROUP_PASSAGES = 512
GROUP_CHARACTERS = 2_000_000
LOOKED_UP_TOGETHER = 64


@dataclass(frozen=True, slots=True)
class Known:
    """Looks up what is stored: content hashes by document id, vectors by the hash of the text.

    What is not stored is left out.
    """

    content_hashes: Callable[[Sequence[str]], Mapping[str, str]]
    vectors: Callable[[Sequence[bytes]], Mapping[bytes, Vectors]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into passages; None for one that is stored already, just so."""

    document: Document
    passages: tuple[Passage, ...] | None


def stage(
    documents: Iterable[Document],
    known: Known,
    encoder: Encoder,
    chunking: ChunkingOptions,
    staging: Staging,
) -> list[str]:
    """Put every document that is not stored just so into `staging`; the ids of all, in order.

    Texts that are stored are not embedded again.

    Of two documents with one id the last counts. While a group is embedded, the next one is
    read and cut in another thread; no more than two groups are in memory.

    Raises:
        DocumentError: a document cannot be stored.
    """
    names: dict[str, None] = {}
    prepared = _prepare(documents, known, encoder, chunking)
    for group in _one_ahead(_grouped(prepared)):
        fresh = [entry for entry in group if entry.passages is not None]
        vectors = iter(_embed(fresh, known, encoder))
        for entry in group:
            names[entry.document.document_id] = None
            if entry.passages is None:
                staging.discard(entry.document.document_id)
            else:
                staging.put(entry.document, entry.passages, next(vectors))
    return list(names)


def are_stored(names: Sequence[str], known: PassageSnapshot, now: PassageSnapshot) -> bool:
    """Whether documents that were `known` are stored just so in a later version."""
    return now is known or now.content_hashes(names) == known.content_hashes(names)


def stage_lost(
    names: Sequence[str],
    known: PassageSnapshot,
    stored: Mapping[str, str],
    encoder: Encoder,
    chunking: ChunkingOptions,
    staging: Staging,
) -> None:
    """Stage those of the names that were `known` just so, but that others removed or changed.

    They are not in `staging`, since nothing had to be done with them. `stored` are the content
    hashes of now.
    """
    fresh = staging.content_hashes()
    before = known.content_hashes([name for name in names if name not in fresh])
    lost = [name for name, content_hash in before.items() if stored.get(name) != content_hash]
    if lost:
        nothing_stored = Known(lambda _: {}, known.vectors_of_texts)
        stage(known.documents(lost).values(), nothing_stored, encoder, chunking, staging)


def changed_documents(
    names: Sequence[str], fresh: Mapping[str, str], stored: Mapping[str, str]
) -> list[str]:
    """Those of the names that are fresh with another content hash than the stored one."""
    return [name for name in names if name in fresh and stored.get(name) != fresh[name]]


def _prepare(
    documents: Iterable[Document], known: Known, encoder: Encoder, chunking: ChunkingOptions
) -> Iterator[Prepared]:
    for together in _looked_up_together(documents):
        hashes = known.content_hashes([document.document_id for document in together])
        for document in together:
            if hashes.get(document.document_id) == document.content_hash:
                yield Prepared(document, None)
            else:
                yield Prepared(document, tuple(chunk_document(document, encoder, chunking)))


def _looked_up_together(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Checked documents, some at a time: a store may be a network away."""
    together: list[Document] = []
    characters = 0
    for document in documents:
        together.append(check_document(document))
        characters += len(document.text)
        if len(together) >= LOOKED_UP_TOGETHER or characters >= GROUP_CHARACTERS:
            yield together
            together, characters = [], 0
    if together:
        yield together


def _grouped(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Documents of some hundred passages together: enough to embed those of a length at once."""
    group: list[Prepared] = []
    passages = characters = 0
    for entry in prepared:
        group.append(entry)
        passages += len(entry.passages or ())
        characters += len(entry.document.text)
        if passages >= GROUP_PASSAGES or characters >= GROUP_CHARACTERS:
            yield group
            group, passages, characters = [], 0, 0
    if group:
        yield group


def _one_ahead(groups: Iterator[list[Prepared]]) -> Iterator[list[Prepared]]:
    """The same groups; the next one is made in another thread while one is in use."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading") as reading:
        following = reading.submit(next, groups, None)
        while (group := following.result()) is not None:
            following = reading.submit(next, groups, None)
            yield group


def _embed(group: Sequence[Prepared], known: Known, encoder: Encoder) -> list[Vectors]:
    """A matrix (passages, dimension) for each document; texts that are stored are not embedded.

    Passages of a document of which a part changed, and of a file that was moved, have mostly
    stored texts.
    """
    texts = [
        passage_text(entry.document.title, passage.text)
        for entry in group
        for passage in entry.passages or ()
    ]
    hashes = [text_hash(text) for text in texts]
    dimension = encoder.identity.dimension
    found = dict(known.vectors(hashes))
    unknown = {key: text for key, text in zip(hashes, texts, strict=True) if key not in found}
    keys = list(unknown)
    for first in range(0, len(keys), GROUP_PASSAGES):
        part = keys[first : first + GROUP_PASSAGES]
        encoded = encoder.encode_passages([unknown[key] for key in part])
        found.update(zip(part, encoded, strict=True))
    matrix = np.array([found[key] for key in hashes], dtype=np.float32).reshape(-1, dimension)
    sizes = [len(entry.passages or ()) for entry in group]
    return np.split(matrix, np.cumsum(sizes)[:-1]) if group else []
