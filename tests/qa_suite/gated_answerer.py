"""The real pipeline, held before each search until it is let through."""

import threading
from collections.abc import Sequence

from waiting import WAIT_SECONDS

from index.article_index import ArticleIndex
from index.document import Document
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot
from qa.answering import Answerer, AnswererModels, Searched
from qa.question import Question


def town_article(mayor: str) -> Document:
    """An article that answers who the mayor is."""
    text = f"The mayor of Springfield is {mayor}. The town has a river."
    return Document("town", "town", text, "test:town", None, None)


class GatedAnswerer(Answerer):
    """`gate` lets searches pass, `searching` is set when one waits, `batches` tells them.

    A question that holds the word "poison" fails.
    """

    def __init__(self, index: ArticleIndex, models: AnswererModels) -> None:
        super().__init__(index, Retriever(index, RetrievalOptions()), models)
        self.gate = threading.Event()
        self.searching = threading.Event()
        self.batches: list[list[str]] = []

    def search(self, questions: Sequence[Question], snapshot: Snapshot) -> list[Searched]:
        self.batches.append([question.text for question in questions])
        self.searching.set()
        assert self.gate.wait(WAIT_SECONDS)
        if any("poison" in question.text for question in questions):
            raise RuntimeError("poisoned")
        return super().search(questions, snapshot)

    def hold(self) -> None:
        """Let no more searches pass."""
        self.gate.clear()
        self.searching.clear()
