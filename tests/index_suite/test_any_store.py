"""What every store of an index must do: the same tests for a directory and for Milvus."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import killable_child as child
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fixtures import OpenIndex, open_folder, problems_of

import index.article_index
import index.ingestion
import index.milvus.milvus_index
from index.chunking import ChunkingOptions
from index.document import Document
from index.errors import DocumentError, DocumentNotFoundError, IndexFailure, IndexMismatchError
from index.interface import AddReport, PassageIndex, Query, StoredPassage, stored_document
from index.passage import PassageFilter
from index.storage_options import StorageOptions

MakeDocument = Callable[..., Document]
ANYTHING = PassageFilter()
EVERYTHING = 10_000


def stored_passages(index: PassageIndex) -> dict[int, StoredPassage]:
    """Every passage by number, found by any vector."""
    snapshot = index.snapshot()
    vector = np.eye(1, index.encoder.identity.dimension, dtype=np.float32)[0]
    [found] = snapshot.search([Query(vector, ())], ANYTHING, EVERYTHING)
    return snapshot.passages([number for number, _ in found.dense])


def ids(index: PassageIndex) -> set[str]:
    return {summary.document_id for summary in index.summaries()}


def texts(index: PassageIndex) -> dict[str, str]:
    return {name: index.document(name).text for name in ids(index)}


def test_what_is_added_is_stored_whole(
    any_index: PassageIndex, make_document: MakeDocument
) -> None:
    text = "# Überschrift\n\nZelensky said 👩‍👩‍👧 e\u0301. “Quoted.”\n\nA second paragraph."
    full = make_document("full", text, outlet="Reuters", published_at=date(2024, 10, 29))
    bare = make_document("bare", "One.")
    report = any_index.add([full, bare])
    assert report == AddReport(added=("full", "bare"), replaced=(), unchanged=())
    assert any_index.document("full") == full
    assert any_index.document("bare") == bare
    manifest = any_index.snapshot().manifest
    assert (manifest.version, manifest.documents) == (1, 2)
    passages = [stored.passage for stored in stored_passages(any_index).values()]
    assert manifest.passages == len(passages)
    assert {passage.document_id for passage in passages} == {"full", "bare"}
    for passage in passages:
        assert any_index.document(passage.document_id).text[passage.start : passage.end] == (
            passage.text
        )


def test_summaries_are_by_title(any_index: PassageIndex, make_document: MakeDocument) -> None:
    any_index.add(
        [
            make_document("b", "Gr\u00fc\u00dfe 😀.", title="Alpha", outlet="X"),
            make_document("a", "Text.", title="Alpha"),
            make_document("c", "Text.", title="Aaa", published_at=date(2024, 1, 2)),
        ]
    )
    summaries = any_index.summaries()
    assert [summary.document_id for summary in summaries] == ["c", "a", "b"]
    assert [summary.characters for summary in summaries] == [5, 5, 8]
    assert [summary.passages for summary in summaries] == [1, 1, 1]
    assert summaries[0].published_at == date(2024, 1, 2)
    assert summaries[2].outlet == "X"


def test_adding_the_same_again_changes_nothing(
    any_index: PassageIndex, make_document: MakeDocument
) -> None:
    any_index.add([make_document("a")])
    report = any_index.add([make_document("a")])
    assert report == AddReport(added=(), replaced=(), unchanged=("a",))
    assert any_index.snapshot().manifest.version == 1
    assert any_index.add([]) == AddReport((), (), ())


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other."},
        {"title": "Other"},
        {"outlet": "Other"},
        {"published_at": date(2024, 1, 2)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_document_replaces_the_stored_one(
    change: dict[str, object], any_index: PassageIndex, make_document: MakeDocument
) -> None:
    old, kept = make_document("a"), make_document("kept")
    new = replace(old, **change)  # type: ignore[arg-type]
    any_index.add([old, kept])
    report = any_index.add([new, kept, make_document("b")])
    assert report == AddReport(added=("b",), replaced=("a",), unchanged=("kept",))
    assert any_index.document("a") == new
    assert ids(any_index) == {"a", "b", "kept"}
    assert problems_of(any_index) == ()


def test_the_last_of_two_with_one_id_is_stored(
    any_index: PassageIndex, make_document: MakeDocument
) -> None:
    report = any_index.add([make_document("a", "Old."), make_document("a", "New.")])
    assert report.added == ("a",)
    assert any_index.document("a").text == "New."
    assert any_index.snapshot().manifest.passages == 1


def test_removing_leaves_the_others(any_index: PassageIndex, make_document: MakeDocument) -> None:
    any_index.add([make_document(name) for name in ("a", "b", "c")])
    any_index.remove(["a", "c", "a"])
    assert ids(any_index) == {"b"}
    assert {s.passage.document_id for s in stored_passages(any_index).values()} == {"b"}
    with pytest.raises(DocumentNotFoundError, match="no document 'a' is stored: 'qa index list'"):
        any_index.document("a")
    any_index.remove(["b"])
    assert stored_passages(any_index) == {}
    any_index.add([make_document("a")])
    assert ids(any_index) == {"a"}
    assert problems_of(any_index) == ()


def test_removing_an_unknown_id_removes_nothing(
    any_index: PassageIndex, make_document: MakeDocument
) -> None:
    any_index.add([make_document("a")])
    before = any_index.snapshot().manifest
    with pytest.raises(DocumentNotFoundError, match="'x', 'y'"):
        any_index.remove(["a", "x", "y"])
    assert any_index.snapshot().manifest == before
    assert ids(any_index) == {"a"}


def test_a_bad_document_stops_the_good_ones(
    any_index: PassageIndex, make_document: MakeDocument
) -> None:
    with pytest.raises(DocumentError, match="test:bad"):
        any_index.add([make_document("good"), make_document("bad", " ")])
    assert any_index.summaries() == []
    assert any_index.snapshot().manifest.version == 0


@pytest.fixture
def hashed_index(open_index: OpenIndex, tmp_path: Path) -> PassageIndex:
    """A new index whose encoder takes no time."""
    return open_index(tmp_path / "hashed", child.HashingEncoder(), child.CHUNKING)


def test_a_long_text_comes_back_whole(
    hashed_index: PassageIndex, make_document: MakeDocument
) -> None:
    text = "".join(f"Line {n} of Ünïcödé 😀 text.\n" for n in range(3_000))
    hashed_index.add([make_document("long", text), make_document("short")])
    assert hashed_index.document("long").text == text
    [summary] = [s for s in hashed_index.summaries() if s.document_id == "long"]
    assert summary.characters == len(text)
    assert hashed_index.snapshot().count_documents() == 2


def test_texts_that_are_stored_are_not_embedded_again(
    hashed_index: PassageIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"Line number {n} of the report." for n in range(12)]
    hashed_index.add([make_document("a", "\n".join(lines))])
    embedded: list[str] = []

    def counted(self: object, passages: Sequence[str]) -> object:
        embedded.extend(passages)
        return encode(self, passages)  # type: ignore[arg-type]

    encode = child.HashingEncoder.encode_passages
    monkeypatch.setattr(child.HashingEncoder, "encode_passages", counted)
    lines[5] = "Changed line number five."
    hashed_index.add([make_document("a", "\n".join(lines)), make_document("moved", lines[0])])
    assert 1 <= len(embedded) <= 3
    assert any("Changed" in text for text in embedded)


def test_versions_are_numbered_and_kept(
    open_index: OpenIndex, tmp_path: Path, make_document: MakeDocument
) -> None:
    storage = StorageOptions(kept_versions=3)
    index = open_index(tmp_path / "kept", child.HashingEncoder(), child.CHUNKING, storage)
    for change in range(4):
        index.add([make_document("a", f"Change {change}.")])
    index.remove(["a"])
    kept = index.kept_versions()
    assert [(v.version, v.parent, v.documents) for v in kept] == [(3, 2, 1), (4, 3, 1), (5, 4, 0)]
    before = index.kept_document(4, "a")
    assert before is not None
    assert before.text == "Change 3."
    assert index.kept_document(5, "a") is None
    assert index.kept_document(1, "a") is None
    assert problems_of(index) == ()


def test_a_snapshot_stays_what_it_was(
    hashed_index: PassageIndex, make_document: MakeDocument
) -> None:
    hashed_index.add([make_document("a", "Old words."), make_document("b", "Kept.")])
    before, numbers = hashed_index.snapshot(), set(stored_passages(hashed_index))
    hashed_index.add([make_document("a", "New words."), make_document("c", "More words.")])
    hashed_index.remove(["b"])
    assert before.documents(["a", "b", "c"]).keys() == {"a", "b"}
    assert stored_document(before, "a").text == "Old words."
    vector = child.HashingEncoder().encode_questions(["words"])[0]
    [found] = before.search([Query(vector, ("words",))], ANYTHING, EVERYTHING)
    assert {number for number, _ in found.dense} == numbers
    assert len(found.lexical) == 1
    assert before.count_documents() == 2
    assert texts(hashed_index) == {"a": "New words.", "c": "More words."}


def test_another_object_sees_a_change(
    open_index: OpenIndex, tmp_path: Path, make_document: MakeDocument
) -> None:
    one, other = (
        open_index(tmp_path / "shared", child.HashingEncoder(), child.CHUNKING) for _ in range(2)
    )
    one.add([make_document("a")])
    assert ids(other) == {"a"}
    other.remove(["a"])
    assert ids(one) == set()
    assert one.snapshot().manifest.version == 2


@pytest.mark.parametrize("more", [(), ("c",)])
@pytest.mark.parametrize("replaced", [False, True])
def test_what_others_remove_or_change_meanwhile_is_stored(
    more: tuple[str, ...],
    replaced: bool,
    open_index: OpenIndex,
    tmp_path: Path,
    make_document: MakeDocument,
) -> None:
    """It was stored when it was read, and nothing seemed to be left to do."""
    one, other = (
        open_index(tmp_path / "lost", child.HashingEncoder(), child.CHUNKING) for _ in range(2)
    )
    one.add([make_document("a", "First. Second."), make_document("b")])

    def documents() -> Iterator[Document]:
        yield make_document("a", "First. Second.")
        yield make_document("b")
        for name in more:
            yield make_document(name)
        # The end of the stream is asked for when all before it was compared with what is stored.
        for _ in range(index.ingestion.LOOKED_UP_TOGETHER):
            yield make_document("b")
        if replaced:
            other.add([make_document("a", "Changed.")])
        else:
            other.remove(["a"])

    report = one.add(documents())
    if replaced:
        assert report == AddReport(added=more, replaced=("a",), unchanged=("b",))
    else:
        assert report == AddReport(added=("a", *more), replaced=(), unchanged=("b",))
    assert one.document("a").text == "First. Second."
    assert problems_of(one) == ()
    assert one.add([make_document("a", "First. Second.")]).unchanged == ("a",)


@pytest.mark.parametrize("module", [index.article_index, index.milvus.milvus_index])
def test_a_change_that_breaks_is_seen_by_nobody(
    module: object,
    open_index: OpenIndex,
    tmp_path: Path,
    make_document: MakeDocument,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In a directory nothing is left of it; in a database the next change undoes its rows."""
    if (open_index is open_folder) != (module is index.article_index):
        pytest.skip("of the other store")
    opened = open_index(tmp_path / "broken", child.HashingEncoder(), child.CHUNKING)
    opened.add([make_document("a", "First."), make_document("b", "Second.")])
    numbers = set(stored_passages(opened))

    def fail(*_: object, **__: object) -> None:
        raise IndexFailure("killed here")

    commit = "publish" if module is index.article_index else "write_state"
    with monkeypatch.context() as patch:
        patch.setattr(module, commit, fail)
        with pytest.raises(IndexFailure, match="killed here"):
            opened.add([make_document("a", "Changed."), make_document("c", "Third.")])
    assert texts(opened) == {"a": "First.", "b": "Second."}
    assert set(stored_passages(opened)) == numbers
    assert problems_of(opened) == ()
    opened.add([make_document("d", "Fourth.")])
    assert texts(opened) == {"a": "First.", "b": "Second.", "d": "Fourth."}
    assert problems_of(opened) == ()


