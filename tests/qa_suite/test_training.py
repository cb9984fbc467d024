"""Tiny runs of the reader's training: resumable, seeded, and what it writes can be read."""

import csv
import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawing import seeded
from safetensors.numpy import load_file

from index.encoder import Encoder
from index.weights import encoder_folder
from qa.language.tagger import Tagger
from qa.model_files import (
    SHIPPED_READER,
    WEIGHTS_NAME,
    WORD_EMBEDDINGS,
    State,
    load_description,
    load_state,
)
from qa.squad import SquadFormatError, load_squad
from qa.training import loop
from qa.training.checkpoint import TrainingError
from qa.training.examples import ExampleOptions, is_held_back, with_some_questions
from qa.training.features import FeatureOptions
from qa.training.loop import LOG_NAME
from qa.training.reader_pipeline import QuestionSet, ReaderRun, draw_examples, run_reader_training
from qa.training.reader_training import ReaderTrainingOptions, load_trunk
from qa.training.schedule import ScheduleOptions

STEPS = 6
BATCH = 4
SHORT = FeatureOptions(short_length=48, long_length=64)
ONLY_ANSWERS = ExampleOptions(0, 0, 0, swapped_share=0)


class StoppedError(Exception):
    """The machine went down."""


@dataclass(frozen=True)
class Trained:
    """A reader's folder, its checkpoints and what was reported on the way."""

    folder: Path
    checkpoints: Path
    steps: list[int]
    totals: set[int]
    losses: list[float]


def tiny_run(path: Path) -> ReaderRun:
    training = ReaderTrainingOptions(schedule=ScheduleOptions(batch_size=BATCH), checkpoint_steps=2)
    limit = STEPS * BATCH
    return ReaderRun((QuestionSet(path, None),), limit, None, "tiny", ONLY_ANSWERS, SHORT, training)


def train(run: ReaderRun, folder: Path, stop_at: int | None = None) -> Trained:
    """Train into a folder; `stop_at` raises as that step is reported."""
    trained = Trained(folder, folder / "checkpoints", [], set(), [])

    def report(done: int, total: int, seconds: float, loss: float) -> None:
        trained.steps.append(done)
        trained.totals.add(total)
        trained.losses.append(loss)
        if done == stop_at:
            raise StoppedError

    run_reader_training(run, folder, trained.checkpoints, report)
    return trained


