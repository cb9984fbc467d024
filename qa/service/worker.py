"""What a thread of the service does: search questions together, then read each."""

import logging
import time
from collections.abc import Iterable, Mapping, Sequence

from index.interface import PassageSnapshot
from qa.answer import Answer
from qa.answering import Answerer, Searched
from qa.question import Question
from qa.service.cache import AnswerCache, repeated
from qa.service.errors import ServiceBusyError
from qa.service.metrics import Metrics
from qa.service.queue import TicketQueue
from qa.service.ticket import Ticket

LOGGER = logging.getLogger(__name__)


class Worker:
    """Answers the tickets of a queue. Threads may share it."""

    def __init__(
        self,
        answerer: Answerer,
        queue: TicketQueue,
        cache: AnswerCache,
        metrics: Metrics,
        wait_seconds: float,
    ) -> None:
        self._answerer = answerer
        self._queue = queue
        self._cache = cache
        self._metrics = metrics
        self._wait_seconds = wait_seconds

    def run(self) -> None:
        """Answer until the queue is closed and empty."""
        while tickets := self._queue.take():
            try:
                self._answer(tickets)
            except Exception as error:
                # Whatever happens, nobody waits for ever and the thread goes on.
                LOGGER.exception("a batch of questions failed")
                _fail(tickets, error)

    def _answer(self, tickets: Sequence[Ticket]) -> None:
        self._metrics.batches.observe(len(tickets))
        by_version: dict[PassageSnapshot, list[Ticket]] = {}
        for ticket in tickets:
            self._metrics.stages.labels("wait").observe(ticket.waited())
            if ticket.waited() > self._wait_seconds:
                message = f"the question waited for {ticket.waited():.0f} seconds: ask again later"
                ticket.fail(ServiceBusyError(message, 1))
            elif ticket.wanted:
                by_version.setdefault(ticket.snapshot, []).append(ticket)
        for snapshot, wanted in by_version.items():
            self._answer_from(snapshot, wanted)

    def _answer_from(self, snapshot: PassageSnapshot, tickets: Iterable[Ticket]) -> None:
        # Who asks the same at the same moment gets the same.
        asked: dict[Question, list[Ticket]] = {}
        for ticket in tickets:
            asked.setdefault(ticket.question, []).append(ticket)
        for question in list(asked):
            # It may have been answered while it waited here.
            answer = self._cache.find(question, snapshot)
            if answer is not None:
                self._give(answer, asked.pop(question))
        if asked:
            self._answer_anew(asked, snapshot)

    def _answer_anew(
        self, asked: Mapping[Question, list[Ticket]], snapshot: PassageSnapshot
    ) -> None:
        started = time.perf_counter()
        try:
            searched = self._answerer.search(list(asked), snapshot)
        except Exception as error:
            if len(asked) > 1:
                # One of them is to blame; the others are not.
                for question, tickets in asked.items():
                    self._answer_anew({question: tickets}, snapshot)
                return
            self._metrics.failures.inc()
            for tickets in asked.values():
                _fail(tickets, error)
            return
        share = (time.perf_counter() - started) / len(asked)
        for entry in searched:
            for ticket in asked[entry.asked]:
                ticket.found(entry.retrieved.passages)
        for entry in searched:
            self._read(entry, asked[entry.asked], share)

    def _read(self, searched: Searched, tickets: Sequence[Ticket], search_seconds: float) -> None:
        wanted = [ticket for ticket in tickets if ticket.wanted]
        if not wanted:
            return
        started = time.perf_counter()
        try:
            (answer,) = self._answerer.read([searched])
        except Exception as error:
            self._metrics.failures.inc()
            _fail(wanted, error)
            return
        self._queue.worked(search_seconds + time.perf_counter() - started)
        self._cache.keep(searched.asked, searched.snapshot, answer)
        self._metrics.cached.set(len(self._cache))
        self._metrics.count_work(answer)
        self._give(answer, wanted)

    def _give(self, answer: Answer, tickets: Sequence[Ticket]) -> None:
        first, *others = tickets
        self._metrics.count_answer(answer)
        first.answered(answer)
        for ticket in others:
            self._metrics.count_answer(answer)
            ticket.answered(repeated(answer))


def _fail(tickets: Iterable[Ticket], error: Exception) -> None:
    for ticket in tickets:
        ticket.fail(error)