def test_another_chunking_is_refused(open_index: OpenIndex, tmp_path: Path) -> None:
    open_index(tmp_path / "made", child.HashingEncoder(), child.CHUNKING)
    with pytest.raises(IndexMismatchError, match="maximum_tokens is 12 in the index and 99 now"):
        open_index(tmp_path / "made", child.HashingEncoder(), ChunkingOptions(99, 7))


WORDS = ("kursk", "troops", "running", "müller", "42")


@pytest.fixture(scope="module")
def searched(
    tmp_path_factory: pytest.TempPathFactory, open_index: OpenIndex, make_document: MakeDocument
) -> PassageIndex:
    """Sixty documents of one passage, of four outlets and ten days, with or without words."""
    place = tmp_path_factory.mktemp("searched") / "index"
    opened = open_index(place, child.HashingEncoder(), child.CHUNKING)
    opened.add(
        make_document(
            f"d{n}",
            " ".join(word for at, word in enumerate(WORDS) if n >> at & 1) + f" n{n}",
            outlet=(None, "X", "y", 'Z "z"\\')[n % 4],
            published_at=date(2024, 1, 1 + n % 10) if n % 7 else None,
        )
        for n in range(60)
    )
    return opened


@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_search_is_brute_force_whatever_the_filter(
    searched: PassageIndex, data: st.DataObject
) -> None:
    days = st.none() | st.dates(date(2023, 12, 30), date(2024, 1, 12))
    condition = PassageFilter(
        document_ids=data.draw(st.none() | st.lists(st.sampled_from(IDS)).map(tuple), "ids"),
        outlets=data.draw(st.none() | st.lists(st.sampled_from(OUTLETS)).map(tuple), "outlets"),
        published_after=data.draw(days, "after"),
        published_before=data.draw(days, "before"),
    )
    words = data.draw(st.lists(st.sampled_from((*WORDS, "none")), max_size=3), "words")
    count = data.draw(st.integers(1, 80), "count")
    vector = child.HashingEncoder().encode_questions([data.draw(st.text(max_size=5), "text")])[0]
    snapshot = searched.snapshot()
    [found] = snapshot.search([Query(vector, words)], condition, count)

    passages = stored_passages(searched)
    documents = snapshot.documents(stored.passage.document_id for stored in passages.values())
    passing = {
        number: stored
        for number, stored in passages.items()
        if passes(documents[stored.passage.document_id], condition)
    }
    cosines = {number: float(stored.vector @ vector) for number, stored in passing.items()}
    best = sorted(cosines.values(), reverse=True)[:count]
    np.testing.assert_allclose([score for _, score in found.dense], best, atol=1e-5)
    for number, score in found.dense:
        assert score == pytest.approx(cosines[number], abs=1e-5)
    holding = {
        number
        for number, stored in passing.items()
        if set(words) & set(stored.passage.text.split(" "))
    }
    assert {number for number, _ in found.lexical} <= holding
    assert len(found.lexical) == min(count, len(holding))
    assert all(score > 0 for _, score in found.lexical)
    scores = [score for _, score in found.lexical]
    assert scores == sorted(scores, reverse=True)


IDS = [*(f"d{n}" for n in range(12)), "unknown", '"] or added >= 0 or document_id in ["d1']
OUTLETS = ["X", "x", 'Z "z"\\', '"] or 1==1', ""]


def passes(document: Document, condition: PassageFilter) -> bool:
    """The filter, written out."""
    day = document.published_at
    return (
        (condition.document_ids is None or document.document_id in condition.document_ids)
        and (condition.outlets is None or document.outlet in condition.outlets)
        and (condition.published_after is None or (day or date.min) >= condition.published_after)
        and (condition.published_before is None or (day or date.max) <= condition.published_before)
    )
