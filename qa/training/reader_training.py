"""Train the reader: a span head on a sentence encoder, resumable and seeded."""

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch.nn.functional import cross_entropy

from qa.model_files import WORD_EMBEDDINGS
from qa.reader_network import ReaderLogits, ReaderNetwork
from qa.training.batches import collate, collate_compared, tensors
from qa.training.checkpoint import TrainingError
from qa.training.comparison import compared_loss
from qa.training.divergence import SHUT_OUT, divergence_from
from qa.training.features import ComparedFeature, Feature
from qa.training.loop import Report, TrainingOptions, prepare, train_batches
from qa.training.networks import open_network


@dataclass(frozen=True, slots=True)
class ReaderTrainingOptions(TrainingOptions):
    """One pass over the examples.

    `kept_share` of the weight is on what the network said before the training, so that it learns
    without forgetting (Li and Hoiem 2016), in [0, 1]; its distributions are flattened by
    `temperature`. Where labels alone count, as of near misses, the network is wrong too often.

    Dropout is zero: its random masks are drawn by one thread and dominate a step on a CPU.
    """

    kept_share: float = 0.0
    temperature: float = 1.5


def load_trunk(folder: Path) -> ReaderNetwork:
    """The encoder with fresh heads; word embeddings stay those of the encoder.

    Frozen embeddings halve what the project ships: they come from the encoder's package.
    """
    model = open_network(ReaderNetwork, folder)
    freeze_word_embeddings(model)
    return model


def freeze_word_embeddings(model: torch.nn.Module) -> None:
    """Leave the encoder's word embeddings as they are, since they do not ship."""
    model.get_parameter(WORD_EMBEDDINGS).requires_grad_(False)


def train_reader(
    model: ReaderNetwork,
    features: Sequence[Feature | ComparedFeature],
    options: ReaderTrainingOptions,
    checkpoint_folder: Path,
    report: Report,
) -> ReaderNetwork:
    """Train in place and return the model; resumes when the folder holds a checkpoint.

    Raises:
        TrainingError: there is nothing to train on, or the checkpoint is of another run.
    """
    if not features:
        raise TrainingError("no example is left to train on: give more or other questions")
    prepare(model, options.device)
    before = copy.deepcopy(model).train(False) if options.kept_share else None

    def loss_of(batch: Sequence[Feature | ComparedFeature]) -> torch.Tensor:
        return _loss(model, before, batch, options)

    train_batches(model, features, loss_of, options, checkpoint_folder, report)
    return model


def _loss(
    model: ReaderNetwork,
    before: ReaderNetwork | None,
    features: Sequence[Feature | ComparedFeature],
    options: ReaderTrainingOptions,
) -> torch.Tensor:
    """Mean loss of features of one kind."""
    compared = [feature for feature in features if isinstance(feature, ComparedFeature)]
    if compared:
        batch, places = collate_compared(compared)
        return _compared_loss(model, tensors(asdict(batch) | {"places": places}, options.device))
    alone = [feature for feature in features if isinstance(feature, Feature)]
    return _span_loss(model, before, tensors(asdict(collate(alone)), options.device), options)


def _span_loss(
    model: ReaderNetwork,
    before: ReaderNetwork | None,
    batch: dict[str, torch.Tensor],
    options: ReaderTrainingOptions,
) -> torch.Tensor:
    """Mean loss of start and end over the passage's tokens and "no answer"."""
    logits = _read(model, batch)
    allowed = batch["token_types"].bool()
    allowed[:, 0] = True
    losses = span_loss(logits, allowed, batch["starts"], batch["ends"])
    kept = batch["labels_only"] == 0
    if before is not None and bool(kept.any()):
        with torch.no_grad():
            said = _read(before, {name: values[kept] for name, values in batch.items()})
        found = ReaderLogits(logits.starts[kept], logits.ends[kept])
        taught = (said.starts, said.ends)
        divergence = divergence_from(taught, found, allowed[kept], options.temperature)
        share = options.kept_share
        losses = losses.index_put((kept,), (1 - share) * losses[kept] + share * divergence)
    return losses.mean()


def _compared_loss(model: ReaderNetwork, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    logits = _read(model, batch)
    passages = batch["token_types"].bool()
    return compared_loss(logits, passages, batch["starts"], batch["ends"], batch["places"]).mean()


def span_loss(
    logits: ReaderLogits, allowed: torch.Tensor, starts: torch.Tensor, ends: torch.Tensor
) -> torch.Tensor:
    """Cross entropy of start and end over the allowed tokens, shape (windows,)."""
    losses = [
        cross_entropy(found.float().masked_fill(~allowed, SHUT_OUT), wanted, reduction="none")
        for found, wanted in ((logits.starts, starts), (logits.ends, ends))
    ]
    return (losses[0] + losses[1]) / 2


def _read(model: ReaderNetwork, batch: dict[str, torch.Tensor]) -> ReaderLogits:
    return model.read(batch["token_ids"], batch["attention_mask"], batch["token_types"])
