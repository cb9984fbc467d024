"""A tiny run of the training of the network behind follow-ups, and its graph."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from drawing import seeded
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.engine_choice import REFERENCE, engine_names, processor_flags
from index.graph_cache import default_graph_cache
from index.weights import encoder_folder
from qa.follow_up_network import FollowUpNetwork
from qa.graph_model import GraphModel
from qa.head import FOLLOW_UPS
from qa.model_files import SHIPPED_FOLLOW_UPS, TRUNK, WEIGHTS_NAME, load_description
from qa.torch_reader import load_network
from qa.training.checkpoint import TrainingError
from qa.training.follow_up_pipeline import (
    FollowUpRun,
    article_sentences,
    run_follow_up_training,
    written_examples,
)
from qa.training.follow_up_training import freeze_lower_layers
from qa.training.loop import TrainingOptions
from qa.training.networks import open_network
from qa.training.schedule import ScheduleOptions
from qa.windows import WindowOptions, batches, build_windows

CONVERSATION = "Who leads the Ardent Choir? Mara Lindqvist, since 2019, in Belm."


@pytest.fixture(scope="module")
def conversations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty short dialogues of two questions each."""
    rows = []
    for number in range(40):
        name = f"Harlow{number} Vest{number}"
        first = {"question": "where was he born", "rewrite": f"where was {name} born"}
        second = {"question": "what did he win", "rewrite": f"what did {name} win in oslo"}
        asked = {"history_questions": [], "history_rewrites": [], "history_answer_keywords": []}
        answered = {
            "history_questions": [first["question"]],
            "history_rewrites": [first["rewrite"]],
            "history_answer_keywords": ["oslo | choir"],
        }
        rows += [
            {"id": f"d{number}#0", **asked, **first},
            {"id": f"d{number}#1", **answered, **second},
        ]
    path = tmp_path_factory.mktemp("conversations") / "conversations.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


@pytest.fixture
def run(conversations: Path, town_file: Path) -> FollowUpRun:
    """Two batches of four steps, the last layer alone."""
    options = TrainingOptions(schedule=ScheduleOptions(batch_size=16), checkpoint_steps=2)
    return FollowUpRun(
        (conversations,), town_file, "tiny", options, held_back_share=0.2, trained_layers=1
    )


def test_conversations_are_held_back_whole(run: FollowUpRun) -> None:
    parts = [written_examples(run, held_back, seeded(1)) for held_back in (False, True)]
    training, held_back = ({example.dialogue for example in part} for part in parts)
    assert len(training | held_back) == 40
    assert held_back
    assert not training & held_back
    assert any(example.history[0].answer != "oslo choir" for example in parts[0])


def test_sentences_are_those_of_articles_that_are_trained_on(town_file: Path) -> None:
    assert article_sentences(town_file, 0.0)
    assert article_sentences(town_file, 1.0) == []


def test_embeddings_and_lower_layers_are_frozen() -> None:
    network = open_network(FollowUpNetwork, encoder_folder())
    freeze_lower_layers(network, trained_layers=2)
    trained = {name for name, weights in network.named_parameters() if weights.requires_grad}
    tops = tuple(f"{TRUNK}encoder.layer.{layer}." for layer in (4, 5))
    assert {name for name in trained if not name.startswith(tops)} == {
        "follow_up_outputs.weight",
        "follow_up_outputs.bias",
    }


def test_the_graph_gives_the_scores_of_pytorch(tokenizer: Tokenizer) -> None:
    network = load_network(FollowUpNetwork, SHIPPED_FOLLOW_UPS, encoder_folder())
    options = WindowOptions()
    windows = build_windows([("Where was she born?", CONVERSATION)], tokenizer, options)
    (batch,) = batches(windows, options, parallel=1)
    inputs = [
        torch.from_numpy(array)
        for array in (batch.token_ids, batch.attention_mask, batch.token_types)
    ]
    logits = network.score(*inputs)
    exact = [entry.detach().numpy() for entry in (logits.terms, logits.starts, logits.ends)]
    for engines, margin in (((REFERENCE,), 1e-3), (engine_names(processor_flags()), 0.2)):
        model = GraphModel.load(SHIPPED_FOLLOW_UPS, FOLLOW_UPS, default_graph_cache(), engines)
        (found,) = model.outputs([batch])
        for given, wanted in zip(found, exact, strict=True):
            np.testing.assert_allclose(given, wanted, atol=margin)


@pytest.mark.slow
def test_a_run_ships_the_trained_layers_alone(run: FollowUpRun, tmp_path: Path) -> None:
    run_follow_up_training(run, tmp_path, tmp_path / "checkpoints", lambda *_: None)
    assert load_description(tmp_path).name == "tiny"
    shipped = load_file(tmp_path / WEIGHTS_NAME)
    last = f"{TRUNK}encoder.layer.5."
    assert {name for name in shipped if not name.startswith(last)} == {
        "follow_up_outputs.weight",
        "follow_up_outputs.bias",
    }
    network = load_network(FollowUpNetwork, tmp_path, encoder_folder())
    before = open_network(FollowUpNetwork, encoder_folder())
    key = f"{last}output.dense.weight"
    assert not np.allclose(network.get_parameter(key).detach(), before.get_parameter(key).detach())


@pytest.mark.slow
def test_an_interrupted_run_goes_on_and_one_of_other_options_is_refused(
    run: FollowUpRun, tmp_path: Path
) -> None:
    checkpoints = tmp_path / "checkpoints"
    run_follow_up_training(run, tmp_path / "whole", tmp_path / "other", lambda *_: None)
    run_follow_up_training(run, tmp_path / "first", checkpoints, lambda *_: None)
    run_follow_up_training(run, tmp_path / "resumed", checkpoints, lambda *_: None)
    whole, resumed = (load_file(tmp_path / name / WEIGHTS_NAME) for name in ("whole", "resumed"))
    for key, weights in whole.items():
        np.testing.assert_allclose(resumed[key], weights, rtol=1e-2, atol=1e-4)
    other = replace(run, training=replace(run.training, seed=3))
    with pytest.raises(TrainingError, match="other data or options"):
        run_follow_up_training(other, tmp_path / "other-out", checkpoints, lambda *_: None)


def test_nothing_to_train_on_is_said(run: FollowUpRun, tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no follow-up is left"):
        run_follow_up_training(
            replace(run, held_back_share=1.0), tmp_path, tmp_path, lambda *_: None
        )
