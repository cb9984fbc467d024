"""What only the store in Milvus has: addresses, words, the right to write, going back."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import killable_child as child
import numpy as np
import pytest
from store_fixtures import MilvusOpener, problems_of

from index.document import Document
from index.errors import (
    DocumentError,
    DocumentNotFoundError,
    IndexBusyError,
    IndexMismatchError,
    StoreError,
    VersionNotFoundError,
)
from index.milvus import lease
from index.milvus.address import StoreAddress
from index.milvus.changes import Change
from index.milvus.collections import MAXIMUM_BYTES, PART_CHARACTERS, STATE
from index.milvus.current import CurrentVersion
from index.milvus.database import Database
from index.milvus.milvus_index import MilvusIndex
from index.milvus.rows import UNUSED
from index.milvus.snapshot import MilvusSnapshot
from index.milvus.state import StoreState
from index.passage import Passage
from index.staging import StagedDocument
from index.storage_options import StorageOptions
from index.terms import term_lists

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


@pytest.fixture
def let_the_right_end(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Moves the writers' clock on to where every ticket has run out."""
    passed = 0.0
    clock = SimpleNamespace(
        time=lambda: time.time() + passed, monotonic=time.monotonic, sleep=time.sleep
    )
    monkeypatch.setattr(lease, "time", clock)

    def end() -> None:
        nonlocal passed
        passed += 2 * lease.LEASE_SECONDS

    return end


