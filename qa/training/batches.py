"""Batches of training features: of one kind, of similar lengths, padded."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from index.tokenisation import pad
from qa.training.comparison import NO_WINDOW
from qa.training.features import ComparedFeature, Feature
from qa.training.follow_up_features import UNLABELLED, FollowUpFeature

AnyFeature = Feature | ComparedFeature | FollowUpFeature


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of shape (examples, length), labels and `labels_only` (1 or 0) of shape (examples,).

    All int64.
    """

    token_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_types: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    labels_only: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class FollowUpBatch:
    """Arrays of shape (features, length), starts and ends of shape (features,), all int64.

    Labels are 1, 0 or -1 (unlabelled), starts and ends -1 where there is none.
    """

    token_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_types: NDArray[np.int64]
    labels: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


def batch_plan(
    features: Sequence[AnyFeature], batch_size: int, generator: random.Random
) -> list[list[int]]:
    """A shuffled list of batches of feature indices, each of one kind and similar lengths.

    A batch has at most `batch_size` windows, or one question where a question has more. Sorting
    inside pools of 64 batches keeps padding low and the order random.
    """
    batches = []
    for kind in (Feature, FollowUpFeature, ComparedFeature):
        order = [i for i, feature in enumerate(features) if isinstance(feature, kind)]
        generator.shuffle(order)
        size = max(1, batch_size // max((_windows(features[i]) for i in order), default=1))
        for first in range(0, len(order), 64 * size):
            part = order[first : first + 64 * size]
            part.sort(key=lambda i: len(features[i].token_ids))
            batches += [part[i : i + size] for i in range(0, len(part), size)]
    generator.shuffle(batches)
    return batches


def _windows(feature: AnyFeature) -> int:
    return len(feature.windows) if isinstance(feature, ComparedFeature) else 1


def collate(features: Sequence[Feature]) -> Batch:
    """Pad to the longest feature."""
    starts = np.array([feature.start for feature in features], dtype=np.int64)
    ends = np.array([feature.end for feature in features], dtype=np.int64)
    labels_only = np.array([feature.labels_only for feature in features], dtype=np.int64)
    return Batch(*_inputs(features), starts, ends, labels_only)


def collate_compared(
    features: Sequence[ComparedFeature],
) -> tuple[Batch, NDArray[np.int64]]:
    """All windows, padded to the longest, and the places of each question's windows among them.

    The places have the shape (questions, most windows), int64, with `NO_WINDOW` after the last.
    """
    counts = [len(feature.windows) for feature in features]
    places = np.full((len(features), max(counts)), NO_WINDOW, dtype=np.int64)
    for row, (first, count) in enumerate(zip(np.cumsum(counts) - counts, counts, strict=True)):
        places[row, :count] = np.arange(first, first + count)
    return collate([window for feature in features for window in feature.windows]), places


def collate_follow_ups(features: Sequence[FollowUpFeature]) -> FollowUpBatch:
    """Pad to the longest feature."""
    inputs = _inputs(features)
    labels = np.full(inputs[0].shape, UNLABELLED, dtype=np.int64)
    for row, feature in enumerate(features):
        labels[row, : len(feature.labels)] = feature.labels
    starts = np.array([feature.start for feature in features], dtype=np.int64)
    ends = np.array([feature.end for feature in features], dtype=np.int64)
    return FollowUpBatch(*inputs, labels, starts, ends)


def _inputs(
    features: Sequence[Feature | FollowUpFeature],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    ids, mask = pad([feature.token_ids.tolist() for feature in features])
    types = np.zeros_like(ids)
    for row, feature in enumerate(features):
        types[row, feature.question_tokens + 2 : len(feature.token_ids)] = 1
    return ids, mask, types


def tensors(arrays: Mapping[str, NDArray[np.int64]], device: str) -> dict[str, torch.Tensor]:
    """The arrays of a batch on a device."""
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}
