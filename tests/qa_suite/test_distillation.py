"""Tiny distillations: what teachers say is learned, runs resume, the best margin is the best."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.encoder import Encoder
from index.weights import encoder_folder
from qa.model_files import WORD_EMBEDDINGS
from qa.reader_network import ReaderLogits, ReaderNetwork
from qa.squad import load_squad
from qa.training import distillation
from qa.training.checkpoint import TrainingError
from qa.training.distillation import distil
from qa.training.distillation_options import DistillationOptions
from qa.training.divergence import divergence_from
from qa.training.held_back import best_mean
from qa.training.networks import deepen, open_network
from qa.training.pairs import PairOptions
from qa.training.pool import TrainingPool
from qa.training.pool_building import PoolOptions, build_pool
from qa.training.schedule import ScheduleOptions

TINY = DistillationOptions(
    teachers=1,
    teacher_passes=1,
    steps=4,
    own_views=1,
    found_views=1,
    teacher_dropout=0.0,
    dropout=0.0,
    teacher_schedule=ScheduleOptions(batch_size=16),
    schedule=ScheduleOptions(batch_size=8),
    pairs=PairOptions(lengths=(64,), length_shares=(1.0,)),
    checkpoint_steps=2,
)


class StoppedError(Exception):
    """The machine went down."""


@pytest.fixture(scope="module", autouse=True)
def report_each_step() -> Iterator[None]:
    """A few steps are fewer than training usually reports after."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(distillation, "REPORT_STEPS", 1)
        yield


@pytest.fixture(scope="module")
def pool(town_file: Path, tokenizer: Tokenizer, encoder: Encoder) -> TrainingPool:
    """The town questions, some held back."""
    options = PoolOptions(held_back_share=0.3, choices=2)
    sets = [load_squad(town_file)]
    return build_pool(sets, tokenizer, encoder.encode_passages, options, lambda *_: None)


@pytest.mark.slow
def test_an_interrupted_distillation_ends_as_an_uninterrupted_one(
    pool: TrainingPool, tmp_path: Path
) -> None:
    said: list[str] = []

    def stop(text: str) -> None:
        said.append(text)
        if text.startswith("reader: step 3 of 4"):
            raise StoppedError

    straight = distil(encoder_folder(), pool, TINY, tmp_path / "straight", said.append)
    assert any(text.startswith("held back: ") for text in said)
    with pytest.raises(StoppedError):
        distil(encoder_folder(), pool, TINY, tmp_path / "stopped", stop)
    said.clear()
    resumed = distil(encoder_folder(), pool, TINY, tmp_path / "stopped", said.append)
    steps = [text.partition(",")[0] for text in said if ": step" in text]
    assert steps == ["reader: step 3 of 4", "reader: step 4 of 4"]
    for key, weights in straight.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[key], weights, rtol=1e-3, atol=1e-5)
    words = open_network(ReaderNetwork, encoder_folder()).get_parameter(WORD_EMBEDDINGS)
    torch.testing.assert_close(resumed.get_parameter(WORD_EMBEDDINGS), words)


@pytest.mark.slow
def test_a_checkpoint_of_other_options_is_refused(pool: TrainingPool, tmp_path: Path) -> None:
    distil(encoder_folder(), pool, replace(TINY, steps=1), tmp_path, lambda _: None)
    with pytest.raises(TrainingError, match="run with other data or options"):
        distil(encoder_folder(), pool, replace(TINY, steps=1, seed=2), tmp_path, lambda _: None)


@pytest.mark.slow
def test_a_checkpoint_of_another_pool_is_refused(pool: TrainingPool, tmp_path: Path) -> None:
    distil(encoder_folder(), pool, replace(TINY, steps=1), tmp_path, lambda _: None)
    classify, separate, mark = pool.marks
    other = replace(pool, marks=(classify, separate, mark + 1))
    with pytest.raises(TrainingError, match="run with other data or options"):
        distil(encoder_folder(), other, replace(TINY, steps=1), tmp_path, lambda _: None)


def test_a_deeper_network_has_each_layer_again() -> None:
    shallow, deep = (open_network(ReaderNetwork, encoder_folder(), 0.1) for _ in range(2))
    deepen(deep, 2)
    assert deep.config.num_hidden_layers == 2 * shallow.config.num_hidden_layers
    for number, layer in enumerate(deep.bert.encoder.layer):
        twin = shallow.bert.encoder.layer[number // 2]
        for name, weights in layer.state_dict().items():
            torch.testing.assert_close(weights, twin.state_dict()[name])


def test_the_divergence_is_zero_from_oneself_and_grows() -> None:
    scores = torch.tensor([[0.0, 3.0, 1.0, 50.0]])
    allowed = torch.tensor([[True, True, True, False]])
    other = torch.tensor([[0.0, 1.0, 3.0, -50.0]])
    same = ReaderLogits(scores, scores)
    assert divergence_from((scores, scores), same, allowed, 1.5).item() == pytest.approx(0)
    half = divergence_from((scores, other), same, allowed, 1.5).item()
    whole = divergence_from((other, other), same, allowed, 1.5).item()
    assert 0 < half < whole
    assert whole == pytest.approx(2 * half)


def test_the_divergence_at_one_is_that_of_the_definition() -> None:
    ours, theirs = torch.tensor([[0.0, 2.0]]), torch.tensor([[1.0, 1.0]])
    allowed = torch.ones(1, 2, dtype=torch.bool)
    p, q = torch.softmax(theirs, -1), torch.softmax(ours, -1)
    expected = (p * (p / q).log()).sum().item()
    found = divergence_from((theirs, theirs), ReaderLogits(ours, ours), allowed, 1.0)
    assert found.item() == pytest.approx(expected)


def test_the_best_mean_is_that_of_the_best_margin() -> None:
    generator = np.random.default_rng(4)
    margins, answered = generator.normal(size=40), generator.random(40)
    silent = (generator.random(40) < 0.4).astype(float)
    thresholds = [*margins, margins.max() + 1]
    expected = max(np.where(margins >= t, answered, silent).mean() for t in thresholds)
    assert best_mean(margins, answered, silent) == pytest.approx(expected)
