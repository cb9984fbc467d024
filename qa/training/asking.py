"""Questions asked of an index of paragraphs, as a user would ask them of articles."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.retrieval import RetrievalOptions, Retriever
from qa.confidence import Calibration
from qa.finding import Finder, FinderOptions, Found
from qa.question import Question
from qa.reader import Reader
from qa.squad import SquadParagraph, SquadQuestion

BATCH_QUESTIONS = 16
# The calibration that ranks by the reader's margin alone.
UNFITTED = Calibration(**{field.name: 0.0 for field in fields(Calibration)} | {"margin": 1.0})


def find_answers(
    questions: Sequence[SquadQuestion],
    paragraphs: Sequence[SquadParagraph],
    encoder: Encoder,
    reader: Reader,
    calibration: Calibration,
    options: FinderOptions,
) -> Iterator[tuple[SquadQuestion, Found]]:
    """What answers each question in an index of these paragraphs, by this calibration."""
    with tempfile.TemporaryDirectory() as folder:
        index = ArticleIndex(Path(folder) / "index", encoder, ChunkingOptions())
        index.add(paragraph_documents(paragraphs))
        finder = Finder(Retriever(index, RetrievalOptions()), reader, calibration, options)
        for first in range(0, len(questions), BATCH_QUESTIONS):
            part = questions[first : first + BATCH_QUESTIONS]
            asked = [Question(question.question) for question in part]
            yield from zip(part, finder.find(asked, index.snapshot()), strict=True)


def paragraph_documents(paragraphs: Sequence[SquadParagraph]) -> list[Document]:
    """Each paragraph under its article's title, with its number as id; blank ones are left out."""
    return [
        Document(f"paragraph-{number}", paragraph.title, paragraph.context, "SQuAD")
        for number, paragraph in enumerate(paragraphs)
        if paragraph.context.strip()
    ]
