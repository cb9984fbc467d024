"""Train the network behind follow-ups: the upper layers of the encoder, and a head on them."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from qa.follow_up_network import FollowUpLogits, FollowUpNetwork
from qa.training.batches import collate_follow_ups, tensors
from qa.training.checkpoint import TrainingError
from qa.training.divergence import SHUT_OUT
from qa.training.follow_up_features import UNLABELLED, FollowUpFeature
from qa.training.loop import Report, TrainingOptions, prepare, train_batches

# Beside the loss of the terms, which is a tenth of that of the spans.
REFERENT_WEIGHT = 0.3


def freeze_lower_layers(network: FollowUpNetwork, trained_layers: int) -> None:
    """Leave the embeddings and all but the upper layers as they are.

    Frozen ones come from the encoder's package, so that the upper ones alone ship.
    """
    layers = network.bert.encoder.layer
    for part in (network.bert.embeddings, *layers[: len(layers) - trained_layers]):
        part.requires_grad_(False)


def train_follow_up_network(
    network: FollowUpNetwork,
    features: Sequence[FollowUpFeature],
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

    def loss_of(batch: Sequence[FollowUpFeature]) -> torch.Tensor:
        return _loss(network, tensors(asdict(collate_follow_ups(batch)), options.device))

    train_batches(network, features, loss_of, options, checkpoint_folder, report)


def _loss(network: FollowUpNetwork, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Of the labelled words, and of what pronouns stand for where that is known."""
    logits = network.score(batch["token_ids"], batch["attention_mask"], batch["token_types"])
    return _term_loss(logits, batch["labels"]) + _referent_loss(logits, batch)


def _term_loss(logits: FollowUpLogits, labels: torch.Tensor) -> torch.Tensor:
    """Mean binary cross entropy over the labelled words."""
    labelled = (labels >= 0).float()
    losses = binary_cross_entropy_with_logits(
        logits.terms.float(), labels.clamp(min=0).float(), reduction="none"
    )
    return (losses * labelled).sum() / labelled.sum().clamp(min=1)


def _referent_loss(logits: FollowUpLogits, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Cross entropy of start and end over the tokens of the conversation, mean over all features.

    One that is not labelled counts as 0, so that a batch of few does not count as one of many.
    """
    outside = batch["token_types"] == 0
    total = torch.zeros((), device=outside.device)
    for scores, places in ((logits.starts, batch["starts"]), (logits.ends, batch["ends"])):
        allowed = scores.float().masked_fill(outside, SHUT_OUT)
        total = total + cross_entropy(allowed, places, ignore_index=UNLABELLED, reduction="sum")
    return REFERENT_WEIGHT * total / (2 * len(outside))
