"""A version in Milvus that expires while a question reads it: what is gone is left out."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from store_fixtures import MilvusOpener

from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.milvus.milvus_index import MilvusIndex
from index.milvus.snapshot import MilvusSnapshot
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.storage_options import StorageOptions
from qa.answering import AnswererModels
from qa.finding import Finder, FinderOptions
from qa.question import Question

MakeDocument = Callable[..., Document]
QUESTION = "Where are the soldiers?"


@pytest.fixture
def only_newest(
    milvus: MilvusOpener, tmp_path: Path, encoder: Encoder, make_document: MakeDocument
) -> MilvusIndex:
    """Three documents in an index that keeps no version but the current one."""
    storage = StorageOptions(kept_versions=1)
    index = milvus(tmp_path / "newest", encoder, ChunkingOptions(), storage)
    places = ("Kursk", "Kyiv", "Seoul")
    index.add(make_document(place.lower(), f"Soldiers in {place}.") for place in places)
    return index


@pytest.fixture
def expire_before(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets a version expire just before a method of its snapshot reads it."""

    def expire(index: MilvusIndex, method: str, removed: Iterable[str]) -> None:
        read = getattr(MilvusSnapshot, method)

        def late(snapshot: MilvusSnapshot, asked: Iterable[object]) -> object:
            monkeypatch.setattr(MilvusSnapshot, method, read)
            index.remove(list(removed))
            return read(snapshot, asked)

        monkeypatch.setattr(MilvusSnapshot, method, late)

    return expire


@pytest.mark.parametrize("removed", [["kyiv"], ["kursk", "kyiv", "seoul"]], ids=["one", "all"])
def test_ranked_passages_that_are_gone_are_left_out(
    removed: list[str], only_newest: MilvusIndex, expire_before: Callable[..., None]
) -> None:
    retriever, snapshot = Retriever(only_newest, RetrievalOptions()), only_newest.snapshot()
    [everything] = retriever.retrieve(snapshot, [QUESTION], PassageFilter(), 5)
    assert len(everything) == 3
    expire_before(only_newest, "passages", removed)
    [found] = retriever.retrieve(snapshot, [QUESTION], PassageFilter(), 5)
    assert found == [one for one in everything if one.passage.document_id not in removed]


def test_passages_that_are_gone_take_no_place(
    only_newest: MilvusIndex, expire_before: Callable[..., None]
) -> None:
    retriever, snapshot = Retriever(only_newest, RetrievalOptions()), only_newest.snapshot()
    [everything] = retriever.retrieve(snapshot, [QUESTION], PassageFilter(), 3)
    first, second, _ = everything
    expire_before(only_newest, "passages", [first.passage.document_id])
    assert retriever.retrieve(snapshot, [QUESTION], PassageFilter(), 1) == [[second]]


@pytest.mark.parametrize("removed", [["kyiv"], ["kursk", "kyiv", "seoul"]], ids=["one", "all"])
def test_passages_of_documents_that_are_gone_are_left_out(
    removed: list[str],
    only_newest: MilvusIndex,
    expire_before: Callable[..., None],
    models: AnswererModels,
) -> None:
    retriever, snapshot = Retriever(only_newest, RetrievalOptions()), only_newest.snapshot()
    finder = Finder(retriever, models.reader, models.calibration, FinderOptions())
    expire_before(only_newest, "documents", removed)
    [found] = finder.find([Question(QUESTION)], snapshot)
    kept = {"kursk", "kyiv", "seoul"} - set(removed)
    assert {entry.passage.document_id for entry in found.passages} == kept
    assert found.documents.keys() == kept
    assert {candidate.document.document_id for candidate in found.candidates} <= kept
