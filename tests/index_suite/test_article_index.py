"""The index of a directory: adding, replacing, removing, refusing, and other processes."""

import itertools
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import index.snapshot
import index.store
from index.article_index import STORE_NAME, AddReport, ArticleIndex, passage_text
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder, EncoderIdentity
from index.errors import (
    DocumentError,
    DocumentNotFoundError,
    IndexBusyError,
    IndexDamagedError,
    IndexMismatchError,
)
from index.manifest import FORMAT_VERSION, Manifest
from index.passage import Passage
from index.records import read_manifest, read_passages, read_vectors, write_manifest
from index.vectors import VectorIndex
from index.verification import find_problems

MakeDocument = Callable[..., Document]
RunSql = Callable[..., None]


def stored_passages(index: ArticleIndex) -> dict[int, Passage]:
    """Every stored passage by number, read through the vectors' numbers."""
    with index.store.reading() as connection:
        return read_passages(connection, index.snapshot().vectors.ids.tolist())


def numbers_of(index: ArticleIndex, document_id: str) -> set[int]:
    return {
        n for n, passage in stored_passages(index).items() if passage.document_id == document_id
    }


def require_sound(index: ArticleIndex) -> None:
    """Store and vectors hold the same passages, and verification finds nothing."""
    with index.store.reading() as connection:
        numbers, _ = read_vectors(connection, index.encoder.identity.dimension)
    assert sorted(index.snapshot().vectors.ids.tolist()) == numbers
    assert find_problems(index.folder, index.encoder, index.chunking) == []


def ids(index: ArticleIndex) -> set[str]:
    return {summary.document_id for summary in index.summaries()}


def test_a_new_folder_becomes_an_empty_index(empty_index: ArticleIndex) -> None:
    manifest = empty_index.snapshot().manifest
    assert (manifest.version, manifest.documents, manifest.passages) == (0, 0, 0)
    assert manifest.format_version == FORMAT_VERSION
    assert manifest.encoder == empty_index.encoder.identity
    assert empty_index.summaries() == []
    assert sorted(path.name for path in empty_index.folder.iterdir()) == [
        STORE_NAME,
        "vectors-00000000.faiss",
    ]


