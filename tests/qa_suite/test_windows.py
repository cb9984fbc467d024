"""Windows over passages: nothing of a passage is lost and every offset is exact."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Encoding, Tokenizer

from qa.windows import Window, WindowOptions, batches, build_windows

SMALL = WindowOptions(maximum_tokens=24, stride=7, maximum_question_tokens=8, batch_tokens=96)
QUESTION = "Who leads the union?"
UNICODE = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
WORDS = st.lists(
    st.sampled_from(
        ["North", "troops", "12,000", "é", "각", "İstanbul", "😀", "unbelievably", "—"]
    ),
    max_size=120,
).map(" ".join)


def passage_tokens(window: Window) -> list[tuple[int, tuple[int, int]]]:
    """Id and offsets of each passage token of a window."""
    ids = window.token_ids[window.first : window.first + len(window.offsets)]
    return list(zip(ids, window.offsets, strict=True))


def all_tokens(encoding: Encoding) -> list[tuple[int, tuple[int, int]]]:
    return list(zip(encoding.ids, encoding.offsets, strict=True))


def normalised(tokenizer: Tokenizer, text: str) -> str:
    return str(tokenizer.normalizer.normalize_str(text))


@settings(deadline=None)
@given(passage=WORDS | UNICODE)
def test_windows_together_hold_every_token(tokenizer: Tokenizer, passage: str) -> None:
    windows = build_windows([(QUESTION, passage)], tokenizer, SMALL)
    wanted = all_tokens(tokenizer.encode(passage, add_special_tokens=False))
    found: list[tuple[int, tuple[int, int]]] = []
    for window in windows:
        part = passage_tokens(window)
        # The next window repeats the end of what was seen and goes on from there.
        overlap = next(n for n in range(len(found), -1, -1) if found[len(found) - n :] == part[:n])
        found += part[overlap:]
        assert len(window.token_ids) <= SMALL.maximum_tokens
    assert len(found) <= len(wanted)
    assert set(found) == set(wanted)


@settings(deadline=None)
@given(passage=WORDS | UNICODE)
def test_offsets_are_of_the_passage_text(tokenizer: Tokenizer, passage: str) -> None:
    for window in build_windows([(QUESTION, passage)], tokenizer, SMALL):
        before = 0
        for token_id, (start, end) in passage_tokens(window):
            assert 0 <= before <= start < end <= len(passage)
            before = start
            piece = tokenizer.id_to_token(token_id)
            if piece != "[UNK]":
                assert piece.removeprefix("##") in normalised(tokenizer, passage[start:end])


def test_windows_begin_with_the_question_and_are_marked(tokenizer: Tokenizer) -> None:
    (window,) = build_windows([(QUESTION, "Clara Benes leads it.")], tokenizer, WindowOptions())
    whole = tokenizer.encode(QUESTION, "Clara Benes leads it.")
    assert list(window.token_ids) == whole.ids
    assert window.first == whole.type_ids.index(1)


def test_a_long_question_leaves_room_for_the_passage(tokenizer: Tokenizer) -> None:
    windows = build_windows([("why " * 500, "Because it rained.")], tokenizer, SMALL)
    ids = tokenizer.encode("Because it rained.", add_special_tokens=False).ids
    assert [list(window.token_ids[window.first : -1]) for window in windows] == [ids]
    assert windows[0].first == SMALL.maximum_question_tokens + 2


@pytest.mark.parametrize("passage", ["", " \n\t "], ids=["empty", "white space"])
def test_a_passage_without_tokens_has_one_window_without_offsets(
    tokenizer: Tokenizer, passage: str
) -> None:
    (window,) = build_windows([(QUESTION, passage)], tokenizer, SMALL)
    assert window.offsets == ()
    assert window.first == len(window.token_ids) - 1


def test_no_pairs_give_no_windows_and_no_batches(tokenizer: Tokenizer) -> None:
    assert build_windows([], tokenizer, SMALL) == []
    assert list(batches([], SMALL, 2)) == []


@settings(deadline=None)
@given(passages=st.lists(WORDS, min_size=1, max_size=8), parallel=st.integers(1, 4))
def test_batches_keep_every_window_within_bounds(
    tokenizer: Tokenizer, passages: list[str], parallel: int
) -> None:
    windows = build_windows([(QUESTION, passage) for passage in passages], tokenizer, SMALL)
    made = list(batches(windows, SMALL, parallel))
    kept = [window for batch in made for window in batch.windows]
    assert sorted(map(id, kept)) == sorted(map(id, windows))
    for batch in made:
        assert batch.token_ids.size <= SMALL.batch_tokens


def test_a_window_longer_than_a_batch_is_read_alone(tokenizer: Tokenizer) -> None:
    options = WindowOptions(batch_tokens=4)
    windows = build_windows([(QUESTION, "It is Clara."), (QUESTION, "Rain.")], tokenizer, options)
    assert [len(batch.windows) for batch in batches(windows, options, 1)] == [1, 1]


@pytest.mark.parametrize(
    ("count", "parallel", "sizes"),
    [
        pytest.param(10, 1, [10], id="one at a time"),
        pytest.param(10, 2, [5, 5], id="half each"),
        pytest.param(10, 4, [3, 3, 3, 1], id="as few rows as four allow"),
        pytest.param(1, 4, [1], id="fewer than could run"),
    ],
)
def test_batches_share_the_work(
    tokenizer: Tokenizer, count: int, parallel: int, sizes: list[int]
) -> None:
    windows = build_windows([(QUESTION, "It is Clara.")] * count, tokenizer, WindowOptions())
    made = batches(windows, WindowOptions(), parallel)
    assert [len(batch.windows) for batch in made] == sizes


def test_arrays_hold_the_windows_and_padding_is_masked(tokenizer: Tokenizer) -> None:
    pairs = [(QUESTION, "Clara Benes."), (QUESTION, "Nobody has led it since the strike.")]
    windows = build_windows(pairs, tokenizer, WindowOptions())
    (batch,) = batches(windows, WindowOptions(), 1)
    for row, window in enumerate(batch.windows):
        length = len(window.token_ids)
        assert tuple(batch.token_ids[row, :length]) == window.token_ids
        assert batch.attention_mask[row].tolist() == [
            int(column < length) for column in range(batch.token_ids.shape[1])
        ]
        assert np.flatnonzero(batch.token_types[row]).tolist() == list(range(window.first, length))
        assert not batch.token_ids[row, length:].any()
