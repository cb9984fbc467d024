"""Deep teachers, and the reader that learns from what they say of many more passages.

Teachers have each layer of the encoder twice, and dropout. The reader learns their mean
distribution over start and end (Hinton et al. 2015) for the questions' own contexts and for the
contexts that a search finds, which nobody has labelled: many views and a long schedule are what
distillation gains by (Beyer et al. 2022).
"""

import itertools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import kl_div, log_softmax

from qa.reader_files import EMBEDDINGS_HERE
from qa.reader_network import ReaderLogits, ReaderNetwork
from qa.training.device_pairs import DeviceTexts, PairBatch, TeacherScores
from qa.training.device_terms import DeviceTerms
from qa.training.held_back import HeldBackScores, judge_held_back
from qa.training.networks import open_network
from qa.training.pairs import PairDraw, PairOptions, Pairs, batches_by_length, joined
from qa.training.pool import TrainingPool
from qa.training.precision import Precision, computing
from qa.training.reader_training import SHUT_OUT, span_loss
from qa.training.schedule import ScheduleOptions, make_optimizer, make_schedule, take_step

REPORT_STEPS = 200
LABELLING_BATCH = 512
HELD_BACK_LENGTH = 384

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DistillationOptions:
    """How teachers and reader are trained.

    `temperature` flattens the teachers' distributions; `labels_share` is the weight of the gold
    labels beside them, in [0, 1]. `own_views` windows of every question's own context, with
    negatives, and the first `found_views` contexts of its search are labelled by the teachers.
    `steps` of the reader go over them again and again; every `term_every`-th is of follow-ups.
    """

    teachers: int = 2
    teacher_passes: int = 3
    steps: int = 12_000
    own_views: int = 2
    found_views: int = 3
    temperature: float = 1.5
    labels_share: float = 0.2
    term_every: int = 10
    teacher_copies: int = 2
    teacher_dropout: float = 0.1
    dropout: float = 0.05
    teacher_schedule: ScheduleOptions = ScheduleOptions(batch_size=128, learning_rate=2e-4)
    schedule: ScheduleOptions = ScheduleOptions(batch_size=128, learning_rate=4e-4)
    pairs: PairOptions = PairOptions()
    seed: int = 17
    device: str = "cpu"
    precision: Precision = "float32"


@dataclass(frozen=True, slots=True)
class LabelledPairs:
    """Pairs, 1.0 for those with gold labels as well, and the teachers' mean logits."""

    pairs: Pairs
    has_labels: torch.Tensor
    scores: TeacherScores


