"""Deep teachers, and the reader that learns from what they say of many more passages.

Teachers have each layer of the encoder twice, and dropout. The reader learns their mean
distribution over start and end (Hinton et al. 2015) for the questions' own contexts and for the
contexts that a search finds, which nobody has labelled: many views and a long schedule are what
distillation gains by (Beyer et al. 2022).
"""

import hashlib
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from qa.reader_network import ReaderLogits, ReaderNetwork
from qa.training.checkpoint import Checkpoint, TrainingError, TrainingProgress
from qa.training.device_pairs import DeviceTexts, PairBatch, TeacherScores
from qa.training.distillation_options import DistillationOptions
from qa.training.divergence import divergence_from
from qa.training.held_back import HeldBackScores, judge_held_back
from qa.training.networks import deepen, open_network
from qa.training.pairs import PairDraw, Pairs, Rows, batches_by_length, joined
from qa.training.pool import TrainingPool, pool_digest
from qa.training.precision import computing
from qa.training.reader_training import freeze_word_embeddings, span_loss
from qa.training.schedule import ScheduleOptions, make_optimizer, make_schedule, take_step

REPORT_STEPS = 200
LABELLING_BATCH = 512
HELD_BACK_LENGTH = 384

# Numbers of stages, beside those of teachers, that seed what they draw.
LABELLING, READING = 1_000, 1_001

Report = Callable[[str], None]
Loss = Callable[[], torch.Tensor]


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Pairs, 1.0 for those with gold labels as well, and the teachers' mean logits."""

    pairs: Pairs
    has_labels: torch.Tensor
    scores: TeacherScores


