"""Retrieval over all paragraphs of a SQuAD-format file: dense, lexical and both.

    python -m bench.open_retrieval dev/squad1.json.gz

Every paragraph becomes a document with its article's title. A question counts at k when its
own paragraph is among the first k paragraphs found.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bench.report import print_result
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot
from qa.assembly import open_encoder
from qa.squad import SquadParagraph, load_squad
from qa.training.examples import split_by_article

CUTOFFS = (1, 5, 20)
BATCH = 64
DEPTH = 50
RETRIEVERS = {
    "dense": RetrievalOptions(lexical_weight=0),
    "lexical": RetrievalOptions(dense_weight=0),
    "hybrid": RetrievalOptions(),
}


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--maximum-tokens", default=ChunkingOptions().maximum_tokens, show_default=True)
@click.option("--overlap-tokens", default=ChunkingOptions().overlap_tokens, show_default=True)
@click.option("--held-back", type=float, help="Only the held-back share of a training file.")
def main(path: Path, maximum_tokens: int, overlap_tokens: int, held_back: float | None) -> None:
    """Measure retrieval over the paragraphs of PATH."""
    paragraphs = load_squad(path)
    if held_back is not None:
        paragraphs = split_by_article(paragraphs, held_back)[1]
    questions = [
        (question.question, f"paragraph-{number}")
        for number, paragraph in enumerate(paragraphs)
        for question in paragraph.questions
        if question.answers
    ]
    with tempfile.TemporaryDirectory() as folder:
        chunking = ChunkingOptions(maximum_tokens, overlap_tokens)
        index = ArticleIndex(Path(folder) / "index", open_encoder(), chunking)
        index.add(_documents(paragraphs))
        snapshot = index.snapshot()
        results = {
            name: _recall(Retriever(index, options), snapshot, questions)
            for name, options in RETRIEVERS.items()
        }
        passages = snapshot.manifest.passages
    print_result(
        " ".join(sys.argv),
        {
            "paragraphs": len(paragraphs),
            "passages": passages,
            "questions": len(questions),
            "recall": results,
        },
    )


def _documents(paragraphs: Sequence[SquadParagraph]) -> list[Document]:
    return [
        Document(f"paragraph-{number}", paragraph.title, paragraph.context, "SQuAD")
        for number, paragraph in enumerate(paragraphs)
    ]


def _recall(
    retriever: Retriever, snapshot: Snapshot, questions: Sequence[tuple[str, str]]
) -> dict[str, float]:
    hits = dict.fromkeys(CUTOFFS, 0)
    for first in range(0, len(questions), BATCH):
        part = questions[first : first + BATCH]
        found = retriever.retrieve(snapshot, [text for text, _ in part], PassageFilter(), DEPTH)
        for (_, wanted), entries in zip(part, found, strict=True):
            ranked = list(dict.fromkeys(entry.passage.document_id for entry in entries))
            for cutoff in CUTOFFS:
                hits[cutoff] += wanted in ranked[:cutoff]
        print(f"{first + len(part)} of {len(questions)}", file=sys.stderr, end="\r")
    return {f"at_{cutoff}": hits[cutoff] / len(questions) for cutoff in CUTOFFS}


if __name__ == "__main__":
    main()
