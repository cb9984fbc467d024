"""From question sets to the shipped reader's files."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from index.tokenisation import load_tokenizer
from index.weights import check_encoder_weights, encoder_folder
from qa.language.tagger import Tagger
from qa.model_files import State, save_model
from qa.reader_network import ReaderNetwork
from qa.squad import load_squad
from qa.torch_reader import load_network
from qa.training.examples import (
    ExampleOptions,
    ReaderExample,
    build_examples,
    split_by_article,
    with_some_questions,
)
from qa.training.features import FeatureOptions, build_features
from qa.training.negatives import EncodeTexts
from qa.training.reader_training import (
    ReaderTrainingOptions,
    freeze_word_embeddings,
    load_trunk,
    train_reader,
)
from qa.training.swapped_words import SwappedWords
from qa.training.training_encoder import TrainingEncoder


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A SQuAD-format file and how many of its examples to draw; None takes all.

    `of_events`: each article is several reports on one event, whose other reports may answer its
    questions too, so that they are no negatives. It is what is to be learned: labels alone count.
    """

    path: Path
    count: int | None
    of_events: bool = False


@dataclass(frozen=True, slots=True)
class ReaderRun:
    """One training run; `limit` bounds the examples drawn from all sets together.

    `start_from` is the folder of a reader to fine-tune; None starts from the encoder.
    """

    sets: tuple[QuestionSet, ...]
    limit: int | None
    start_from: Path | None
    name: str
    examples: ExampleOptions
    features: FeatureOptions
    training: ReaderTrainingOptions


def run_reader_training(
    run: ReaderRun,
    output: Path,
    checkpoints: Path,
    report: Callable[[int, int, float, float], None],
) -> None:
    """Train and write the reader's files to `output`.

    Articles that `is_held_back` names are never trained on: choices are made on them.

    Raises:
        SquadFormatError: a set is not in SQuAD format.
        ModelFileError: the encoder or the reader to start from cannot be used.
    """
    folder = encoder_folder()
    check_encoder_weights(folder)
    generator = random.Random(run.training.seed)  # nosec B311  # draws the same again
    encoder = TrainingEncoder(folder, run.training.precision, run.training.device)
    examples = draw_examples(run, encoder.encode, Tagger.open(), generator)
    tokenizer = load_tokenizer(folder)
    spans = build_features(examples, tokenizer, run.features, generator)
    torch.manual_seed(run.training.seed)
    model = load_trunk(folder) if run.start_from is None else _fine_tuned(run.start_from, folder)
    train_reader(model, spans, run.training, checkpoints, report)
    save_model(output, model_state(model), folder, run.name)


def draw_examples(
    run: ReaderRun, encode: EncodeTexts, tagger: Tagger, generator: random.Random
) -> list[ReaderExample]:
    """The examples of all sets, shuffled; the same seed draws the same ones.

    `encode` gives the unit vectors with which negatives are retrieved and words are swapped.
    """
    swaps = SwappedWords(tagger, encode)
    drawn: list[ReaderExample] = []
    for question_set in run.sets:
        share = run.examples.held_back_share
        training, _ = split_by_article(load_squad(question_set.path), share)
        if question_set.count is not None:
            # Each gives at least one example; making those of all the others takes a while.
            training = with_some_questions(training, question_set.count, generator)
        options = replace(run.examples, other_articles_only=question_set.of_events)
        examples = build_examples(training, options, encode, swaps, generator)
        if question_set.count is not None:
            examples = generator.sample(examples, min(question_set.count, len(examples)))
        drawn += [
            replace(example, labels_only=example.labels_only or question_set.of_events)
            for example in examples
        ]
    generator.shuffle(drawn)
    return drawn[: run.limit]


def model_state(model: torch.nn.Module) -> State:
    """The weights as float32 arrays."""
    return {key: value.float().cpu().numpy() for key, value in model.state_dict().items()}


def _fine_tuned(folder: Path, encoder: Path) -> ReaderNetwork:
    model = load_network(ReaderNetwork, folder, encoder)
    freeze_word_embeddings(model)
    return model