@pytest.mark.parametrize("step", ["give_up_others", "put", "adding"])
def test_a_writer_that_lost_the_right_changes_nothing(
    step: str,
    stored: MilvusIndex,
    milvus: MilvusOpener,
    tmp_path: Path,
    make_document: MakeDocument,
    let_the_right_end: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another one has it by then, and what that one stores stays."""
    other = milvus(tmp_path / "own", child.HashingEncoder(), child.CHUNKING)
    of = StoreState if step == "adding" else Change
    proceed = getattr(of, step)

    def late(*given: object) -> object:
        monkeypatch.setattr(of, step, proceed)
        let_the_right_end()
        other.add(make_document(name, "Theirs.") for name in ("x", "y"))
        return proceed(*given)

    monkeypatch.setattr(of, step, late)
    with pytest.raises(IndexBusyError, match="ran out"):
        stored.add([make_document("own", "Ours.")])
    assert texts(stored) == {"x": "Theirs.", "y": "Theirs."}
    assert [record.version for record in stored.kept_versions()] == [0, 1]
    assert problems_of(stored) == ()
    stored.add([make_document("own", "Ours.")])
    assert texts(stored) == {"x": "Theirs.", "y": "Theirs.", "own": "Ours."}
    assert problems_of(stored) == ()


def test_a_change_that_is_current_is_no_failure(
    stored: MilvusIndex,
    make_document: MakeDocument,
    let_the_right_end: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However long it takes to delete what expires."""
    expire = Change.expire

    def slow(change: Change, oldest: int) -> None:
        expire(change, oldest)
        let_the_right_end()

    monkeypatch.setattr(Change, "expire", slow)
    assert stored.add([make_document("a")]).added == ("a",)
    stored.remove(["a"])
    assert stored.snapshot().manifest.version == 2


@pytest.mark.parametrize("step", ["look", "expire", "withdraw"])
def test_what_fails_after_the_change_is_no_failure_of_it(
    step: str,
    stored: MilvusIndex,
    make_document: MakeDocument,
    let_the_right_end: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next look and the next change make it good."""

    def fail(*_given: object) -> None:
        raise StoreError("gone away")

    with monkeypatch.context() as patch:
        if step == "withdraw":
            patch.setattr(lease.Lease, "withdraw", fail)
        elif step == "expire":
            patch.setattr(Change, "expire", fail)
        else:
            patch.setattr(CurrentVersion, "opened", fail)
        assert stored.add([make_document("a")]).added == ("a",)
    let_the_right_end()  # the ticket that could not be withdrawn
    assert stored.state().current == 1
    stored.add([make_document("b")])
    assert set(texts(stored)) == {"a", "b"}
    assert problems_of(stored) == ()


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_document_that_lacks_a_part_is_none(
    part: int, stored: MilvusIndex, make_document: MakeDocument
) -> None:
    """It expired while it was read; a cut text would be another one."""
    whole = "One word. " * (2 * PART_CHARACTERS // 10 + 1)
    stored.add([make_document("a", whole), make_document("b", "Short.")])
    stored.database.delete("documents", f'document_id == "a" and part == {part}')
    found = stored.snapshot().documents(["a", "b"])
    assert [document.text for document in found.values()] == ["Short."]
    finding = "its text is not the one" if part else "2 documents were written, 1 are stored"
    assert any(finding in problem for problem in problems_of(stored))


def test_going_back_without_the_right_changes_nothing(
    gone_back: MilvusIndex,
    let_the_right_end: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pointing = StoreState.pointing

    def slow(state: StoreState, version: int | None) -> StoreState:
        let_the_right_end()
        return pointing(state, version)

    monkeypatch.setattr(StoreState, "pointing", slow)
    with pytest.raises(IndexBusyError, match="ran out"):
        gone_back.roll_back(3)
    assert gone_back.snapshot().manifest.version == 1
    assert texts(gone_back) == {"a": "First."}


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


@pytest.fixture
def gone_back(stored: MilvusIndex, make_document: MakeDocument) -> MilvusIndex:
    """Version 1 is current; 2 replaced its document and added one, which 3 removed."""
    stored.add([make_document("a", "First.")])
    stored.add([make_document("a", "Second."), make_document("b", "More.")])
    stored.remove(["b"])
    stored.roll_back(1)
    return stored


def texts(index: MilvusIndex) -> dict[str, str]:
    names = [summary.document_id for summary in index.summaries()]
    return {name: index.document(name).text for name in names}


def remove_unknown(index: MilvusIndex, _: MakeDocument) -> None:
    with pytest.raises(DocumentNotFoundError, match="'typo'"):
        index.remove(["a", "typo"])


def remove_none(index: MilvusIndex, _: MakeDocument) -> None:
    index.remove([])


def add_what_is_stored(index: MilvusIndex, make_document: MakeDocument) -> None:
    # Other writers may have stored it while this one embedded.
    known = MilvusSnapshot.content_hashes
    with pytest.MonkeyPatch.context() as patch:

        def unknown_first(*_: object) -> dict[str, str]:
            patch.setattr(MilvusSnapshot, "content_hashes", known)
            return {}

        patch.setattr(MilvusSnapshot, "content_hashes", unknown_first)
        assert index.add([make_document("a", "First.")]).unchanged == ("a",)


def add_too_long_a_title(index: MilvusIndex, make_document: MakeDocument) -> None:
    with pytest.raises(DocumentError, match="the title has"):
        index.add([make_document("c"), make_document("d", title="x" * (MAXIMUM_BYTES + 1))])


def add_too_long_a_passage(index: MilvusIndex, make_document: MakeDocument) -> None:
    with pytest.raises(DocumentError, match="the passage from"):
        index.add([make_document("c"), make_document("d", "One word " + "y" * MAXIMUM_BYTES)])


@pytest.mark.parametrize(
    "change",
    [remove_unknown, remove_none, add_what_is_stored, add_too_long_a_title, add_too_long_a_passage],
)
def test_what_changes_nothing_leaves_the_versions_gone_back_from(
    change: Callable[[MilvusIndex, MakeDocument], None],
    gone_back: MilvusIndex,
    make_document: MakeDocument,
) -> None:
    change(gone_back, make_document)
    assert [record.version for record in gone_back.kept_versions()] == [0, 1, 2, 3]
    held = {1: {"a": "First."}, 2: {"a": "Second.", "b": "More."}, 3: {"a": "Second."}}
    for version in (2, 3, 1):
        gone_back.roll_back(version)
        assert texts(gone_back) == held[version]
        assert problems_of(gone_back) == ()


@pytest.mark.parametrize("deletions", [0, 1])
def test_versions_are_named_no_more_before_their_rows_go(
    deletions: int,
    gone_back: MilvusIndex,
    make_document: MakeDocument,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A writer that is killed while it gives them up leaves none of them half there."""
    delete, left = Database.delete, iter(range(deletions))

    def fail(database: Database, kind: str, condition: str) -> None:
        if kind != STATE and next(left, None) is None:
            raise StoreError("killed here")
        delete(database, kind, condition)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "delete", fail)
        with pytest.raises(StoreError, match="killed here"):
            gone_back.remove(["a"])
    assert [record.version for record in gone_back.kept_versions()] == [0, 1]
    with pytest.raises(VersionNotFoundError, match="kept: 0, 1"):
        gone_back.roll_back(3)
    assert texts(gone_back) == {"a": "First."}
    assert problems_of(gone_back) == ()
    gone_back.add([make_document("c", "Third.")])
    assert texts(gone_back) == {"a": "First.", "c": "Third."}
    assert [record.version for record in gone_back.kept_versions()] == [0, 1, 4]
    assert problems_of(gone_back) == ()


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