@pytest.fixture(scope="module", autouse=True)
def report_each_step() -> Any:
    """Six steps are fewer than training usually reports after."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loop, "REPORT_STEPS", 1)
        yield


@pytest.fixture(scope="module")
def straight(town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """A run of six steps without interruption."""
    return train(tiny_run(town_file), tmp_path_factory.mktemp("straight"))


def trained_weights(folder: Path) -> State:
    state = load_state(folder, encoder_folder())
    return {key: value for key, value in state.items() if key != WORD_EMBEDDINGS}


@pytest.mark.slow
def test_a_run_reports_every_step(straight: Trained) -> None:
    assert straight.steps == list(range(1, STEPS + 1))
    assert straight.totals == {STEPS}
    assert np.isfinite(straight.losses).all()


@pytest.mark.slow
def test_training_changes_the_weights_but_not_the_embeddings(straight: Trained) -> None:
    before = load_file(encoder_folder() / WEIGHTS_NAME)
    after = load_state(straight.folder, encoder_folder())
    key = "encoder.layer.0.attention.self.query.weight"
    assert not np.allclose(after[f"bert.{key}"], before[key], atol=1e-6)
    assert WORD_EMBEDDINGS not in load_file(straight.folder / WEIGHTS_NAME)


@pytest.mark.slow
def test_what_a_reader_said_before_is_kept_but_for_near_misses(
    town_file: Path, tmp_path: Path
) -> None:
    def first_loss(kept_share: float, swapped_share: float) -> float:
        examples = replace(ONLY_ANSWERS, swapped_share=swapped_share)
        run = replace(tiny_run(town_file), start_from=SHIPPED_READER, examples=examples, limit=None)
        whole = replace(run.training, kept_share=kept_share, schedule=ScheduleOptions(100))
        (loss,) = train(
            replace(run, training=whole), tmp_path / f"{kept_share}-{swapped_share}"
        ).losses
        return loss

    labelled = first_loss(0.0, 0.0)
    assert labelled > 0.1
    assert first_loss(1.0, 0.0) == pytest.approx(0, abs=1e-6)
    assert first_loss(0.5, 0.0) == pytest.approx(labelled / 2, rel=1e-4)
    assert first_loss(1.0, 1.0) > 0.01


@pytest.mark.slow
def test_questions_are_trained_beside_several_passages(town_file: Path, tmp_path: Path) -> None:
    compared = replace(ONLY_ANSWERS, compared_share=1)
    run = replace(tiny_run(town_file), start_from=SHIPPED_READER, examples=compared, limit=None)
    trained = train(run, tmp_path)
    # Ten batches of the forty questions alone; one question with its rivals fills a batch.
    assert trained.totals == {10 + 40}
    assert np.isfinite(trained.losses).all()
    key = "qa_outputs.weight"
    assert not np.allclose(trained_weights(tmp_path)[key], trained_weights(SHIPPED_READER)[key])


@pytest.mark.slow
def test_the_losses_are_logged(straight: Trained) -> None:
    with (straight.checkpoints / LOG_NAME).open(encoding="utf-8", newline="") as log:
        rows = list(csv.reader(log))
    assert [int(step) for step, _, _ in rows] == straight.steps
    assert [float(loss) for _, loss, _ in rows] == pytest.approx(straight.losses, abs=1e-3)
    assert all(int(seconds) >= 0 for _, _, seconds in rows)


@pytest.mark.slow
def test_the_trained_reader_reads(straight: Trained, tokenizer: Any) -> None:
    from qa.reader import Reader, ReaderInput, ReaderOptions
    from qa.torch_reader import load_torch_reader

    model = load_torch_reader(straight.folder, encoder_folder())
    assert model.name == load_description(straight.folder).name == "tiny"
    (spans,) = Reader(model, tokenizer, ReaderOptions()).read(
        [ReaderInput("Who won?", ["Ann won."])]
    )
    assert spans


@pytest.mark.slow
@pytest.mark.parametrize("stop_at", [1, 4, 5], ids=["before any checkpoint", "at one", "after one"])
def test_an_interrupted_run_ends_as_an_uninterrupted_one(
    town_file: Path, tmp_path: Path, straight: Trained, stop_at: int
) -> None:
    with pytest.raises(StoppedError):
        train(tiny_run(town_file), tmp_path, stop_at)
    assert not (tmp_path / WEIGHTS_NAME).exists()
    resumed = train(tiny_run(town_file), tmp_path)
    assert resumed.steps[-1] == STEPS
    assert (resumed.steps[0] > 1) == (stop_at > 2)
    expected = trained_weights(straight.folder)
    found = trained_weights(tmp_path)
    assert found.keys() == expected.keys()
    for key, weights in expected.items():
        np.testing.assert_allclose(found[key], weights, rtol=1e-3, atol=1e-5, err_msg=key)


@pytest.mark.slow
def test_a_resumed_run_logs_each_step_once(town_file: Path, tmp_path: Path) -> None:
    with pytest.raises(StoppedError):
        train(tiny_run(town_file), tmp_path, stop_at=3)
    resumed = train(tiny_run(town_file), tmp_path)
    with (resumed.checkpoints / LOG_NAME).open(encoding="utf-8", newline="") as log:
        assert [int(row[0]) for row in csv.reader(log)] == list(range(1, STEPS + 1))


@pytest.mark.slow
def test_a_checkpoint_of_another_start_is_refused(town_file: Path, tmp_path: Path) -> None:
    with pytest.raises(StoppedError):
        train(tiny_run(town_file), tmp_path, stop_at=4)
    with pytest.raises(TrainingError, match="run with other data or options"):
        train(replace(tiny_run(town_file), start_from=SHIPPED_READER), tmp_path)


@pytest.mark.slow
def test_another_seed_trains_another_reader(
    town_file: Path, tmp_path: Path, straight: Trained
) -> None:
    run = tiny_run(town_file)
    train(replace(run, training=replace(run.training, seed=18)), tmp_path)
    key = "qa_outputs.weight"
    assert not np.allclose(trained_weights(tmp_path)[key], trained_weights(straight.folder)[key])


@pytest.mark.slow
def test_fine_tuning_starts_from_the_reader_given(
    town_file: Path, tmp_path: Path, straight: Trained
) -> None:
    still = ReaderTrainingOptions(schedule=ScheduleOptions(batch_size=BATCH, learning_rate=0.0))
    run = replace(tiny_run(town_file), start_from=straight.folder, limit=BATCH, training=still)
    tuned = train(run, tmp_path)
    assert tuned.steps == [1]
    for key, weights in trained_weights(straight.folder).items():
        np.testing.assert_allclose(trained_weights(tmp_path)[key], weights, atol=1e-7)


def test_the_trunk_is_the_encoder_with_frozen_words() -> None:
    model = load_trunk(encoder_folder())
    frozen = [name for name, weights in model.named_parameters() if not weights.requires_grad]
    assert frozen == [WORD_EMBEDDINGS]


def write_articles(path: Path, articles: list[dict[str, Any]]) -> Path:
    path.write_bytes(gzip.compress(json.dumps({"data": articles}).encode()))
    return path


def test_held_back_articles_are_never_trained_on(
    tmp_path: Path, encoder: Encoder, tagger: Tagger, town_articles: list[dict[str, Any]]
) -> None:
    share = ExampleOptions().held_back_share
    names = [f"Town {number}" for number in range(400)]
    held_back = [name for name in names if is_held_back(name, share)][:4]
    trained = [name for name in names if not is_held_back(name, share)][:4]
    titles = [*held_back, *trained]
    articles = [{**town, "title": title} for town, title in zip(town_articles, titles, strict=True)]
    path = write_articles(tmp_path / "set.json.gz", articles)
    run = replace(tiny_run(path), examples=ExampleOptions(), limit=None)
    contexts = {a["title"]: a["paragraphs"][0]["context"] for a in articles}
    for seed in range(5):
        drawn = {
            example.context
            for example in draw_examples(run, encoder.encode_passages, tagger, seeded(seed))
        }
        assert drawn == {contexts[title] for title in trained}


def test_examples_of_several_sets_are_bounded_and_seeded(
    town_file: Path, encoder: Encoder, tagger: Tagger
) -> None:
    sets = (QuestionSet(town_file, 5), QuestionSet(town_file, 1_000))
    run = replace(tiny_run(town_file), sets=sets, limit=None)
    assert len(draw_examples(run, encoder.encode_passages, tagger, seeded(1))) == 45
    assert (
        len(draw_examples(replace(run, limit=7), encoder.encode_passages, tagger, seeded(1))) == 7
    )
    assert draw_examples(run, encoder.encode_passages, tagger, seeded(1)) == draw_examples(
        run, encoder.encode_passages, tagger, seeded(1)
    )
    assert draw_examples(run, encoder.encode_passages, tagger, seeded(1)) != draw_examples(
        run, encoder.encode_passages, tagger, seeded(2)
    )


def test_a_part_of_the_questions_leaves_every_context_to_take_negatives_from(
    town_file: Path,
) -> None:
    paragraphs = load_squad(town_file)
    asked = [question for paragraph in paragraphs for question in paragraph.questions]
    for count in (0, 7, len(asked), len(asked) + 1):
        some = with_some_questions(paragraphs, count, seeded(1))
        assert [p.context for p in some] == [p.context for p in paragraphs]
        kept = [question for paragraph in some for question in paragraph.questions]
        assert len(kept) == min(count, len(asked))
        assert [question for question in asked if question in kept] == kept


def test_sets_of_events_are_learned_from_their_labels_alone(
    town_file: Path, encoder: Encoder, tagger: Tagger
) -> None:
    sets = (QuestionSet(town_file, None), QuestionSet(town_file, None, of_events=True))
    run = replace(tiny_run(town_file), sets=sets, limit=None)
    examples = draw_examples(run, encoder.encode_passages, tagger, seeded(1))
    assert sum(example.labels_only for example in examples) * 2 == len(examples) > 0


def test_a_set_in_another_format_is_refused_by_name(
    tmp_path: Path, encoder: Encoder, tagger: Tagger
) -> None:
    path = tmp_path / "notes.json"
    path.write_text('{"notes": []}', encoding="utf-8")
    with pytest.raises(SquadFormatError, match=r"notes\.json"):
        draw_examples(tiny_run(path), encoder.encode_passages, tagger, seeded(1))