def test_what_is_added_is_stored_whole(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    text = "# Überschrift\n\nZelensky said 👩‍👩‍👧 e\u0301. “Quoted.”\n\nA second paragraph."
    full = make_document("full", text, outlet="Reuters", published_at=date(2024, 10, 29))
    bare = make_document("bare", "One.")
    report = empty_index.add([full, bare])
    assert report == AddReport(added=("full", "bare"), replaced=(), unchanged=())
    assert empty_index.document("full") == full
    assert empty_index.document("bare") == bare
    manifest = empty_index.snapshot().manifest
    assert (manifest.version, manifest.documents) == (1, 2)
    assert (
        manifest.passages
        == len(stored_passages(empty_index))
        == len(empty_index.snapshot().vectors)
    )
    for passage in stored_passages(empty_index).values():
        assert empty_index.document(passage.document_id).text[passage.start : passage.end] == (
            passage.text
        )


def test_summaries_are_by_title(empty_index: ArticleIndex, make_document: MakeDocument) -> None:
    empty_index.add(
        [
            make_document("b", "Gr\u00fc\u00dfe 😀.", title="Alpha", outlet="X"),
            make_document("a", "Text.", title="Alpha"),
            make_document("c", "Text.", title="Aaa", published_at=date(2024, 1, 2)),
        ]
    )
    summaries = empty_index.summaries()
    assert [summary.document_id for summary in summaries] == ["c", "a", "b"]
    assert [summary.characters for summary in summaries] == [5, 5, 8]
    assert [summary.passages for summary in summaries] == [1, 1, 1]
    assert summaries[0].published_at == date(2024, 1, 2)
    assert summaries[2].outlet == "X"


def test_stored_vectors_are_the_passages_vectors(sample_index: ArticleIndex) -> None:
    with sample_index.store.reading() as connection:
        numbers, vectors = read_vectors(connection, 384)
        passages = read_passages(connection, numbers)
    texts = [
        passage_text(sample_index.document(passages[n].document_id).title, passages[n].text)
        for n in numbers
    ]
    expected = sample_index.encoder.encode_passages(texts)
    np.testing.assert_allclose(vectors, expected, atol=1e-5)
    found = sample_index.snapshot().vectors
    for number, vector in zip(numbers, vectors, strict=True):
        assert found.cosine(number, vector) == pytest.approx(1, abs=1e-5)
    assert sorted(found.ids.tolist()) == numbers


def test_adding_the_same_again_changes_nothing(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    empty_index.add([make_document("a")])
    report = empty_index.add([make_document("a")])
    assert report == AddReport(added=(), replaced=(), unchanged=("a",))
    assert empty_index.snapshot().manifest.version == 1
    assert empty_index.add([]) == AddReport((), (), ())


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
    change: dict[str, object], empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    old, kept = make_document("a"), make_document("kept")
    new = replace(old, **change)  # type: ignore[arg-type]
    empty_index.add([old, kept])
    report = empty_index.add([new, kept, make_document("b")])
    assert report == AddReport(added=("b",), replaced=("a",), unchanged=("kept",))
    assert empty_index.document("a") == new
    assert ids(empty_index) == {"a", "b", "kept"}
    require_sound(empty_index)


def test_the_last_of_two_with_one_id_is_stored(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    report = empty_index.add([make_document("a", "Old."), make_document("a", "New.")])
    assert report.added == ("a",)
    assert empty_index.document("a").text == "New."
    assert empty_index.snapshot().manifest.passages == 1


def test_passage_numbers_are_stable_and_never_reused(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    empty_index.add([make_document("a"), make_document("b")])
    kept, used = numbers_of(empty_index, "a"), set(stored_passages(empty_index))
    for change in range(4):
        empty_index.remove(["b"])
        empty_index.add([make_document("b", f"Change {change}.")])
        fresh = numbers_of(empty_index, "b")
        assert fresh.isdisjoint(used)
        assert numbers_of(empty_index, "a") == kept
        used |= fresh


def test_removing_leaves_the_others(empty_index: ArticleIndex, make_document: MakeDocument) -> None:
    empty_index.add([make_document(name) for name in ("a", "b", "c")])
    empty_index.remove(["a", "c", "a"])
    assert ids(empty_index) == {"b"}
    assert numbers_of(empty_index, "b") == set(empty_index.snapshot().vectors.ids.tolist())
    with pytest.raises(DocumentNotFoundError, match="no document 'a' is stored: 'qa index list'"):
        empty_index.document("a")
    empty_index.remove(["b"])
    assert len(empty_index.snapshot().vectors) == 0
    empty_index.add([make_document("a")])
    assert ids(empty_index) == {"a"}
    require_sound(empty_index)


def test_removing_an_unknown_id_removes_nothing(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    empty_index.add([make_document("a")])
    before = empty_index.snapshot().manifest
    with pytest.raises(DocumentNotFoundError, match="'x', 'y'"):
        empty_index.remove(["a", "x", "y"])
    assert empty_index.snapshot().manifest == before
    assert ids(empty_index) == {"a"}


def test_adding_is_all_or_nothing_when_a_write_fails(
    empty_index: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_index.add([make_document("a")])
    before = empty_index.snapshot().manifest

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(index.snapshot, "write_manifest", fail)
        with pytest.raises(OSError, match="No space left"):
            empty_index.add([make_document("a", "Changed."), make_document("b")])
    assert empty_index.snapshot().manifest == before
    assert empty_index.document("a").text == "One sentence."
    assert ids(empty_index) == {"a"}
    require_sound(empty_index)
    empty_index.add([make_document("b")])
    assert ids(empty_index) == {"a", "b"}


def test_a_bad_document_stops_the_good_ones(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    with pytest.raises(DocumentError, match="test:bad"):
        empty_index.add([make_document("good"), make_document("bad", " ")])
    assert empty_index.summaries() == []
    assert empty_index.snapshot().manifest.version == 0


def test_old_vector_files_are_dropped(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    for change in range(5):
        empty_index.add([make_document("a", f"Change {change}.")])
    names = sorted(path.name for path in empty_index.folder.iterdir())
    assert names == [STORE_NAME, "vectors-00000004.faiss", "vectors-00000005.faiss"]


class RenamedEncoder:
    """The real encoder under another identity."""

    def __init__(self, encoder: Encoder, identity: EncoderIdentity) -> None:
        self._encoder = encoder
        self.identity = identity

    def __getattr__(self, name: str) -> object:
        return getattr(self._encoder, name)


def test_another_chunking_is_refused_with_both_values(sample_index: ArticleIndex) -> None:
    with pytest.raises(IndexMismatchError) as caught:
        ArticleIndex(sample_index.folder, sample_index.encoder, ChunkingOptions(99, 7))
    message = str(caught.value)
    assert "maximum_tokens is 160 in the index and 99 now" in message
    assert "overlap_tokens is 40 in the index and 7 now" in message
    assert str(sample_index.folder) in message
    assert "qa index add ARTICLES --index NEW_DIRECTORY" in message


@pytest.mark.parametrize(
    ("field", "value"), [("name", "another/model"), ("sha256", "f" * 64), ("dimension", 768)]
)
def test_another_encoder_is_refused_with_both_values(
    field: str, value: object, sample_index: ArticleIndex
) -> None:
    stored = sample_index.encoder.identity
    identity = replace(stored, **{field: value})  # type: ignore[arg-type]
    with pytest.raises(IndexMismatchError) as caught:
        ArticleIndex(
            sample_index.folder,
            RenamedEncoder(sample_index.encoder, identity),  # type: ignore[arg-type]
            ChunkingOptions(),
        )
    expected = f"{field} is {getattr(stored, field)!r} in the index and {value!r} now"
    assert expected in str(caught.value)
    assert "qa index add" in str(caught.value)


def test_another_format_version_is_refused(sample_index: ArticleIndex) -> None:
    with sample_index.store.writing() as connection:
        newer = replace(read_manifest(connection), format_version=FORMAT_VERSION + 1)
        write_manifest(connection, newer)
    with pytest.raises(IndexMismatchError, match=r"format version 2.* reads 1.*qa index add"):
        ArticleIndex(sample_index.folder, sample_index.encoder, ChunkingOptions())


@pytest.mark.parametrize(
    "present",
    [["holiday.jpg"], [STORE_NAME + ".txt", "notes.md"], ["vectors-00000007.faiss"]],
    ids=["picture", "notes", "vectors-without-store"],
)
def test_a_folder_of_something_else_is_refused(
    present: list[str], tmp_path: Path, encoder: Encoder
) -> None:
    for name in present:
        (tmp_path / name).write_text("mine")
    with pytest.raises(IndexMismatchError, match=f"holds '{present[-1]}' and no index"):
        ArticleIndex(tmp_path, encoder, ChunkingOptions())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(present)


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(IndexMismatchError, match="file is a file: name a directory"):
        ArticleIndex(tmp_path / "file", encoder, ChunkingOptions())


def test_what_a_killed_creation_left_is_used(tmp_path: Path, encoder: Encoder) -> None:
    for name in (STORE_NAME, "vectors-00000000.faiss", ".vectors-00000000.faiss.0123456789ab"):
        (tmp_path / name).touch()
    index = ArticleIndex(tmp_path, encoder, ChunkingOptions())
    assert index.summaries() == []
    require_sound(index)


def test_a_database_of_something_else_is_damaged(tmp_path: Path, encoder: Encoder) -> None:
    with closing(sqlite3.connect(tmp_path / STORE_NAME)) as connection, connection:
        connection.execute("CREATE TABLE photos (name)")
    with pytest.raises(IndexDamagedError, match=r"no such table: manifest.*NEW_DIRECTORY"):
        ArticleIndex(tmp_path, encoder, ChunkingOptions())


def test_opening_again_finds_what_was_stored(sample_index: ArticleIndex) -> None:
    again = ArticleIndex(sample_index.folder, sample_index.encoder, ChunkingOptions())
    assert again.summaries() == sample_index.summaries()
    assert again.snapshot().manifest == sample_index.snapshot().manifest
    assert stored_passages(again) == stored_passages(sample_index)


def test_another_objects_changes_are_seen(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    other = ArticleIndex(empty_index.folder, empty_index.encoder, ChunkingOptions())
    other.add([make_document("a"), make_document("b")])
    assert ids(empty_index) == {"a", "b"}
    assert empty_index.snapshot().manifest == other.snapshot().manifest
    empty_index.remove(["a"])
    assert ids(other) == {"b"}
    assert set(other.snapshot().vectors.ids.tolist()) == numbers_of(empty_index, "b")


def test_a_snapshot_outlives_later_changes(
    sample_index: ArticleIndex, make_document: MakeDocument
) -> None:
    snapshot = sample_index.snapshot()
    numbers = snapshot.vectors.ids.tolist()
    sample_index.add([make_document("a")])
    sample_index.remove(["kursk-troop-figures"])
    assert snapshot.vectors.ids.tolist() == numbers
    assert sample_index.snapshot() is not snapshot
    assert sample_index.snapshot() is sample_index.snapshot()


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.graph_cache import default_graph_cache
from index.onnx_encoder import OnnxEncoder

index = ArticleIndex(Path(sys.argv[1]), OnnxEncoder.load(default_graph_cache()), ChunkingOptions())
index.add([Document("other", "From elsewhere", "Another process wrote this.", "elsewhere")])
index.remove(["kursk-troop-figures"])
"""


def test_another_processes_changes_are_seen(sample_index: ArticleIndex) -> None:
    before = ids(sample_index)
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(sample_index.folder)]
    subprocess.run(command, check=True, timeout=120)
    assert ids(sample_index) == before - {"kursk-troop-figures"} | {"other"}
    assert sample_index.document("other").text == "Another process wrote this."
    assert sample_index.snapshot().manifest.version == 3
    [number] = numbers_of(sample_index, "other")
    question = sample_index.encoder.encode_questions(["Another process wrote this."])
    [[(nearest, _)]] = sample_index.snapshot().vectors.search(question, 1, None)
    assert nearest == number


@pytest.fixture
def writing_elsewhere(empty_index: ArticleIndex) -> Iterator[sqlite3.Connection]:
    """Another connection that holds the index's write lock."""
    with closing(sqlite3.connect(empty_index.folder / STORE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


def test_a_second_writer_gives_up_with_a_message(
    empty_index: ArticleIndex,
    make_document: MakeDocument,
    writing_elsewhere: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.store, "WRITE_WAIT_SECONDS", 0.2)
    with pytest.raises(IndexBusyError, match=r"articles\.sqlite: another process is writing"):
        empty_index.add([make_document("a")])
    with pytest.raises(IndexBusyError, match=r"within 0\.2 seconds: try again later"):
        empty_index.remove(["a"])
    assert empty_index.summaries() == []
    writing_elsewhere.execute("ROLLBACK")
    assert empty_index.add([make_document("a")]).added == ("a",)


def test_a_reader_gives_up_with_a_message_while_another_commits(
    empty_index: ArticleIndex,
    writing_elsewhere: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index.store, "WRITE_WAIT_SECONDS", 0.2)
    writing_elsewhere.execute("COMMIT")
    writing_elsewhere.execute("BEGIN EXCLUSIVE")
    with pytest.raises(IndexBusyError, match=r"did not finish within 0\.2 seconds"):
        empty_index.summaries()


def test_a_reader_looks_again_when_its_file_was_dropped(
    empty_index: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two commits between reading the manifest and the file drop the file the reader wants."""
    writer = ArticleIndex(empty_index.folder, empty_index.encoder, ChunkingOptions())
    writer.add([make_document("a", "Zero.")])
    load, changes = index.snapshot.load_vectors, iter(range(3))

    def interrupted(folder: Path, manifest: Manifest) -> VectorIndex:
        with monkeypatch.context() as undisturbed:
            undisturbed.setattr(index.snapshot, "load_vectors", load)
            for change in itertools.islice(changes, 1):
                writer.add([make_document("a", f"First {change}.")])
                writer.add([make_document("a", f"Second {change}.")])
        return load(folder, manifest)

    monkeypatch.setattr(index.snapshot, "load_vectors", interrupted)
    again = ArticleIndex(empty_index.folder, empty_index.encoder, ChunkingOptions())
    assert again.document("a").text == "Second 2."
    assert again.snapshot().manifest.version == 7


SPILLED_COMMIT = """
import os, signal, sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import index.article_index, index.store
import killable_child as child

def with_a_tiny_cache(store, mode):
    connection = connect(store, mode)
    connection.execute("PRAGMA cache_size = 1")
    return connection

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

connect, folder = index.store.Store._connect, Path(sys.argv[2])
index.store.Store._connect = with_a_tiny_cache
if sys.argv[3] == "create":
    index.store.write_manifest = die
opened = index.article_index.ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)
index.article_index.publish = die
opened.add([child.Document(f"d{n}", "t", "Some words here. " * 50, "s") for n in range(60)])
"""


def kill_inside_a_commit(script: Path, folder: Path, change: str) -> None:
    """Die where pages of the change are in the file and only the journal can undo them."""
    command = [sys.executable, "-c", SPILLED_COMMIT, str(script.parent), str(folder), change]
    finished = subprocess.run(command, check=False, timeout=60, capture_output=True, text=True)
    assert finished.returncode == -9, finished.stderr
    assert (folder / f"{STORE_NAME}-journal").stat().st_size > 0


def test_a_commit_cut_short_is_undone_at_the_next_opening(
    tmp_path: Path, child: ModuleType, child_script: Path
) -> None:
    folder = tmp_path / "index"
    ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING).add(child.batch(0))
    kill_inside_a_commit(child_script, folder, "add")
    again = ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)
    assert ids(again) == set(child.state_after(0))
    require_sound(again)


def test_a_creation_cut_short_is_begun_again(
    tmp_path: Path, child: ModuleType, child_script: Path
) -> None:
    folder = tmp_path / "index"
    kill_inside_a_commit(child_script, folder, "create")
    again = ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)
    assert again.summaries() == []
    again.add(child.batch(0))
    require_sound(again)


@pytest.mark.parametrize("body", ["", "[]", "{}", "null", "not JSON", '{"format_version": 1}'])
def test_a_manifest_that_cannot_be_read_is_damage(
    body: str, sample_index: ArticleIndex, run_sql: RunSql
) -> None:
    run_sql(sample_index.folder, "UPDATE manifest SET body = ?", body)
    with pytest.raises(IndexDamagedError, match=r"manifest cannot be read.*qa index add"):
        ArticleIndex(sample_index.folder, sample_index.encoder, ChunkingOptions())


def test_a_missing_manifest_is_damage(sample_index: ArticleIndex, run_sql: RunSql) -> None:
    run_sql(sample_index.folder, "DELETE FROM manifest")
    with pytest.raises(IndexDamagedError, match=r"manifest cannot be read.*qa index add"):
        ArticleIndex(sample_index.folder, sample_index.encoder, ChunkingOptions())


def test_a_manifest_survives_its_json(sample_index: ArticleIndex) -> None:
    manifest = sample_index.snapshot().manifest
    assert type(manifest).from_json(manifest.to_json()) == manifest
    assert json.loads(manifest.to_json())["chunking"] == {
        "maximum_tokens": 160,
        "overlap_tokens": 40,
    }
