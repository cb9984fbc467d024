"""FAISS search against brute force in NumPy, and the files it is kept in."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Vectors
from index.errors import IndexDamagedError
from index.listed_vectors import ListedVectors
from index.vector_files import load_vectors
from index.vector_options import VectorOptions
from index.vectors import VectorIndex

DIMENSION = 32
QUANTISATION = 0.02
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


def lists_of(ids: list[int], vectors: Vectors, lists: int = 4, probes: int = 4) -> VectorIndex:
    """Trained on other vectors than are stored, as after a change."""
    trained = ListedVectors.trained(unit_vectors(800, seed=7), lists, probes)
    return trained.replaced([], [(np.array(ids, dtype=np.int64), vectors)])


def brute_force(stored: dict[int, Vectors], query: Vectors, count: int) -> Found:
    scores = [(number, float(vector @ query)) for number, vector in stored.items()]
    return sorted(scores, key=lambda pair: -pair[1])[:count]


def require_same(found: Found, expected: Found, *_: object) -> None:
    assert [number for number, _ in found] == [number for number, _ in expected]
    np.testing.assert_allclose([s for _, s in found], [s for _, s in expected], atol=1e-5)


def require_near(found: Found, expected: Found, stored: dict[int, Vectors], query: Vectors) -> None:
    """As many, each with its cosine, and none much further than the ones that are right."""
    assert len(found) == len(expected)
    assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)
    assert len({number for number, _ in found}) == len(found)
    for number, score in found:
        assert score == pytest.approx(float(stored[number] @ query), abs=QUANTISATION)
        assert score >= expected[-1][1] - 2 * QUANTISATION


@settings(deadline=None, max_examples=60)
@given(data=st.data(), exact=st.booleans())
def test_search_is_brute_force(data: st.DataObject, exact: bool) -> None:
    """Exact, or in lists that are all read, where only the 8 bits blur the cosines."""
    size = data.draw(st.integers(0, 60), "size")
    ids = data.draw(st.permutations(range(1, size + 1)), "ids")
    removed = data.draw(st.sets(st.sampled_from(ids)) if ids else st.just(set()), "removed")
    extra = data.draw(st.integers(0, 5), "extra")
    allowed = data.draw(st.none() | st.sets(st.integers(1, 80)), "allowed")
    count = data.draw(st.integers(1, 80), "count")

    vectors, added = unit_vectors(size), unit_vectors(extra, seed=1)
    new_ids = list(range(1_000, 1_000 + extra))
    make, require = (index_of, require_same) if exact else (lists_of, require_near)
    index = replaced(make(ids, vectors), sorted(removed), new_ids, added)
    stored = dict(zip([*ids, *new_ids], [*vectors, *added], strict=True))
    stored = {number: vector for number, vector in stored.items() if number not in removed}
    assert len(index) == len(stored)
    assert sorted(index.ids.tolist()) == sorted(stored)

    if allowed is not None:
        stored = {number: vector for number, vector in stored.items() if number in allowed}
    queries = unit_vectors(3, seed=2)
    selector = None if allowed is None else np.array(sorted(allowed), dtype=np.int64)
    for query, found in zip(queries, index.search(queries, count, selector), strict=True):
        require(found, brute_force(stored, query, count), stored, query)


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


def test_what_is_stored_can_be_read_after_a_removal() -> None:
    vectors = unit_vectors(20)
    index = replaced(index_of(list(range(100, 120)), vectors), [105], [], unit_vectors(0))
    assert index.ids.tolist() == [number for number in range(100, 120) if number != 105]
    np.testing.assert_array_equal(index.stored(index.ids), np.delete(vectors, 5, axis=0))
    assert not index.disagreeing(index.ids, np.delete(vectors, 5, axis=0)).any()
    assert index.disagreeing(index.ids, vectors[1:])[:5].all()


def test_what_lists_hold_can_be_read_after_a_removal() -> None:
    vectors, ids = unit_vectors(300), list(range(100, 400))
    index = replaced(lists_of(ids, vectors, lists=8), [105, 399], [], unit_vectors(0))
    kept = np.delete(vectors, [5, 299], axis=0)
    assert index.ids.tolist() == [n for n in ids if n not in (105, 399)]
    np.testing.assert_allclose(index.stored(index.ids), kept, atol=QUANTISATION)
    assert not index.disagreeing(index.ids, kept).any()
    assert index.disagreeing(index.ids, np.roll(kept, 1, axis=0)).all()
    assert index.disagreeing(index.ids, np.full_like(kept, np.nan)).all()


def test_few_lists_are_read_and_most_neighbours_found() -> None:
    """Vectors in clusters, as those of texts are; 16 of 64 lists are read."""
    generator = np.random.default_rng(5)
    centres = generator.standard_normal((100, DIMENSION))
    drawn = centres[generator.integers(0, 100, 4_000)] + generator.standard_normal((4_000, 32))
    vectors = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    ids = np.arange(4_000, dtype=np.int64)
    index = ListedVectors.trained(vectors, 64, 16).replaced([], [(ids, vectors)])
    queries = vectors[::80] + 0.05 * unit_vectors(50, seed=9)
    hits = 0
    for query, found in zip(queries, index.search(queries, 10, None), strict=True):
        nearest = set(np.argsort(-(vectors @ query))[:10].tolist())
        hits += len(nearest & {number for number, _ in found})
    assert hits / 500 >= 0.9


def test_a_condition_that_few_pass_reads_all_the_lists() -> None:
    vectors = unit_vectors(2_000)
    index = lists_of(list(range(2_000)), vectors, lists=64, probes=1)
    allowed = np.array([3, 700, 1_999, 5_000], dtype=np.int64)
    for found in index.search(unit_vectors(20, seed=3), 10, allowed):
        assert {number for number, _ in found} == {3, 700, 1_999}


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
    np.testing.assert_array_equal(index.stored(index.ids), new)


def test_removing_an_unknown_id_changes_nothing() -> None:
    assert replaced(index_of([1], unit_vectors(1)), [99], [], unit_vectors(0)).ids.tolist() == [1]


@pytest.mark.parametrize(("size", "make"), [(0, index_of), (1, index_of), (500, lists_of)])
def test_a_saved_index_loads_equal(
    size: int, make: Callable[[list[int], Vectors], VectorIndex], tmp_path: Path
) -> None:
    index = make(list(range(5, 5 + size)), unit_vectors(size))
    index.save(tmp_path / "v.faiss")
    loaded = load_vectors(tmp_path / "v.faiss")
    queries = unit_vectors(3, seed=1)
    assert (loaded.kind, loaded.lists) == (index.kind, index.lists)
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
        load_vectors(path)


def test_a_file_of_something_else_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "v.faiss"
    path.write_text("An article, not an index. " * 20)
    with pytest.raises(IndexDamagedError, match=r"v\.faiss is not a whole FAISS index"):
        load_vectors(path)


SIZES = [
    pytest.param(0, 0, id="empty"),
    pytest.param(50_000, 0, id="exact"),
    pytest.param(50_001, 1_024, id="just-more"),
    pytest.param(100_000, 1_024, id="100k"),
    pytest.param(1_000_000, 4_096, id="1M"),
    pytest.param(10_000_000, 16_384, id="10M"),
]


@pytest.mark.parametrize(("count", "lists"), SIZES)
def test_lists_fit_the_size(count: int, lists: int) -> None:
    assert VectorOptions().lists(count) == lists


SERVED = [
    pytest.param(0, 50_000, True, id="exact"),
    pytest.param(0, 50_001, False, id="exact-too-many"),
    pytest.param(1_024, 50_001, True, id="listed"),
    pytest.param(1_024, 25_001, True, id="listed-shrunk"),
    pytest.param(1_024, 25_000, False, id="listed-too-few"),
    pytest.param(1_024, 500_000, True, id="listed-grown"),
    pytest.param(1_024, 1_000_000, False, id="listed-too-many"),
    pytest.param(4_096, 100_000, False, id="many-lists-too-few"),
]


@pytest.mark.parametrize(("lists", "count", "expected"), SERVED)
def test_when_lists_are_used_again(lists: int, count: int, expected: bool) -> None:
    assert VectorOptions().serves(lists, count) is expected
