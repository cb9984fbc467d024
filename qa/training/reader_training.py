"""Train the reader: a span and a term head on a sentence encoder, resumable and seeded."""

import copy
import csv
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from index.files import write_text_atomically
from qa.reader_files import EMBEDDINGS_HERE
from qa.reader_network import ReaderLogits, ReaderNetwork
from qa.training.attention import use_parted_attention
from qa.training.batches import (
    AnyFeature,
    batch_plan,
    collate,
    collate_compared,
    collate_terms,
)
from qa.training.checkpoint import Checkpoint, TrainingError, TrainingProgress
from qa.training.comparison import compared_loss
from qa.training.divergence import SHUT_OUT, divergence_from
from qa.training.features import ComparedFeature, Feature
from qa.training.follow_ups import TermFeature
from qa.training.networks import open_network
from qa.training.precision import Precision, computing
from qa.training.schedule import ScheduleOptions, make_optimizer, make_schedule, take_step

CHECKPOINT_NAME = "checkpoint.pt"
LOG_NAME = "loss.csv"
REPORT_STEPS = 25


@dataclass(frozen=True, slots=True)
class ReaderTrainingOptions:
    """One pass over the examples.

    `kept_share` of the weight is on what the network said before the training, so that it learns
    without forgetting (Li and Hoiem 2016), in [0, 1]; its distributions are flattened by
    `temperature`. Near misses have labels only: the network is wrong on them.

    Dropout is zero: its random masks are drawn by one thread and dominate a step on a CPU.
    """

    seed: int = 17
    schedule: ScheduleOptions = ScheduleOptions()
    checkpoint_steps: int = 250
    device: str = "cpu"
    precision: Precision = "float32"
    kept_share: float = 0.0
    temperature: float = 1.5


def load_trunk(folder: Path) -> ReaderNetwork:
    """The encoder with fresh heads; word embeddings stay those of the encoder.

    Frozen embeddings halve what the project ships: they come from the encoder's package.
    """
    model = open_network(folder, dropout=0.0, copies=1)
    freeze_word_embeddings(model)
    return model


def freeze_word_embeddings(model: torch.nn.Module) -> None:
    """Leave the encoder's word embeddings as they are, since they do not ship."""
    model.get_parameter(EMBEDDINGS_HERE).requires_grad_(False)


def train_reader(
    model: ReaderNetwork,
    features: Sequence[AnyFeature],
    options: ReaderTrainingOptions,
    checkpoint_folder: Path,
    report: Callable[[int, int, float, float], None],
) -> ReaderNetwork:
    """Train in place and return the model; resumes when the folder holds a checkpoint.

    Spans and missing words are learned in turn, each batch of one kind: the trunk serves both.

    `report` is told from time to time: steps done, steps in all, seconds, loss.

    The order of batches depends on the seed alone, so a run that was stopped and resumed
    sees the batches of one that was not.

    Raises:
        TrainingError: there is nothing to train on, or the checkpoint is of another run.
    """
    if not features:
        raise TrainingError("no example is left to train on: give more or other questions")
    chance = random.Random(options.seed)  # nosec B311  # draws the same again
    plan = batch_plan(features, options.schedule.batch_size, chance)
    torch.nn.Module.to(model, options.device).train()
    if torch.device(options.device).type == "cpu":
        use_parted_attention(model)
    before_training = copy.deepcopy(model).train(False) if options.kept_share else None
    optimizer = make_optimizer(model, options.schedule)
    scheduler = make_schedule(optimizer, len(plan), options.schedule)
    checkpoint_folder.mkdir(parents=True, exist_ok=True)
    checkpoint = Checkpoint(checkpoint_folder / CHECKPOINT_NAME, fingerprint(plan, options))
    before = checkpoint.resume(model, optimizer, scheduler)
    started = time.monotonic()
    with _open_log(checkpoint_folder / LOG_NAME, before.step) as log:
        for step in range(before.step, len(plan)):
            batch = [features[i] for i in plan[step]]
            loss = _step(model, before_training, batch, optimizer, options)
            scheduler.step()
            progress = TrainingProgress(step + 1, before.seconds + time.monotonic() - started)
            if progress.step % REPORT_STEPS == 0:
                csv.writer(log).writerow([progress.step, f"{loss:.4f}", f"{progress.seconds:.0f}"])
                log.flush()
                report(progress.step, len(plan), progress.seconds, loss)
            if progress.step % options.checkpoint_steps == 0:
                checkpoint.save(model, optimizer, scheduler, progress)
    model.train(False)
    return model


def _step(
    model: ReaderNetwork,
    before: ReaderNetwork | None,
    features: Sequence[AnyFeature],
    optimizer: torch.optim.Optimizer,
    options: ReaderTrainingOptions,
) -> float:
    with computing(options.precision, options.device):
        loss = _loss(model, before, features, options)
    take_step(loss, model, optimizer, options.schedule.gradient_norm)
    return float(loss.detach())


def _loss(
    model: ReaderNetwork,
    before: ReaderNetwork | None,
    features: Sequence[AnyFeature],
    options: ReaderTrainingOptions,
) -> torch.Tensor:
    """Mean loss of features of one kind."""
    alone = [feature for feature in features if isinstance(feature, Feature)]
    if alone:
        return _span_loss(model, before, _tensors(asdict(collate(alone)), options.device), options)
    compared = [feature for feature in features if isinstance(feature, ComparedFeature)]
    if compared:
        batch, places = collate_compared(compared)
        tensors = _tensors(asdict(batch) | {"places": places}, options.device)
        return _compared_loss(model, tensors)
    terms = [feature for feature in features if isinstance(feature, TermFeature)]
    return _term_loss(model, _tensors(asdict(collate_terms(terms)), options.device))


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
    if before is not None:
        with torch.no_grad():
            said = _read(before, batch)
        taught = (said.starts, said.ends)
        divergence = divergence_from(taught, logits, allowed, options.temperature)
        share = options.kept_share * (1 - batch["near_misses"])
        losses = (1 - share) * losses + share * divergence
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


def _term_loss(model: ReaderNetwork, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    logits = _read(model, batch)
    return term_loss(logits, batch["labels"])


def term_loss(logits: ReaderLogits, labels: torch.Tensor) -> torch.Tensor:
    """Mean binary cross entropy over the labelled words."""
    labelled = (labels >= 0).float()
    losses = binary_cross_entropy_with_logits(
        logits.terms.float(), labels.clamp(min=0).float(), reduction="none"
    )
    return (losses * labelled).sum() / labelled.sum().clamp(min=1)


def _read(model: ReaderNetwork, batch: dict[str, torch.Tensor]) -> ReaderLogits:
    return model.read(batch["token_ids"], batch["attention_mask"], batch["token_types"])


def _tensors(arrays: dict[str, NDArray[np.int64]], device: str) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(array).to(device) for name, array in arrays.items()}


def fingerprint(plan: Sequence[Sequence[int]], options: ReaderTrainingOptions) -> str:
    """A hash that differs between runs of other batches or options."""
    return hashlib.sha256(repr((plan, options)).encode()).hexdigest()


def _open_log(path: Path, done: int) -> TextIO:
    """The log without the rows of steps that an interrupted run did after its checkpoint."""
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [row for row in rows if int(row.partition(",")[0]) <= done]
    write_text_atomically(path, "".join(f"{row}\n" for row in kept))
    return path.open("a", newline="", encoding="utf-8")
