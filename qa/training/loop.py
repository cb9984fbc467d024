"""The loop of a training: batch after batch in a planned order, resumable and logged."""

import csv
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, TypeVar

import torch

from index.files import write_text_atomically
from qa.training.attention import use_parted_attention
from qa.training.batches import AnyFeature, batch_plan
from qa.training.checkpoint import Checkpoint, TrainingProgress
from qa.training.precision import Precision, computing
from qa.training.schedule import ScheduleOptions, make_optimizer, make_schedule, take_step

CHECKPOINT_NAME = "checkpoint.pt"
LOG_NAME = "loss.csv"
REPORT_STEPS = 25

Trained = TypeVar("Trained", bound=AnyFeature)
Report = Callable[[int, int, float, float], None]


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """One pass over the examples; the state is kept every `checkpoint_steps`."""

    seed: int = 17
    schedule: ScheduleOptions = ScheduleOptions()
    checkpoint_steps: int = 250
    device: str = "cpu"
    precision: Precision = "float32"


def prepare(model: torch.nn.Module, device: str) -> None:
    """Move to the device, ready to train."""
    model.to(device).train()
    if torch.device(device).type == "cpu":
        use_parted_attention(model)


def train_batches(
    model: torch.nn.Module,
    features: Sequence[Trained],
    loss_of: Callable[[Sequence[Trained]], torch.Tensor],
    options: TrainingOptions,
    checkpoint_folder: Path,
    report: Report,
) -> None:
    """Train in place on batches of features; resumes when the folder holds a checkpoint.

    The order of batches depends on the seed alone, so a run that was stopped and resumed
    sees the batches of one that was not.

    `report` is told from time to time: steps done, steps in all, seconds, loss.

    Raises:
        TrainingError: the checkpoint is of another run.
    """
    chance = random.Random(options.seed)  # nosec B311  # draws the same again
    plan = batch_plan(features, options.schedule.batch_size, chance)
    optimizer = make_optimizer(model, options.schedule)
    scheduler = make_schedule(optimizer, len(plan), options.schedule)
    checkpoint_folder.mkdir(parents=True, exist_ok=True)
    run = fingerprint(plan, options, weights_digest(model))
    checkpoint = Checkpoint(checkpoint_folder / CHECKPOINT_NAME, run)
    before = checkpoint.resume(model, optimizer, scheduler)
    started = time.monotonic()
    with _open_log(checkpoint_folder / LOG_NAME, before.step) as log:
        for step in range(before.step, len(plan)):
            with computing(options.precision, options.device):
                loss = loss_of([features[place] for place in plan[step]])
            take_step(loss, model, optimizer, options.schedule.gradient_norm)
            scheduler.step()
            progress = TrainingProgress(step + 1, before.seconds + time.monotonic() - started)
            if progress.step % REPORT_STEPS == 0:
                value = float(loss.detach())
                csv.writer(log).writerow([progress.step, f"{value:.4f}", f"{progress.seconds:.0f}"])
                log.flush()
                report(progress.step, len(plan), progress.seconds, value)
            if progress.step % options.checkpoint_steps == 0:
                checkpoint.save(model, optimizer, scheduler, progress)
    model.train(False)


def fingerprint(plan: Sequence[Sequence[int]], options: TrainingOptions, start: str) -> str:
    """A hash that differs between runs of other batches, options or weights to start from."""
    return hashlib.sha256(repr((plan, options, start)).encode()).hexdigest()


def weights_digest(model: torch.nn.Module) -> str:
    """A hash of the names and values of all weights that are trained."""
    digest = hashlib.sha256()
    for name, weights in model.named_parameters():
        if weights.requires_grad:
            digest.update(name.encode())
            digest.update(weights.detach().float().cpu().numpy().tobytes())
    return digest.hexdigest()


def _open_log(path: Path, done: int) -> TextIO:
    """The log without the rows of steps that an interrupted run did after its checkpoint."""
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    kept = [row for row in rows if int(row.partition(",")[0]) <= done]
    write_text_atomically(path, "".join(f"{row}\n" for row in kept))
    return path.open("a", newline="", encoding="utf-8")
