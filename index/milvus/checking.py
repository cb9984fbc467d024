"""Look through an index in Milvus: counts, hashes, slices, and a sample of vectors."""

from collections.abc import Iterator, Sequence

from index.content_checks import MINIMUM_COSINE, SAMPLE_SIZE
from index.document import Document
from index.encoder import Encoder
from index.interface import StoredPassage
from index.milvus.snapshot import MilvusSnapshot
from index.records import passage_text

DOCUMENTS_AT_ONCE = 50


def find_problems(snapshot: MilvusSnapshot, encoder: Encoder) -> list[str]:
    """Everything that is wrong with a version, in words; empty when it is sound."""
    names = [summary.document_id for summary in snapshot.summaries()]
    problems = list(_count_findings(snapshot))
    for first in range(0, len(names), DOCUMENTS_AT_ONCE):
        part = names[first : first + DOCUMENTS_AT_ONCE]
        problems += _document_findings(snapshot, part)
    sample = sorted({names[n * len(names) // SAMPLE_SIZE] for n in range(SAMPLE_SIZE) if names})
    return problems + list(_vector_findings(snapshot, sample, encoder))


def _count_findings(snapshot: MilvusSnapshot) -> Iterator[str]:
    manifest = snapshot.manifest
    for name, expected, found in (
        ("documents", manifest.documents, snapshot.count_documents()),
        ("passages", manifest.passages, snapshot.count_passages()),
    ):
        if expected != found:
            yield f"the store: {expected} {name} were written, {found} are stored"


def _document_findings(snapshot: MilvusSnapshot, names: Sequence[str]) -> Iterator[str]:
    """Documents that are not what was stored, and passages that are not slices of them."""
    documents, hashes = snapshot.documents(names), snapshot.content_hashes(names)
    for name in names:
        if name not in documents or documents[name].content_hash != hashes.get(name):
            yield f"document {name!r}: its text is not the one that was stored"
    for stored in snapshot.passages_of(names):
        passage = stored.passage
        document = documents.get(passage.document_id)
        if document is None or document.text[passage.start : passage.end] != passage.text:
            yield f"passage {passage.passage_id}: its text is not the document's"


def _vector_findings(
    snapshot: MilvusSnapshot, names: Sequence[str], encoder: Encoder
) -> Iterator[str]:
    """Embed the first passage of some documents again."""
    documents: dict[str, Document] = snapshot.documents(names)
    first: dict[str, StoredPassage] = {}
    for stored in snapshot.passages_of(names):
        if stored.passage.document_id in documents:
            first.setdefault(stored.passage.document_id, stored)
    texts = [passage_text(documents[name].title, first[name].passage.text) for name in first]
    if not texts:
        return
    for stored, vector in zip(first.values(), encoder.encode_passages(texts), strict=True):
        cosine = float(vector @ stored.vector)
        if not cosine >= MINIMUM_COSINE:  # so that NaN is found, too
            yield (
                f"passage {stored.passage.passage_id}: the stored vector has cosine {cosine:.3f} "
                f"with the text's, expected at least {MINIMUM_COSINE}"
            )
