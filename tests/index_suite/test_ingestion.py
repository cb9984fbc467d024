"""Adding again does only what differs, in bounded memory, while the next is read."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import killable_child as child
import numpy as np
import pytest

import index.ingestion
from index.article_index import ArticleIndex
from index.document import Document
from index.encoder import Vectors
from index.errors import DocumentError
from index.interface import AddReport
from index.records import passage_text
from index.verification import Findings, verify

MakeDocument = Callable[..., Document]


class CountingEncoder(child.HashingEncoder):
    """Keeps every text that was embedded or tokenised, batch by batch."""

    def __init__(self) -> None:
        self.embedded: list[list[str]] = []
        self.tokenised: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.append(list(texts))
        return super().encode_passages(texts)

    def token_bounds(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        self.tokenised += texts
        return super().token_bounds(texts)

    def forget(self) -> None:
        self.embedded, self.tokenised = [], []


@pytest.fixture
def counted() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def articles(tmp_path: Path, counted: CountingEncoder) -> ArticleIndex:
    return ArticleIndex(tmp_path / "index", counted, child.CHUNKING)


def long_text(lines: int) -> str:
    """Each line becomes a passage of its own."""
    return "\n\n".join(
        f"Line {line} has just enough words for one passage." for line in range(lines)
    )


def require_sound(articles: ArticleIndex) -> None:
    """Stored vectors are those of the stored texts, wherever they were taken from."""
    assert verify(articles.folder, articles.encoder, articles.chunking) == Findings((), ())


def test_what_is_stored_is_neither_cut_nor_embedded(
    articles: ArticleIndex, counted: CountingEncoder, make_document: MakeDocument
) -> None:
    documents = [make_document(f"d{number}", f"Text {number}.") for number in range(20)]
    articles.add(documents)
    counted.forget()
    documents[7] = replace(documents[7], text="Changed.")
    report = articles.add(documents)
    assert (report.replaced, report.added, len(report.unchanged)) == (("d7",), (), 19)
    assert counted.embedded == [["A title\nChanged."]]
    assert counted.tokenised == ["Changed."]


def test_only_changed_passages_of_a_document_are_embedded(
    articles: ArticleIndex, counted: CountingEncoder, make_document: MakeDocument
) -> None:
    text = long_text(30)
    articles.add([make_document("a", text)])
    assert len(counted.embedded[0]) == 30
    counted.forget()
    articles.add([make_document("a", text.replace("Line 11 has", "Line 11 had"))])
    [[embedded]] = counted.embedded
    assert "Line 11 had" in embedded
    require_sound(articles)


def test_a_document_that_moved_is_not_embedded_again(
    articles: ArticleIndex, counted: CountingEncoder, make_document: MakeDocument
) -> None:
    articles.add([make_document("old-place", long_text(5))])
    counted.forget()
    articles.add([make_document("new-place", long_text(5))])
    assert counted.embedded == []
    articles.remove(["old-place"])
    require_sound(articles)


def test_another_title_is_embedded_again(
    articles: ArticleIndex, counted: CountingEncoder, make_document: MakeDocument
) -> None:
    """The title is part of what is embedded."""
    articles.add([make_document("a", long_text(3))])
    counted.forget()
    articles.add([make_document("a", long_text(3), title="Another")])
    [texts] = counted.embedded
    assert [text.partition("\n")[0] for text in texts] == ["Another"] * 3


def test_texts_are_embedded_many_at_a_time(
    articles: ArticleIndex,
    counted: CountingEncoder,
    make_document: MakeDocument,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.ingestion, "GROUP_PASSAGES", 10)
    small = [make_document(f"d{number}", f"Text {number}.") for number in range(25)]
    articles.add([*small, make_document("large", long_text(34))])
    assert [len(texts) for texts in counted.embedded] == [10, 10, 10, 10, 10, 9]
    counted.forget()
    vectors = articles.snapshot().vectors
    with articles.snapshot().store.reading() as connection:
        rows = connection.execute("SELECT number, title, text FROM passages").fetchall()
    for number, title, text in rows:
        expected = counted.encode_passages([passage_text(title, text)])
        np.testing.assert_array_equal(vectors.stored(np.array([number])), expected)


def test_a_stream_is_read_ahead_but_not_far(
    articles: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one group is embedded the next one is read, and no third."""
    monkeypatch.setattr(index.ingestion, "GROUP_PASSAGES", 4)
    monkeypatch.setattr(index.ingestion, "LOOKED_UP_TOGETHER", 1)
    read: list[int] = []
    ahead: list[int] = []
    second_is_read = threading.Event()
    encode = child.HashingEncoder.encode_passages

    def encode_slowly(encoder: child.HashingEncoder, texts: Sequence[str]) -> Vectors:
        # Would wait in vain if the embedding held up the reading.
        assert second_is_read.wait(timeout=60)
        ahead.append(len(read))
        return encode(encoder, texts)

    monkeypatch.setattr(child.HashingEncoder, "encode_passages", encode_slowly)

    def documents() -> Iterator[Document]:
        for number in range(20):
            read.append(number)
            if number == 7:
                second_is_read.set()
            yield make_document(f"d{number}", f"Text {number}.")

    assert len(articles.add(documents()).added) == 20
    assert all(count <= 4 * (place + 2) for place, count in enumerate(ahead))
    assert articles.snapshot().manifest.version == 1


def test_a_stream_that_breaks_changes_nothing(
    articles: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.ingestion, "GROUP_PASSAGES", 2)

    def documents() -> Iterator[Document]:
        for number in range(9):
            yield make_document(f"d{number}")
        raise DocumentError("file-9.txt: not UTF-8 text")

    with pytest.raises(DocumentError, match=r"file-9\.txt"):
        articles.add(documents())
    assert articles.summaries() == []
    assert articles.snapshot().manifest.version == 0
    require_sound(articles)


def test_the_last_of_one_id_in_a_stream_counts(
    articles: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index.ingestion, "GROUP_PASSAGES", 1)
    articles.add([make_document("a", "Stored.")])
    changed, stored = make_document("a", "Changed."), make_document("a", "Stored.")
    assert articles.add([changed, stored]) == AddReport((), (), ("a",))
    assert articles.add([stored, changed]) == AddReport((), ("a",), ())
    assert articles.document("a").text == "Changed."


def test_what_another_writer_stored_meanwhile_counts(
    articles: ArticleIndex, make_document: MakeDocument
) -> None:
    """The report is of what the change did, not of what seemed needed before the embedding."""
    other = ArticleIndex(articles.folder, articles.encoder, articles.chunking)

    def documents() -> Iterator[Document]:
        other.add([make_document("a"), make_document("b", "Theirs.")])
        yield from [make_document("a"), make_document("b", "Ours."), make_document("c")]

    report = articles.add(documents())
    assert report == AddReport(added=("c",), replaced=("b",), unchanged=("a",))
    assert articles.document("b").text == "Ours."
    require_sound(articles)
