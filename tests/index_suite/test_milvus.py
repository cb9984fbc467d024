"""What only the store in Milvus has: addresses, words, the right to write, going back."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import killable_child as child
import numpy as np
import pytest
from store_fixtures import MilvusOpener, problems_of

from index.document import Document
from index.errors import (
    DocumentError,
    IndexBusyError,
    IndexMismatchError,
    StoreError,
    VersionNotFoundError,
)
from index.milvus import lease
from index.milvus.address import StoreAddress
from index.milvus.collections import MAXIMUM_BYTES, STATE
from index.milvus.database import Database
from index.milvus.milvus_index import MilvusIndex
from index.milvus.rows import UNUSED
from index.passage import Passage
from index.staging import StagedDocument
from index.terms import term_lists
from index.versions import StorageOptions

MakeDocument = Callable[..., Document]

ADDRESSES = [
    ("milvus://db.example:19531/news", "http://db.example:19531", "news"),
    ("milvus://db.example", "http://db.example:19530", "articles"),
    ("milvus+tls://db.example/news/", "https://db.example:19530", "news"),
    ("milvus://[::1]:5/a_1", "http://[::1]:5", "a_1"),
    ("milvus+lite:/data/news.db", "/data/news.db", "articles"),
    ("milvus+lite:news.db", "news.db", "articles"),
]


@pytest.mark.parametrize(("text", "uri", "name"), ADDRESSES)
def test_addresses(text: str, uri: str, name: str) -> None:
    assert StoreAddress.is_one(text)
    address = StoreAddress.parse(text)
    assert (address.uri, address.name, str(address)) == (uri, name, text)


REFUSED = [
    ("qdrant://host/a", "names no store that is known: expected milvus://HOST"),
    ("http://host:19530", "names no store that is known"),
    ("milvus:///news", "names no store that is known"),
    ("milvus://host/1news", "names no store that is known"),
    ("milvus://host/a/b", "names no store that is known"),
    ("milvus://host/a?x=1", "names no store that is known"),
    ("milvus://host:port/a", "expected milvus://HOST"),
    ("milvus+lite:/data/news", "does not end with '.db'"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_address_is_refused(text: str, message: str) -> None:
    assert StoreAddress.is_one(text)
    with pytest.raises(IndexMismatchError, match=message):
        StoreAddress.parse(text)


def test_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(IndexMismatchError, match="QA_STORE_TOKEN") as caught:
        StoreAddress.parse("milvus://root:secret@host/news")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["index", "/data/index", "./a:b", "my.index", "C:\\index", "a+b"])
def test_a_folder_is_no_address(text: str) -> None:
    assert not StoreAddress.is_one(text)


def test_words_are_those_of_the_full_text_index() -> None:
    texts = ["Running soldiers, Müller’s RUN!", "", "42 km/h “quoted” 👩‍👩‍👧", "a_b c-d"]
    expected = ["run soldier muller s run", "", "42 km h quot", "a_b c d"]
    found = [" ".join(terms) for terms in term_lists(texts)]
    assert found[:3] == expected[:3]
    assert found[3].replace("_", " ").split() == ["a", "b", "c", "d"]


@pytest.fixture
def stored(milvus: MilvusOpener, tmp_path: Path) -> MilvusIndex:
    storage = StorageOptions(write_wait_seconds=0.2)
    return milvus(tmp_path / "own", child.HashingEncoder(), child.CHUNKING, storage)


def ticket(index: MilvusIndex, ends: float) -> None:
    body = json.dumps({"ends": ends, "holder": "process 7 on elsewhere, since noon"})
    index.database.write(STATE, [{"key": f"{lease.PREFIX}7", "body": body, "unused": UNUSED}])


def test_a_second_writer_is_told_who_writes(
    stored: MilvusIndex, make_document: MakeDocument
) -> None:
    ticket(stored, time.time() + 60)
    with pytest.raises(IndexBusyError, match="process 7 on elsewhere, since noon is writing"):
        stored.add([make_document("a")])
    assert stored.summaries() == []
    ticket(stored, time.time() - 1)
    stored.add([make_document("a")])
    assert [summary.document_id for summary in stored.summaries()] == ["a"]


def test_a_writer_without_progress_loses_the_right(
    stored: MilvusIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "LEASE_SECONDS", -1.0)
    with pytest.raises(IndexBusyError, match="ran out"):
        stored.add([make_document("a")])
    monkeypatch.undo()
    assert stored.summaries() == []
    stored.add([make_document("b")])
    assert problems_of(stored) == ()


def test_going_back_and_changing_gives_up_what_was_left(
    stored: MilvusIndex, make_document: MakeDocument
) -> None:
    stored.add([make_document("a", "First.")])
    stored.add([make_document("a", "Second."), make_document("b", "More.")])
    stored.remove(["b"])
    assert stored.roll_back(None).version == 2
    assert stored.document("a").text == "Second."
    assert stored.roll_back(3).version == 3
    assert stored.roll_back(1).version == 1
    assert stored.document("a").text == "First."
    assert [record.version for record in stored.kept_versions()] == [0, 1, 2, 3]
    stored.add([make_document("c", "Third.")])
    assert stored.snapshot().manifest.version == 4
    assert [record.version for record in stored.kept_versions()] == [0, 1, 4]
    assert {s.document_id for s in stored.summaries()} == {"a", "c"}
    assert problems_of(stored) == ()
    for wrong in (2, 4, 9):
        with pytest.raises(VersionNotFoundError, match="kept: 0, 1, 4"):
            stored.roll_back(wrong)


def test_before_the_first_version_is_none(stored: MilvusIndex) -> None:
    with pytest.raises(VersionNotFoundError, match="none before it"):
        stored.roll_back(None)


def test_what_the_database_cannot_hold_is_refused(
    stored: MilvusIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DocumentError, match=r"test:a: the title has 65,536 bytes.*65,535"):
        stored.add([make_document("a", title="x" * (MAXIMUM_BYTES + 1))])
    text = "One word " + "y" * MAXIMUM_BYTES
    with pytest.raises(DocumentError, match=r"test:b: the passage from .* bytes"):
        stored.add([make_document("b", text)])
    assert stored.summaries() == []
    assert problems_of(stored) == ()


def test_damage_is_found(stored: MilvusIndex, make_document: MakeDocument) -> None:
    stored.add([make_document("a", "First words."), make_document("b", "Other.")])
    for kind, change, finding in (
        ("documents", {"text": "Firsd words."}, "its text is not the one that was stored"),
        ("passages", {"text": "Changed."}, "its text is not the document's"),
    ):
        [row] = stored.database.whole_rows(kind, 'document_id == "a"')
        stored.database.write(kind, [{**row, **change}])
        assert any(finding in problem for problem in problems_of(stored))
        stored.database.write(kind, [row])
    [row] = stored.database.whole_rows("passages", 'document_id == "a"')
    other = np.roll(row["vector"], 1).tolist()
    stored.database.write("passages", [{**row, "vector": other}])
    assert any("expected at least 0.99" in problem for problem in problems_of(stored))
    stored.database.delete("passages", 'document_id == "b"')
    assert any("2 passages were written, 1 are stored" in p for p in problems_of(stored))


def test_a_store_that_cannot_be_reached_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.milvus.database.TIMEOUT_SECONDS", 0.3)
    address = StoreAddress.parse("milvus://127.0.0.1:9/news")
    with pytest.raises(StoreError, match=r"the store milvus://127\.0\.0\.1:9/news cannot do this"):
        Database(address, "").has()


def test_a_staged_document_keeps_its_order() -> None:
    entry = StagedDocument(
        Document("a", "T", "One. Two.", "s"),
        [Passage("a", 0, 4, "One."), Passage("a", 5, 9, "Two.")],
        np.eye(2, 4, dtype=np.float32),
    )
    from index.milvus.rows import passage_rows

    rows = passage_rows(entry, 7, 3)
    assert [(row["number"], row["start"], row["terms"]) for row in rows] == [
        (7, 0, "t on"),
        (8, 5, "t two"),
    ]
