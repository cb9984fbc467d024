"""Threads that search while another thread and another object change the index."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import index.store
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.passage import PassageFilter, RetrievedPassage
from index.retrieval import RetrievalOptions, Retriever
from index.verification import find_problems

MakeDocument = Callable[..., Document]
READERS = 4
ROUNDS = 12
QUESTIONS = ["Who wrote change 3?", "How many soldiers are in Kursk?"]


@pytest.fixture
def versions(make_document: MakeDocument) -> dict[str, list[Document]]:
    """Every text that a document has at some time, by id."""
    return {
        name: [
            make_document(
                name,
                f"Change {change} of {name} counts {change * 10} soldiers.\n\n" * (1 + change % 3),
            )
            for change in range(ROUNDS)
        ]
        for name in ("a", "b", "c")
    }


def require_exact(found: RetrievedPassage, versions: dict[str, list[Document]]) -> None:
    passage = found.passage
    texts = [document.text for document in versions[passage.document_id]]
    assert passage.text in [text[passage.start : passage.end] for text in texts]
    assert 0 < found.score <= 1 + 1e-9
    assert found.dense is None or -1.001 <= found.dense <= 1.001
    assert found.lexical is None or found.lexical > 0


class Readers:
    """Threads that retrieve until told to stop, and what they saw and raised."""

    def __init__(self, indexes: list[ArticleIndex], versions: dict[str, list[Document]]) -> None:
        self._versions = versions
        self._stop = threading.Event()
        self.searches = 0
        self.passages = 0
        self.errors: list[BaseException] = []
        self._threads = [threading.Thread(target=self._read, args=(index,)) for index in indexes]

    @contextmanager
    def running(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join(timeout=60)

    def _read(self, index: ArticleIndex) -> None:
        retriever = Retriever(index, RetrievalOptions())
        try:
            while not self._stop.is_set():
                for found in retriever.retrieve(QUESTIONS, PassageFilter(), 5):
                    for passage in found:
                        require_exact(passage, self._versions)
                        self.passages += 1
                self.searches += 1
        except BaseException as error:
            self.errors.append(error)


def test_reading_while_documents_come_and_go(
    empty_index: ArticleIndex, encoder: Encoder, versions: dict[str, list[Document]]
) -> None:
    other = ArticleIndex(empty_index.folder, encoder, ChunkingOptions())
    writer = ArticleIndex(empty_index.folder, encoder, ChunkingOptions())
    readers = Readers([empty_index] * (READERS // 2) + [other] * (READERS // 2), versions)
    with readers.running():
        for change in range(ROUNDS):
            for place, index in enumerate((writer, empty_index, other)):
                name = "abc"[(change + place) % 3]
                index.add([versions[name][change]])
            if change % 3 == 1:
                writer.remove(["b"])
    assert readers.errors == []
    assert readers.searches >= READERS
    assert readers.passages > 0
    assert find_problems(empty_index.folder, encoder, ChunkingOptions()) == []
    assert writer.document("a") == versions["a"][-1]


def test_threads_that_add_at_once_all_succeed(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    errors: list[BaseException] = []

    def add(name: str) -> None:
        try:
            for change in range(3):
                empty_index.add([make_document(name, f"Change {change}.")])
        except BaseException as error:
            errors.append(error)

    names = [f"d{number}" for number in range(4)]
    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert {summary.document_id for summary in empty_index.summaries()} == set(names)
    assert all(empty_index.document(name).text == "Change 2." for name in names)
    assert empty_index.snapshot().manifest.version == 12
    assert find_problems(empty_index.folder, empty_index.encoder, empty_index.chunking) == []


def test_objects_that_create_the_same_index_at_once(tmp_path: Path, encoder: Encoder) -> None:
    opened: list[ArticleIndex] = []
    gate = threading.Barrier(4)

    def create() -> None:
        gate.wait()
        opened.append(ArticleIndex(tmp_path / "index", encoder, ChunkingOptions()))

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(opened) == 4
    opened[0].add([Document("a", "t", "Text.", "s")])
    assert [index.document("a").text for index in opened] == ["Text."] * 4
    assert find_problems(tmp_path / "index", encoder, ChunkingOptions()) == []


def test_a_second_writer_waits_for_the_first(
    empty_index: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.store, "WRITE_WAIT_SECONDS", 20)
    added = threading.Thread(target=empty_index.add, args=([make_document("a")],))
    with empty_index.store.writing():
        added.start()
        time.sleep(0.3)
        assert added.is_alive()
        assert empty_index.summaries() == []
    added.join(timeout=60)
    assert [summary.document_id for summary in empty_index.summaries()] == ["a"]
