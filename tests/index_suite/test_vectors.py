"""FAISS search against brute force in NumPy, and the files it is kept in."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Vectors
from index.errors import IndexDamagedError
from index.vectors import VectorIndex

DIMENSION = 32
Found = list[tuple[int, float]]


def unit_vectors(count: int, seed: int = 0) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def replaced(
    index: VectorIndex, removed: Sequence[int], ids: Sequence[int], vectors: Vectors
) -> VectorIndex:
    """The new vectors in batches of two."""
    batches = [
        (np.array(ids[first : first + 2], dtype=np.int64), vectors[first : first + 2])
        for first in range(0, len(ids), 2)
    ]
    return index.replaced(removed, batches)


def index_of(ids: list[int], vectors: Vectors) -> VectorIndex:
    return replaced(VectorIndex.empty(DIMENSION), [], ids, vectors)


def brute_force(stored: dict[int, Vectors], query: Vectors, count: int) -> Found:
    scores = [(number, float(vector @ query)) for number, vector in stored.items()]
    return sorted(scores, key=lambda pair: -pair[1])[:count]


def require_same(found: Found, expected: Found) -> None:
    assert [number for number, _ in found] == [number for number, _ in expected]
    np.testing.assert_allclose([s for _, s in found], [s for _, s in expected], atol=1e-5)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_search_is_brute_force(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 60), "size")
    ids = data.draw(st.permutations(range(1, size + 1)), "ids")
    removed = data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set()), "removed")
    extra = data.draw(st.integers(0, 5), "extra")
    allowed = data.draw(st.none() | st.sets(st.integers(1, 80)), "allowed")
    count = data.draw(st.integers(1, 80), "count")

    vectors, added = unit_vectors(size), unit_vectors(extra, seed=1)
    new_ids = list(range(1_000, 1_000 + extra))
    index = replaced(index_of(ids, vectors), sorted(removed), new_ids, added)
    stored = dict(zip([*ids, *new_ids], [*vectors, *added], strict=True))
    stored = {number: vector for number, vector in stored.items() if number not in removed}
    assert len(index) == len(stored)
    assert sorted(index.ids.tolist()) == sorted(stored)

    if allowed is not None:
        stored = {number: vector for number, vector in stored.items() if number in allowed}
    queries = unit_vectors(3, seed=2)
    selector = None if allowed is None else np.array(sorted(allowed), dtype=np.int64)
    for query, found in zip(queries, index.search(queries, count, selector), strict=True):
        require_same(found, brute_force(stored, query, count))


def test_many_vectors_and_queries_at_once() -> None:
    vectors, queries = unit_vectors(3_000), unit_vectors(40, seed=1)
    ids = [7 * number for number in range(3_000)]
    stored = dict(zip(ids, vectors, strict=True))
    found = index_of(ids, vectors).search(queries, 10, None)
    for query, pairs in zip(queries, found, strict=True):
        require_same(pairs, brute_force(stored, query, 10))


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex.empty(DIMENSION)
    assert index.search(unit_vectors(2), 5, None) == [[], []]
    assert index.search(unit_vectors(0), 5, None) == []
    assert index.ids.tolist() == []


def test_nothing_allowed_finds_nothing() -> None:
    index = index_of([1, 2], unit_vectors(2))
    assert index.search(unit_vectors(1), 5, np.array([], dtype=np.int64)) == [[]]


def test_cosine_of_a_stored_vector() -> None:
    vectors, query = unit_vectors(20), unit_vectors(1, seed=1)[0]
    index = replaced(index_of(list(range(100, 120)), vectors), [105], [], unit_vectors(0))
    assert index.ids.tolist() == [number for number in range(100, 120) if number != 105]
    np.testing.assert_array_equal(index.stored(index.ids), np.delete(vectors, 5, axis=0))
    for number in index.ids.tolist():
        expected = float(vectors[number - 100] @ query)
        assert index.cosine(number, query) == pytest.approx(expected, abs=1e-6)


def test_replaced_leaves_the_old_one_as_it_was() -> None:
    vectors, query = unit_vectors(10), unit_vectors(1, seed=1)
    old = index_of(list(range(10)), vectors)
    before = old.search(query, 10, None)
    new = replaced(old, [0, 1, 2], [50], unit_vectors(1, seed=2))
    assert old.search(query, 10, None) == before
    assert old.ids.tolist() == list(range(10))
    assert sorted(new.ids.tolist()) == [3, 4, 5, 6, 7, 8, 9, 50]


def test_a_removed_id_can_be_added_with_another_vector() -> None:
    old, new = unit_vectors(1), unit_vectors(1, seed=1)
    index = replaced(index_of([4], old), [4], [4], new)
    assert len(index) == 1
    assert index.cosine(4, new[0]) == pytest.approx(1, abs=1e-6)


def test_removing_an_unknown_id_changes_nothing() -> None:
    assert replaced(index_of([1], unit_vectors(1)), [99], [], unit_vectors(0)).ids.tolist() == [1]


@pytest.mark.parametrize("size", [0, 1, 500])
def test_a_saved_index_loads_equal(size: int, tmp_path: Path) -> None:
    index = index_of(list(range(5, 5 + size)), unit_vectors(size))
    index.save(tmp_path / "v.faiss")
    loaded = VectorIndex.load(tmp_path / "v.faiss")
    queries = unit_vectors(3, seed=1)
    assert loaded.ids.tolist() == index.ids.tolist()
    assert loaded.search(queries, 20, None) == index.search(queries, 20, None)
    grown = replaced(loaded, [5], [9_999], unit_vectors(1, seed=2))
    assert 9_999 in grown.ids.tolist()


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9])
def test_a_truncated_file_is_damaged(kept: float, tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    index_of(list(range(50)), unit_vectors(50)).save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    with pytest.raises(IndexDamagedError, match=r"v\.faiss is not a whole FAISS index"):
        VectorIndex.load(path)


def test_a_file_of_something_else_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    path.write_text("An article, not an index. " * 20)
    with pytest.raises(IndexDamagedError, match=r"v\.faiss is not a whole FAISS index"):
        VectorIndex.load(path)
