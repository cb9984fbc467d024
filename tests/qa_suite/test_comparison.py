"""Questions that are asked of several passages at once: their examples, batches and loss."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from drawing import refused, seeded
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.encoder import Encoder
from qa.reader_network import ReaderLogits
from qa.squad import load_squad
from qa.training.batches import batch_plan, collate_compared
from qa.training.comparison import NO_WINDOW, compared_loss
from qa.training.examples import ExampleOptions, ReaderExample, build_examples
from qa.training.features import ComparedFeature, Feature, FeatureOptions, build_features
from qa.training.swapped_words import SwappedWords

TOKENS = 7
# The first token is "no answer", the next two are the question.
PASSAGE = slice(3, TOKENS)
COMPARED = ExampleOptions(0, 0, swapped_share=0, compared_share=1, search_style_share=0)


def all_pairs_loss(
    starts: NDArray[np.float64], ends: NDArray[np.float64], answer: tuple[int, int] | None
) -> float:
    """The same for one question, from every pair of a start and an end one by one.

    The arrays have shape (windows, tokens); the answer is in the first window.
    """
    total = 1.0
    for first, last in zip(starts, ends, strict=True):
        for start in first[PASSAGE]:
            total += sum(math.exp(start + end - first[0] - last[0]) for end in last[PASSAGE])
    right = 0.0
    if answer is not None:
        right = starts[0, answer[0]] + ends[0, answer[1]] - starts[0, 0] - ends[0, 0]
    return float((math.log(total) - right) / 2)


def loss_of(
    starts: NDArray[np.float64],
    ends: NDArray[np.float64],
    answers: Sequence[tuple[int, int]],
    places: Sequence[Sequence[int]],
) -> list[float]:
    passages = torch.zeros(starts.shape, dtype=torch.bool)
    passages[:, PASSAGE] = True
    scores = torch.tensor(starts), torch.tensor(ends)
    labels = torch.tensor(answers)
    logits = ReaderLogits(*scores)
    found: list[float] = compared_loss(
        logits, passages, labels[:, 0], labels[:, 1], torch.tensor(places)
    ).tolist()
    return found


@pytest.mark.parametrize("seed", range(5))
def test_the_loss_is_that_of_all_spans_of_all_windows(seed: int) -> None:
    generator = np.random.default_rng(seed)
    starts, ends = generator.normal(0, 3, (2, 6, TOKENS))
    answers = [(4, 5), (0, 0), (0, 0), (0, 0), (0, 0), (3, 3)]
    places = [[0, 1, 2], [3, 4, NO_WINDOW], [5, NO_WINDOW, NO_WINDOW]]
    expected = [
        all_pairs_loss(starts[:3], ends[:3], (4, 5)),
        all_pairs_loss(starts[3:5], ends[3:5], None),
        all_pairs_loss(starts[5:], ends[5:], (3, 3)),
    ]
    assert loss_of(starts, ends, answers, places) == pytest.approx(expected, rel=1e-5)


def test_a_rival_that_says_more_costs_more() -> None:
    starts, ends = np.zeros((2, 2, TOKENS))
    starts[0, 4] = ends[0, 4] = 8.0
    quiet = loss_of(starts, ends, [(4, 4), (0, 0)], [[0, 1]])
    starts[1, 5] = ends[1, 5] = 8.0
    loud = loss_of(starts, ends, [(4, 4), (0, 0)], [[0, 1]])
    assert quiet[0] < 0.01
    assert loud[0] == pytest.approx(math.log(2) / 2, abs=0.01)


@pytest.fixture
def examples(encoder: Encoder, swaps: SwappedWords, town_file: Path) -> list[ReaderExample]:
    """Every question of the towns alone, then each once more with rivals."""
    towns = load_squad(town_file)
    return build_examples(towns, COMPARED, encoder.encode_passages, swaps, seeded(1))


def test_rivals_are_other_contexts_without_the_answer(examples: list[ReaderExample]) -> None:
    compared = [example for example in examples if example.rivals]
    assert len(compared) >= len(examples) // 3
    for example in compared:
        assert 0 < len(example.rivals) <= COMPARED.rivals
        assert len(set(example.rivals)) == len(example.rivals)
        assert example.context not in example.rivals
        if example.answer:
            assert not any(example.answer.text.lower() in text.lower() for text in example.rivals)


def test_the_other_examples_are_drawn_as_without_comparing(
    encoder: Encoder, swaps: SwappedWords, town_file: Path, examples: list[ReaderExample]
) -> None:
    options = replace(COMPARED, compared_share=0)
    towns = load_squad(town_file)
    alone = build_examples(towns, options, refused, swaps, seeded(1))
    assert alone == [example for example in examples if not example.rivals]


def test_only_the_own_window_of_a_question_has_its_answer(
    examples: list[ReaderExample], tokenizer: Tokenizer
) -> None:
    compared = [example for example in examples if example.rivals]
    features = build_features(compared, tokenizer, FeatureOptions(), seeded(3))
    assert len(features) == len(compared)
    for example, feature in zip(compared, features, strict=True):
        assert isinstance(feature, ComparedFeature)
        own, *rivals = feature.windows
        assert len(rivals) == len(example.rivals)
        assert (own.start > 0) == (example.answer is not None)
        assert all((rival.start, rival.end) == (0, 0) for rival in rivals)
        asked = own.token_ids[: own.question_tokens + 2].tolist()
        assert all(
            rival.token_ids[: rival.question_tokens + 2].tolist() == asked for rival in rivals
        )


def of_lengths(*lengths: int) -> ComparedFeature:
    windows = [Feature(np.arange(n, dtype=np.int32) + 1, 1, 0, 0) for n in lengths]
    return ComparedFeature((replace(windows[0], start=3, end=4), *windows[1:]))


def test_a_collated_batch_tells_whose_windows_are_whose() -> None:
    batch, places = collate_compared([of_lengths(6, 9), of_lengths(5), of_lengths(7, 5, 8)])
    assert places.tolist() == [
        [0, 1, NO_WINDOW],
        [2, NO_WINDOW, NO_WINDOW],
        [3, 4, 5],
    ]
    assert batch.attention_mask.sum(axis=1).tolist() == [6, 9, 5, 7, 5, 8]
    assert batch.starts.tolist() == [3, 0, 3, 3, 0, 0]
    assert batch.ends.tolist() == [4, 0, 4, 4, 0, 0]


@pytest.mark.parametrize(("batch_size", "most"), [(8, 2), (12, 3), (2, 1)])
def test_a_batch_has_at_most_so_many_windows(batch_size: int, most: int) -> None:
    features = [of_lengths(6, 9, 5, 7) for _ in range(7)] + [of_lengths(4) for _ in range(3)]
    plan = batch_plan(features, batch_size, seeded(1))
    assert sorted(place for batch in plan for place in batch) == list(range(10))
    assert max(len(batch) for batch in plan) == most
