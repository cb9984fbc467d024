"""A small index of feedback's own, and a process that keeps writing to it."""

import sys
from collections.abc import Sequence
from pathlib import Path

import killable_child as child

from index.article_index import ArticleIndex
from index.document import Document
from qa.feedback import Feedback, Span
from qa.feedback_store import FeedbackStore

TEXT = "Ridgeton Weekly\nThe mayor is Jane Doe. She was elected in 2019.\nThe town has a bridge."
TOWN = Document("ridgeton", "Ridgeton", TEXT, "wire:1")
QUESTION = "Who is the mayor of Ridgeton?"


def opened(folder: Path) -> ArticleIndex:
    return ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)


def span_of(quote: str, document: Document = TOWN) -> Span:
    start = document.text.index(quote)
    return Span(document.document_id, start, start + len(quote), quote)


def feedback(**changes: object) -> Feedback:
    """Praise of a right answer from version 1, with changes."""
    fields: dict[str, object] = {
        "verdict": "right",
        "question": QUESTION,
        "resolved_question": QUESTION,
        "answer_id": "a1",
        "index_version": 1,
        "status": "answered",
        "answer": "Jane Doe",
        "citation": span_of("Jane Doe"),
        **changes,
    }
    return Feedback(**fields)  # type: ignore[arg-type]


def keep_adding(folder: Path, name: str, count: int) -> None:
    """Add so many entries and name each once it is kept."""
    index, store = opened(folder), FeedbackStore(folder)
    print("ready", flush=True)  # noqa: T201
    for number in range(count):
        store.add(feedback(answer_id=f"{name}-{number}"), index)
        print(f"{name}-{number}", flush=True)  # noqa: T201


def main(arguments: Sequence[str]) -> None:
    keep_adding(Path(arguments[0]), arguments[1], int(arguments[2]))


if __name__ == "__main__":
    main(sys.argv[1:])
