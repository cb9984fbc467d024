"""The index of a directory: adding, replacing, removing, refusing, and other processes."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import index.versions
from index.article_index import ArticleIndex
from index.catalogue import CATALOGUE_NAME, STORE_NAME, version_folder
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder, EncoderIdentity
from index.errors import (
    IndexMismatchError,
    IndexWriteError,
)
from index.interface import stored_document
from index.locking import LOCK_NAME
from index.manifest import FORMAT_VERSION
from index.passage import Passage
from index.records import passage_text, read_passages
from index.stored_vectors import read_numbers
from index.verification import Findings, verify

MakeDocument = Callable[..., Document]


def stored_passages(index: ArticleIndex) -> dict[int, Passage]:
    """Every stored passage by number, read through the vectors' numbers."""
    snapshot = index.snapshot()
    with snapshot.store.reading() as connection:
        return read_passages(connection, snapshot.vectors.ids.tolist())


def numbers_of(index: ArticleIndex, document_id: str) -> set[int]:
    return {
        n for n, passage in stored_passages(index).items() if passage.document_id == document_id
    }


def require_sound(index: ArticleIndex) -> None:
    """Store and vectors hold the same passages, and verification finds nothing."""
    snapshot = index.snapshot()
    with snapshot.store.reading() as connection:
        assert snapshot.vectors.ids.tolist() == read_numbers(connection).tolist()
    assert verify(index.folder, index.encoder, index.chunking) == Findings((), ())


def ids(index: ArticleIndex) -> set[str]:
    return {summary.document_id for summary in index.summaries()}


def test_a_new_folder_becomes_an_empty_index(empty_index: ArticleIndex) -> None:
    manifest = empty_index.snapshot().manifest
    assert (manifest.version, manifest.documents, manifest.passages) == (0, 0, 0)
    assert manifest.format_version == FORMAT_VERSION
    assert manifest.encoder == empty_index.encoder.identity
    assert empty_index.summaries() == []
    assert manifest.parent is None
    names = sorted(path.name for path in empty_index.folder.iterdir())
    assert names == [CATALOGUE_NAME, "versions", LOCK_NAME]
    assert [path.name for path in (empty_index.folder / "versions").iterdir()] == ["00000000"]


def test_stored_vectors_are_the_passages_vectors(sample_index: ArticleIndex) -> None:
    found, passages = sample_index.snapshot().vectors, stored_passages(sample_index)
    texts = [
        passage_text(sample_index.document(passages[n].document_id).title, passages[n].text)
        for n in found.ids.tolist()
    ]
    expected = sample_index.encoder.encode_passages(texts)
    np.testing.assert_allclose(found.stored(found.ids), expected, atol=1e-5)


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


def test_adding_is_all_or_nothing_when_a_write_fails(
    empty_index: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_index.add([make_document("a")])
    before = empty_index.snapshot().manifest

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(index.versions, "write_catalogue", fail)
        with pytest.raises(IndexWriteError, match=r"No space left on device; nothing changed"):
            empty_index.add([make_document("a", "Changed."), make_document("b")])
    assert empty_index.snapshot().manifest == before
    assert empty_index.document("a").text == "One sentence."
    empty_index.add([make_document("b")])
    assert ids(empty_index) == {"a", "b"}
    require_sound(empty_index)


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


@pytest.mark.parametrize(
    "present",
    [["holiday.jpg"], [STORE_NAME + ".txt", "notes.md"]],
    ids=["picture", "notes"],
)
def test_a_folder_of_something_else_is_refused(
    present: list[str], tmp_path: Path, encoder: Encoder
) -> None:
    for name in present:
        (tmp_path / name).write_text("mine")
    with pytest.raises(IndexMismatchError, match=f"holds '{sorted(present)[0]}' and no index"):
        ArticleIndex(tmp_path, encoder, ChunkingOptions())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(present)


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(IndexMismatchError, match="file is a file: name a directory"):
        ArticleIndex(tmp_path / "file", encoder, ChunkingOptions())


def test_an_index_of_the_first_format_is_refused(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / STORE_NAME).write_bytes(b"SQLite format 3\0")
    (tmp_path / "vectors-00000003.faiss").touch()
    with pytest.raises(IndexMismatchError, match=r"format version 1.* reads 2.*qa index add"):
        ArticleIndex(tmp_path, encoder, ChunkingOptions())
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_killed_creation_left_is_no_obstacle(tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / LOCK_NAME).touch()
    (tmp_path / f".{CATALOGUE_NAME}.0123456789ab").touch()
    for name in ("00000000", ".00000000.0123456789ab"):
        (tmp_path / "versions" / name).mkdir(parents=True)
        (tmp_path / "versions" / name / STORE_NAME).touch()
    index = ArticleIndex(tmp_path, encoder, ChunkingOptions())
    assert index.summaries() == []
    require_sound(index)


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


def test_a_snapshot_outlives_its_version(
    sample_index: ArticleIndex, make_document: MakeDocument
) -> None:
    assert sample_index.snapshot() is sample_index.snapshot()
    snapshot = sample_index.snapshot()
    numbers, summaries = snapshot.vectors.ids.tolist(), snapshot.summaries()
    sample_index.remove(["kursk-troop-figures"])
    for change in range(6):
        sample_index.add([make_document("a", f"Change {change}.")])
    place = version_folder(sample_index.folder, snapshot.manifest.version)
    assert place.exists()
    assert snapshot.vectors.ids.tolist() == numbers
    assert snapshot.summaries() == summaries
    assert stored_document(snapshot, "kursk-troop-figures").text
    del snapshot
    sample_index.add([make_document("b")])
    assert not place.exists()
    require_sound(sample_index)


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.engine_choice import engine_names, processor_flags
from index.graph_cache import default_graph_cache
from index.onnx_encoder import OnnxEncoder

encoder = OnnxEncoder.load(default_graph_cache(), engine_names(processor_flags()))
index = ArticleIndex(Path(sys.argv[1]), encoder, ChunkingOptions())
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
