"""Retrieval over all paragraphs of a SQuAD-format file: dense, lexical and both.

    python -m bench.open_retrieval dev/squad1.json.gz

Every paragraph becomes a document with its article's title. A question counts at k when its
own paragraph is among the first k paragraphs found.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from bench.journal import Row
from bench.kept_index import kept_index
from bench.reader_accuracy import drawn
from bench.report import command_line, print_result, report_progress
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot
from qa.assembly import open_encoder
from qa.squad import SquadParagraph, load_squad
from qa.training.asking import paragraph_documents
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
@click.option("--limit", type=click.IntRange(min=1), help="Questions at most, drawn, seed 17.")
@click.option("--held-back", type=float, help="Only the held-back share of a training file.")
def main(path: Path, limit: int | None, held_back: float | None) -> None:
    """Measure retrieval over the paragraphs of PATH."""
    paragraphs = load_squad(path)
    if held_back is not None:
        paragraphs = split_by_article(paragraphs, held_back)[1]
    with tempfile.TemporaryDirectory() as folder:
        documents = paragraph_documents(paragraphs)
        index = kept_index(Path(folder), documents, open_encoder(), ChunkingOptions())
        result = recalls(index, drawn(asked_openly(paragraphs), limit))
    print_result(command_line(), {"paragraphs": len(paragraphs), **result})


def asked_openly(paragraphs: Sequence[SquadParagraph]) -> list[tuple[str, str]]:
    """Every answerable question with the id of its paragraph's document."""
    return [
        (question.question, f"paragraph-{number}")
        for number, paragraph in enumerate(paragraphs)
        for question in paragraph.questions
        if question.answers
    ]


def recalls(index: ArticleIndex, questions: Sequence[tuple[str, str]]) -> Row:
    """Recall at each cutoff of each way to search."""
    snapshot = index.snapshot()
    return {
        "passages": snapshot.manifest.passages,
        "questions": len(questions),
        "recall": {
            name: _recall(Retriever(index, options), snapshot, questions)
            for name, options in RETRIEVERS.items()
        },
    }


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
        report_progress(first + len(part), len(questions))
    return {f"at_{cutoff}": hits[cutoff] / len(questions) for cutoff in CUTOFFS}


if __name__ == "__main__":
    main()
