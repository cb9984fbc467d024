"""An index of a corpus, kept between measurements: embedding it anew would cost minutes."""

from collections.abc import Sequence
from pathlib import Path

from bench.report import report_progress
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder

STEP = 500


def kept_index(
    folder: Path, documents: Sequence[Document], encoder: Encoder, chunking: ChunkingOptions
) -> ArticleIndex:
    """Exactly the documents, in steps, so that one that was stopped goes on where it was.

    Each encoder and each way to cut has a folder of its own.
    """
    cut = f"{chunking.maximum_tokens}-{chunking.overlap_tokens}"
    index = ArticleIndex(folder / f"{encoder.identity.sha256[:12]}-{cut}", encoder, chunking)
    wanted = {document.document_id for document in documents}
    if extra := [s.document_id for s in index.summaries() if s.document_id not in wanted]:
        index.remove(extra)
    for first in range(0, len(documents), STEP):
        index.add(documents[first : first + STEP])
        report_progress(first + STEP, len(documents))
    return index
