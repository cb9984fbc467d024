"""Train the network behind follow-ups: the upper layers of the encoder, and a head on them."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from qa.term_network import TermNetwork
from qa.training.batches import collate_terms, tensors
from qa.training.checkpoint import TrainingError
from qa.training.follow_ups import TermFeature
from qa.training.loop import Report, TrainingOptions, prepare, train_batches


def open_term_network(encoder: Path) -> TermNetwork:
    """The encoder with a fresh term head, in float32."""
    network: TermNetwork = TermNetwork.from_pretrained(
        encoder,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        dtype=torch.float32,
    )
    return network


def freeze_lower_layers(network: TermNetwork, trained_layers: int) -> None:
    """Leave the embeddings and all but the upper layers as they are.

    Frozen ones come from the encoder's package, so that the upper ones alone ship.
    """
    layers = network.bert.encoder.layer
    for part in (network.bert.embeddings, *layers[: len(layers) - trained_layers]):
        part.requires_grad_(False)


def train_term_network(
    network: TermNetwork,
    features: Sequence[TermFeature],
    options: TrainingOptions,
    checkpoint_folder: Path,
    report: Report,
) -> None:
    """Train in place; resumes when the folder holds a checkpoint of the same run.

    Raises:
        TrainingError: there is nothing to train on, or the checkpoint is of another run.
    """
    if not features:
        raise TrainingError("no follow-up is left to train on: give more or other conversations")
    prepare(network, options.device)

    def loss_of(batch: Sequence[TermFeature]) -> torch.Tensor:
        return _loss(network, tensors(asdict(collate_terms(batch)), options.device))

    train_batches(network, features, loss_of, options, checkpoint_folder, report)


def _loss(network: TermNetwork, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean binary cross entropy over the labelled words."""
    scores = network.score(batch["token_ids"], batch["attention_mask"], batch["token_types"])
    labels = batch["labels"]
    labelled = (labels >= 0).float()
    losses = binary_cross_entropy_with_logits(
        scores.float(), labels.clamp(min=0).float(), reduction="none"
    )
    return (losses * labelled).sum() / labelled.sum().clamp(min=1)
