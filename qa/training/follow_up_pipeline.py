"""From conversations to the files of the network behind follow-ups."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from index.sentences import sentence_bounds
from index.tokenisation import load_tokenizer
from index.weights import check_encoder_weights, encoder_folder
from qa.follow_up_network import FollowUpNetwork
from qa.model_files import save_model
from qa.squad import load_squad
from qa.torch_reader import load_network
from qa.training.checkpoint import TrainingError
from qa.training.conversations import ConversationWriter, WritingOptions
from qa.training.dialogue import dialogues
from qa.training.examples import split_by_article
from qa.training.follow_up_features import build_follow_up_features
from qa.training.follow_up_training import (
    freeze_lower_layers,
    train_follow_up_network,
)
from qa.training.follow_ups import (
    FollowUpExample,
    load_follow_ups,
    split_by_dialogue,
)
from qa.training.loop import Report, TrainingOptions
from qa.training.networks import open_network
from qa.training.reader_pipeline import model_state

# Too short ones are headings, longer ones are rare among answers.
SENTENCE_CHARACTERS = range(30, 260)


@dataclass(frozen=True, slots=True)
class FollowUpRun:
    """One training run; every conversation is seen in so many `views`, each written anew.

    `sentences` is a SQuAD-format file: answers are put into sentences of its articles. The upper
    `trained_layers` of the encoder learn, or those of the network in the folder `start_from`.
    """

    conversations: tuple[Path, ...]
    sentences: Path
    name: str
    training: TrainingOptions
    writing: WritingOptions = WritingOptions()
    held_back_share: float = 0.05
    views: int = 1
    maximum_tokens: int = 256
    trained_layers: int = 3
    start_from: Path | None = None


def run_follow_up_training(
    run: FollowUpRun, output: Path, checkpoints: Path, report: Report
) -> None:
    """Train and write the network's files to `output`.

    Conversations that `split_by_dialogue` holds back are never trained on.

    Raises:
        FollowUpFormatError: a file of conversations is not in the expected format.
        SquadFormatError: `sentences` is not in SQuAD format.
        ModelFileError: the encoder cannot be used.
        TrainingError: nothing is left to train on, or the checkpoint is of another run.
    """
    folder = encoder_folder()
    check_encoder_weights(folder)
    generator = random.Random(run.training.seed)  # nosec B311  # draws the same again
    examples = written_examples(run, held_back=False, generator=generator, views=run.views)
    features = build_follow_up_features(
        examples, load_tokenizer(folder), run.maximum_tokens, generator
    )
    torch.manual_seed(run.training.seed)
    network = (
        open_network(FollowUpNetwork, folder)
        if run.start_from is None
        else load_network(FollowUpNetwork, run.start_from, folder)
    )
    freeze_lower_layers(network, run.trained_layers)
    train_follow_up_network(network, features, run.training, checkpoints, report)
    save_model(output, model_state(network), folder, run.name)


def written_examples(
    run: FollowUpRun, held_back: bool, generator: random.Random, views: int = 1
) -> list[FollowUpExample]:
    """The follow-ups of all files that are held back, or all others, in so many views, each
    shuffled and written anew.

    Raises:
        FollowUpFormatError: a file of conversations is not in the expected format.
        SquadFormatError: the file of sentences is not in SQuAD format.
        TrainingError: it has no sentence to put an answer in.
    """
    examples = [example for path in run.conversations for example in load_follow_ups(path)]
    training, held = split_by_dialogue(examples, run.held_back_share)
    chosen = held if held_back else training
    sentences = article_sentences(run.sentences, run.held_back_share)
    if chosen and not sentences:
        raise TrainingError(
            f"{run.sentences} has no sentence to put an answer in: give another file"
        )
    written: list[FollowUpExample] = []
    for _ in range(views):
        order = list(chosen)
        generator.shuffle(order)
        writer = ConversationWriter(dialogues(order), sentences, run.writing, generator)
        written += map(writer.write, order)
    return written


def article_sentences(path: Path, held_back_share: float) -> Sequence[str]:
    """The sentences of the articles of a SQuAD-format file, without those held back."""
    paragraphs, _ = split_by_article(load_squad(path), held_back_share)
    return [
        paragraph.context[start:end]
        for paragraph in paragraphs
        for start, end in sentence_bounds(paragraph.context)
        if end - start in SENTENCE_CHARACTERS
    ]