class Distillation:
    """One run; `encoder` is the folder of the weights that all networks start from."""

    def __init__(
        self, encoder: Path, pool: TrainingPool, options: DistillationOptions, report: Report
    ) -> None:
        self._encoder, self._pool, self._options, self._report = encoder, pool, options, report
        classify, separate, question_mark = pool.marks
        generator = np.random.default_rng(options.seed)
        self._draw = PairDraw(pool.questions, question_mark, options.pairs, generator)
        self._generator = generator
        self._texts = DeviceTexts(
            self._draw.asked, pool.questions.contexts.values, (classify, separate), options.device
        )

    def teacher(self, number: int) -> ReaderNetwork:
        """Train a teacher on the gold labels; each sees other windows and dropout."""
        options = self._options
        torch.manual_seed(options.seed + number)
        model = self._network(options.teacher_dropout, options.teacher_copies)
        pairs = joined([self._draw.one_pass() for _ in range(options.teacher_passes)])
        columns = self._texts.rows(pairs)
        batches = self._batches(pairs, options.teacher_schedule)
        losses = (self._gold_loss(model, columns, pairs, places) for places in batches)
        self._train(f"teacher {number}", model, losses, len(batches), options.teacher_schedule)
        return model

    def label(self, teachers: Sequence[ReaderNetwork]) -> LabelledPairs:
        """Draw the reader's pairs and let the teachers say where the answers are."""
        options, questions = self._options, self._pool.questions
        rows = np.flatnonzero(~questions.held_back)
        own = joined([self._draw.one_pass() for _ in range(options.own_views)])
        found = [self._draw.found(rows, choice) for choice in range(options.found_views)]
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
        """Train the reader on the labelled pairs, and on follow-ups in between."""
        options = self._options
        torch.manual_seed(options.seed)
        model = self._network(options.dropout, copies=1)
        model.get_parameter(EMBEDDINGS_HERE).requires_grad_(False)
        losses = itertools.islice(self._reader_losses(model, labelled), options.steps)
        self._train("reader", model, losses, options.steps, options.schedule)
        return model

    def judge(self, model: ReaderNetwork) -> HeldBackScores:
        """How the network reads the held-back questions' own contexts."""
        pairs = self._draw.held_back(HELD_BACK_LENGTH)
        with torch.inference_mode(), computing(self._options.precision, self._options.device):
            found = judge_held_back(model, self._texts, pairs)
        self._report(f"held back: {asdict(found)}")
        return found

    def _network(self, dropout: float, copies: int) -> ReaderNetwork:
        model = open_network(self._encoder, dropout, copies)
        torch.nn.Module.to(model, self._options.device).train()
        return model

    def _reader_losses(
        self, model: ReaderNetwork, labelled: LabelledPairs
    ) -> Iterable[torch.Tensor]:
        """Losses of batch after batch, without end."""
        options = self._options
        columns = self._texts.rows(labelled.pairs)
        terms = DeviceTerms(self._pool.terms, options.device)
        term_batches = itertools.cycle(terms.batches(options.schedule.batch_size, self._generator))
        number = 0
        while True:
            for places in self._batches(labelled.pairs, options.schedule):
                yield self._taught_loss(model, columns, labelled, places)
                number += 1
                if number % (options.term_every - 1) == 0 and len(terms):
                    with computing(options.precision, options.device):
                        loss = terms.loss(model, next(term_batches))
                    yield loss

    def _gold_loss(
        self, model: ReaderNetwork, columns: torch.Tensor, pairs: Pairs, places: np.ndarray
    ) -> torch.Tensor:
        _, batch = self._batch(columns, pairs, places)
        logits = self._read(model, batch)
        return span_loss(logits, batch.allowed, batch.starts, batch.ends).mean()

    def _taught_loss(
        self,
        model: ReaderNetwork,
        columns: torch.Tensor,
        labelled: LabelledPairs,
        places: np.ndarray,
    ) -> torch.Tensor:
        options = self._options
        index, batch = self._batch(columns, labelled.pairs, places)
        logits = self._read(model, batch)
        taught = labelled.scores.of(index, batch.token_ids.shape[1])
        divergence = _divergence(logits, taught, batch.allowed, options.temperature)
        gold = span_loss(logits, batch.allowed, batch.starts, batch.ends)
        share = options.labels_share * labelled.has_labels[index]
        return ((1 - share) * divergence + share * gold).mean()

    def _batch(
        self, columns: torch.Tensor, pairs: Pairs, places: np.ndarray
    ) -> tuple[torch.Tensor, PairBatch]:
        index = torch.from_numpy(places).to(columns.device, non_blocking=True)
        return index, self._texts.batch(columns[index], int(pairs.lengths[places].max()))

    def _batches(self, pairs: Pairs, schedule: ScheduleOptions) -> list[np.ndarray]:
        return batches_by_length(pairs.lengths, schedule.batch_size, self._generator)

    def _read(self, model: ReaderNetwork, batch: PairBatch) -> ReaderLogits:
        with computing(self._options.precision, self._options.device):
            return model.read(batch.token_ids, batch.attention_mask, batch.token_types)

    def _train(
        self,
        name: str,
        model: ReaderNetwork,
        losses: Iterable[torch.Tensor],
        steps: int,
        schedule: ScheduleOptions,
    ) -> None:
        optimizer = make_optimizer(model, schedule)
        scheduler = make_schedule(optimizer, steps, schedule)
        started = time.monotonic()
        for number, loss in enumerate(losses, start=1):
            take_step(loss, model, optimizer, schedule.gradient_norm)
            scheduler.step()
            if number % REPORT_STEPS == 0 or number == steps:
                seconds = time.monotonic() - started
                self._report(
                    f"{name}: step {number} of {steps}, loss {float(loss.detach()):.3f}, {seconds:.0f} s"
                )
        model.eval()


def _divergence(
    logits: ReaderLogits,
    taught: tuple[torch.Tensor, torch.Tensor],
    allowed: torch.Tensor,
    temperature: float,
) -> torch.Tensor:
    """Kullback-Leibler divergence from the teachers, mean of start and end, shape (pairs,).

    Scaled by the square of the temperature, so that it weighs as much as at 1 (Hinton et al.).
    """
    sums = []
    for found, wanted in zip((logits.starts, logits.ends), taught, strict=True):
        ours, theirs = (
            log_softmax(scores.float().masked_fill(~allowed, SHUT_OUT) / temperature, dim=-1)
            for scores in (found, wanted)
        )
        sums.append(kl_div(ours, theirs, reduction="none", log_target=True).sum(dim=-1))
    return temperature**2 * (sums[0] + sums[1]) / 2
