"""Versions: kept, expired, gone back to and forward again, and what names them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import killable_child as child
import pytest

from index.article_index import ArticleIndex
from index.catalogue import (
    CATALOGUE_NAME,
    STORE_NAME,
    Catalogue,
    read_catalogue,
    version_folder,
)
from index.document import Document
from index.encoder import Vectors
from index.errors import IndexDamagedError, IndexMismatchError, VersionNotFoundError
from index.listed_vectors import ListedVectors
from index.records import passage_text
from index.repair import repair
from index.rollback import kept_manifests, roll_back
from index.storage_options import DEFAULT_STORAGE, StorageOptions
from index.vector_options import VectorOptions
from index.verification import Findings, verify

MakeDocument = Callable[..., Document]
ENCODER = child.HashingEncoder()
PATH = Path("here", CATALOGUE_NAME)


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    return ArticleIndex(tmp_path / "index", ENCODER, child.CHUNKING)


def texts(index: ArticleIndex) -> dict[str, str]:
    return {s.document_id: index.document(s.document_id).text for s in index.summaries()}


def back(index: ArticleIndex, version: int | None = None) -> int:
    return roll_back(index.folder, version, DEFAULT_STORAGE).version


def require_sound(index: ArticleIndex) -> None:
    assert verify(index.folder, ENCODER, child.CHUNKING) == Findings((), ())


def test_each_change_is_a_version_made_of_the_one_before(
    index: ArticleIndex, make_document: MakeDocument
) -> None:
    index.add([make_document("a"), make_document("b")])
    index.add([make_document("a", "Changed.")])
    index.remove(["b"])
    kept = kept_manifests(index.folder)
    assert [(m.version, m.parent, m.documents) for m in kept] == [
        (0, None, 0),
        (1, 0, 2),
        (2, 1, 2),
        (3, 2, 1),
    ]
    assert [m.created_at for m in kept] == sorted(m.created_at for m in kept)
    assert index.snapshot().manifest == kept[-1]


def test_changing_nothing_makes_no_version(
    index: ArticleIndex, make_document: MakeDocument
) -> None:
    index.add([make_document("a")])
    index.add([make_document("a")])
    index.add([])
    index.remove([])
    assert index.snapshot().manifest.version == 1


@pytest.mark.parametrize("kept", [1, 2, 4])
def test_older_versions_expire(kept: int, tmp_path: Path, make_document: MakeDocument) -> None:
    storage = StorageOptions(kept_versions=kept)
    index = ArticleIndex(tmp_path / "index", ENCODER, child.CHUNKING, storage)
    for change in range(6):
        index.add([make_document("a", f"Change {change}.")])
    del index
    # What the writer itself was reading went with the next one.
    ArticleIndex(tmp_path / "index", ENCODER, child.CHUNKING, storage).add([make_document("b")])
    numbers = tuple(range(8 - kept, 8))
    assert read_catalogue(tmp_path / "index").numbers == numbers
    left = {int(name) for name in os.listdir(tmp_path / "index" / "versions")}
    assert set(numbers) <= left <= {6, *numbers}


def test_a_number_of_versions_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="kept_versions is 0: it must be at least 1"):
        StorageOptions(kept_versions=0)


def test_going_back_and_forward(index: ArticleIndex, make_document: MakeDocument) -> None:
    index.add([make_document("a", "First.")])
    index.add([make_document("a", "Second."), make_document("b")])
    index.remove(["a"])
    assert back(index) == 2
    assert texts(index) == {"a": "Second.", "b": "One sentence."}
    assert index.snapshot().manifest.version == 2
    assert back(index) == 1
    assert texts(index) == {"a": "First."}
    assert back(index, 3) == 3
    assert texts(index) == {"b": "One sentence."}
    assert back(index, 0) == 0
    assert texts(index) == {}
    require_sound(index)


def test_a_change_after_going_back_starts_from_there(
    index: ArticleIndex, make_document: MakeDocument
) -> None:
    index.add([make_document("a", "First.")])
    index.add([make_document("a", "Second.")])
    back(index)
    index.add([make_document("b")])
    manifest = index.snapshot().manifest
    # A number is never given twice: 2 stays what it was.
    assert (manifest.version, manifest.parent) == (3, 1)
    assert texts(index) == {"a": "First.", "b": "One sentence."}
    assert back(index) == 1
    assert back(index, 2) == 2
    assert texts(index) == {"a": "Second."}
    require_sound(index)


def test_the_version_before_a_change_outlives_newer_ones(
    tmp_path: Path, make_document: MakeDocument
) -> None:
    storage = StorageOptions(kept_versions=2)
    index = ArticleIndex(tmp_path / "index", ENCODER, child.CHUNKING, storage)
    for change in range(3):
        index.add([make_document("a", f"Change {change}.")])
    back(index)
    index.add([make_document("b")])
    assert read_catalogue(index.folder).numbers == (2, 4)
    assert back(index) == 2
    assert texts(index) == {"a": "Change 1."}


def test_a_number_is_never_given_twice(index: ArticleIndex, make_document: MakeDocument) -> None:
    """Not even when the version that had it was damaged and is gone."""
    for name in ("a", "b"):
        index.add([make_document(name)])
    os.truncate(version_folder(index.folder, 2) / STORE_NAME, 100)
    back(index)
    repair(index.folder, ENCODER, child.CHUNKING, DEFAULT_STORAGE)
    assert read_catalogue(index.folder).numbers == (0, 1)
    index.add([make_document("c")])
    assert index.snapshot().manifest.version == 3


def test_files_shrink_with_what_they_hold(index: ArticleIndex, make_document: MakeDocument) -> None:
    index.add([make_document(f"d{number}", "Many words. " * 500) for number in range(40)])
    large = index.snapshot().store.path.stat().st_size
    index.remove([f"d{number}" for number in range(1, 40)])
    assert index.snapshot().store.path.stat().st_size < large / 4
    require_sound(index)


def test_versions_that_cannot_be_gone_back_to(
    index: ArticleIndex, make_document: MakeDocument
) -> None:
    with pytest.raises(VersionNotFoundError, match="version 0 is the first"):
        back(index)
    for change in range(7):
        index.add([make_document("a", f"Change {change}.")])
    with pytest.raises(VersionNotFoundError, match="version 2 is not kept; kept: 3, 4, 5, 6, 7"):
        back(index, 2)
    with pytest.raises(VersionNotFoundError, match="version 7 is the current one already"):
        back(index, 7)
    back(index, 3)
    with pytest.raises(VersionNotFoundError, match="version 2 is not kept"):
        back(index)
    assert texts(index) == {"a": "Change 2."}


def test_a_damaged_version_is_not_gone_back_to(
    index: ArticleIndex, make_document: MakeDocument
) -> None:
    index.add([make_document("a")])
    index.add([make_document("b")])
    os.truncate(version_folder(index.folder, 1) / STORE_NAME, 100)
    with pytest.raises(IndexDamagedError, match=f"00000001/{STORE_NAME} is damaged"):
        back(index)
    assert set(texts(index)) == {"a", "b"}


def test_a_damaged_version_is_left_behind(index: ArticleIndex, make_document: MakeDocument) -> None:
    """Also where the damage hides which version it was made of."""
    for name in ("a", "b", "c"):
        index.add([make_document(name)])
    shutil.rmtree(version_folder(index.folder, 3))
    assert back(index) == 2
    assert set(texts(index)) == {"a", "b"}


def test_going_back_in_what_is_no_index_leaves_it_alone(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match="holds no index"):
        roll_back(tmp_path, None, DEFAULT_STORAGE)
    assert list(tmp_path.iterdir()) == []


def test_a_catalogue_survives_its_json() -> None:
    catalogue = Catalogue(8, 12, ((7, "a" * 64), (8, "b" * 64), (10, "c" * 64)))
    assert Catalogue.from_json(catalogue.to_json().encode(), PATH) == catalogue


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"null",
        b'{"format_version": 2, "current": 1, "versions": {"1": "x"}, "sha256": "y"}',
        Catalogue(9, 9, ((7, "a" * 64),)).to_json().encode(),
    ],
)
def test_a_catalogue_that_cannot_be_read_is_damage(content: bytes) -> None:
    with pytest.raises(IndexDamagedError, match=r"is damaged .*qa index verify --repair"):
        Catalogue.from_json(content, PATH)


def test_every_flipped_bit_of_a_catalogue_is_noticed() -> None:
    """Most of all one that makes another kept version the current one."""
    catalogue = Catalogue(6, 7, ((6, "a" * 64), (7, "b" * 64)))
    content = catalogue.to_json().encode()
    for place in range(8 * len(content)):
        changed = bytearray(content)
        changed[place // 8] ^= 1 << place % 8
        try:
            assert Catalogue.from_json(bytes(changed), PATH) == catalogue
        except (IndexDamagedError, IndexMismatchError):
            continue


def test_the_kind_of_vectors_follows_the_size(
    tmp_path: Path, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists are trained when the index outgrows exact search, and not again for a small change."""
    trainings = []
    train = ListedVectors.trained

    def counted(sample: Vectors, lists: int, probes: int) -> ListedVectors:
        trainings.append(len(sample))
        return train(sample, lists, probes)

    monkeypatch.setattr(ListedVectors, "trained", counted)
    storage = StorageOptions(vectors=VectorOptions(exact_up_to=40, lists_per_root=1.0))
    index = ArticleIndex(tmp_path / "index", ENCODER, child.CHUNKING, storage)
    index.add([make_document(f"d{n}", f"Report number {n}.") for n in range(40)])
    assert index.snapshot().manifest.vector_kind == "Flat"
    index.add([make_document(f"e{n}", f"Other report {n}.") for n in range(24)])
    assert index.snapshot().manifest.vector_kind == "IVF8,SQ8"
    index.add([make_document("d3", "Changed now.")])
    index.remove(["d1", "e2"])
    assert trainings == [64]
    require_sound(index)
    [question] = ENCODER.encode_questions([passage_text("A title", "Changed now.")])
    [[(nearest, _)]] = index.snapshot().vectors.search(question[None], 1, None)
    assert index.snapshot().passages([nearest])[nearest].passage.document_id == "d3"
    index.remove([f"d{n}" for n in range(4, 40)] + [f"e{n}" for n in range(3, 20)])
    assert index.snapshot().manifest.vector_kind == "Flat"
    require_sound(index)