class Distillation:
    """One run; it goes on from `checkpoints` when it was interrupted.

    `encoder` is the folder of the weights that all networks start from. Batches depend on the
    seed alone; dropout does not go on where it was.

    Methods raise `TrainingError` when a checkpoint is of another run.
    """

    def __init__(
        self,
        encoder: Path,
        pool: TrainingPool,
        options: DistillationOptions,
        checkpoints: Path,
        report: Report,
    ) -> None:
        self._encoder, self._pool, self._options = encoder, pool, options
        self._checkpoints, self._report = checkpoints, report
        self._pool_digest = pool_digest(pool)
        questions = pool.questions
        self._texts = DeviceTexts(
            questions.asked, questions.contexts.values, pool.marks[:2], options.device
        )

    def teacher(self, number: int) -> ReaderNetwork:
        """Train a teacher on the gold labels; each sees other windows and dropout."""
        options = self._options
        draw, generator = self._draw(number)
        torch.manual_seed(options.seed + number)
        model = self._network(options.teacher_dropout, options.teacher_copies)
        pairs = joined([draw.one_pass() for _ in range(options.teacher_passes)])
        columns = self._texts.rows(pairs)
        batches = batches_by_length(pairs.lengths, options.teacher_schedule.batch_size, generator)
        losses = [partial(self._gold_loss, model, columns, pairs, places) for places in batches]
        self._train(f"teacher-{number}", model, losses, options.teacher_schedule)
        return model

    def label(self, teachers: Sequence[ReaderNetwork]) -> LabelledPairs:
        """Draw the reader's pairs and let the teachers say where the answers are."""
        options, questions = self._options, self._pool.questions
        draw, _ = self._draw(LABELLING)
        own = joined([draw.one_pass() for _ in range(options.own_views)])
        rows = np.flatnonzero(~questions.held_back)
        found = [draw.found(rows, choice) for choice in range(options.found_views)]
        pairs = joined([own, *found])
        has_labels = (np.arange(len(pairs)) < len(own)).astype(np.float32)
        scores = TeacherScores(pairs.lengths, options.device)
        columns = self._texts.rows(pairs)
        order = np.argsort(pairs.lengths, kind="stable")
        for first in range(0, len(order), LABELLING_BATCH):
            index, batch = self._batch(columns, pairs, order[first : first + LABELLING_BATCH])
            for teacher in teachers:
                with torch.inference_mode():
                    logits = self._read(teacher, batch)
                    scores.add(index, logits.starts, logits.ends)
        scores.divide(len(teachers))
        self._report(f"labelled {len(pairs)} pairs")
        return LabelledPairs(pairs, torch.from_numpy(has_labels).to(options.device), scores)

    def reader(self, labelled: LabelledPairs) -> ReaderNetwork:
        """Train the reader on the labelled pairs."""
        options = self._options
        torch.manual_seed(options.seed)
        model = self._network(options.dropout, copies=1)
        freeze_word_embeddings(model)
        _, generator = self._draw(READING)
        losses = itertools.islice(self._reader_losses(model, labelled, generator), options.steps)
        self._train("reader", model, list(losses), options.schedule)
        return model

    def judge(self, model: ReaderNetwork) -> HeldBackScores:
        """How the network reads the held-back questions' own contexts."""
        draw, _ = self._draw(LABELLING)
        pairs = draw.held_back(HELD_BACK_LENGTH)
        with torch.inference_mode(), computing(self._options.precision, self._options.device):
            found = judge_held_back(model, self._texts, pairs)
        self._report(f"held back: {asdict(found)}")
        return found

    def _draw(self, stage: int) -> tuple[PairDraw, np.random.Generator]:
        """What a stage draws with, the same whether or not the stages before it ran now."""
        generator = np.random.default_rng([self._options.seed, stage])
        mark = self._pool.marks[2]
        return PairDraw(self._pool.questions, mark, self._options.pairs, generator), generator

    def _network(self, dropout: float, copies: int) -> ReaderNetwork:
        model = open_network(ReaderNetwork, self._encoder, dropout)
        deepen(model, copies)
        torch.nn.Module.to(model, self._options.device).train()
        return model

    def _reader_losses(
        self, model: ReaderNetwork, labelled: LabelledPairs, generator: np.random.Generator
    ) -> Iterator[Loss]:
        """Losses of batch after batch, without end."""
        size = self._options.schedule.batch_size
        columns = self._texts.rows(labelled.pairs)
        while True:
            for places in batches_by_length(labelled.pairs.lengths, size, generator):
                yield partial(self._taught_loss, model, columns, labelled, places)

    def _gold_loss(
        self, model: ReaderNetwork, columns: torch.Tensor, pairs: Pairs, places: Rows
    ) -> torch.Tensor:
        _, batch = self._batch(columns, pairs, places)
        logits = self._read(model, batch)
        return span_loss(logits, batch.allowed, batch.starts, batch.ends).mean()

    def _taught_loss(
        self, model: ReaderNetwork, columns: torch.Tensor, labelled: LabelledPairs, places: Rows
    ) -> torch.Tensor:
        options = self._options
        index, batch = self._batch(columns, labelled.pairs, places)
        logits = self._read(model, batch)
        taught = labelled.scores.of(index, batch.token_ids.shape[1])
        divergence = divergence_from(taught, logits, batch.allowed, options.temperature)
        gold = span_loss(logits, batch.allowed, batch.starts, batch.ends)
        share = options.labels_share * labelled.has_labels[index]
        return ((1 - share) * divergence + share * gold).mean()

    def _batch(
        self, columns: torch.Tensor, pairs: Pairs, places: Rows
    ) -> tuple[torch.Tensor, PairBatch]:
        index = torch.from_numpy(places).to(columns.device)
        return index, self._texts.batch(columns[index], int(pairs.lengths[places].max()))

    def _read(self, model: ReaderNetwork, batch: PairBatch) -> ReaderLogits:
        with computing(self._options.precision, self._options.device):
            return model.read(batch.token_ids, batch.attention_mask, batch.token_types)

    def _train(
        self, name: str, model: ReaderNetwork, losses: Sequence[Loss], schedule: ScheduleOptions
    ) -> None:
        optimizer = make_optimizer(model, schedule)
        scheduler = make_schedule(optimizer, len(losses), schedule)
        told = repr((name, len(losses), self._options, self._pool_digest))
        run = hashlib.sha256(told.encode()).hexdigest()
        checkpoint = Checkpoint(self._checkpoints / f"{name}.pt", run)
        before = checkpoint.resume(model, optimizer, scheduler)
        started = time.monotonic()
        for step, loss_of_batch in enumerate(losses[before.step :], start=before.step + 1):
            loss = loss_of_batch()
            take_step(loss, model, optimizer, schedule.gradient_norm)
            scheduler.step()
            progress = TrainingProgress(step, before.seconds + time.monotonic() - started)
            if step % REPORT_STEPS == 0 or step == len(losses):
                left = progress.seconds / step * (len(losses) - step)
                self._report(
                    f"{name}: step {step} of {len(losses)}, loss {float(loss.detach()):.3f}, "
                    f"{left / 60:.1f} min left"
                )
            if step % self._options.checkpoint_steps == 0 or step == len(losses):
                checkpoint.save(model, optimizer, scheduler, progress)
        model.train(False)


def distil(
    encoder: Path,
    pool: TrainingPool,
    options: DistillationOptions,
    checkpoints: Path,
    report: Report,
) -> ReaderNetwork:
    """Train teachers and reader, and say how each reads the held-back questions.

    Raises:
        TrainingError: a checkpoint is of another run, or there is nothing to train on.
    """
    if pool.questions.held_back.all():
        raise TrainingError("the pool holds no question to train on: give more or other questions")
    checkpoints.mkdir(parents=True, exist_ok=True)
    run = Distillation(encoder, pool, options, checkpoints, report)
    teachers = [run.teacher(number) for number in range(options.teachers)]
    for teacher in teachers:
        run.judge(teacher)
    reader = run.reader(run.label(teachers))
    run.judge(reader)
    return reader
