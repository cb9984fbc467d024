"""Answers for many at once: what everything that serves people asks."""

import threading
import time
from collections.abc import Sequence

from index.interface import PassageSnapshot
from qa.answer import Answer
from qa.answering import Answerer
from qa.question import Question
from qa.service.cache import AnswerCache
from qa.service.metrics import Metrics
from qa.service.options import ServiceOptions
from qa.service.queue import TicketQueue
from qa.service.ticket import Ticket
from qa.service.worker import Worker


class AnswerService:
    """Stands before an `Answerer` and has its methods. Threads may share it.

    Workers in threads of their own take what waits, search it together and read each question
    apart: the answers are those of `Answerer`, whatever else is asked at the moment.
    """

    def __init__(self, answerer: Answerer, options: ServiceOptions, metrics: Metrics) -> None:
        self.index = answerer.index
        self.metrics = metrics
        self._cache = AnswerCache(options.cached_answers)
        self._queue = TicketQueue(options, metrics)
        worker = Worker(answerer, self._queue, self._cache, metrics, options.wait_seconds)
        # A process that is told to end without `close` need not wait for them.
        self._threads = [
            threading.Thread(target=worker.run, name=f"answers-{number}", daemon=True)
            for number in range(options.answering_threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def stopping(self) -> bool:
        """Whether no question is taken any more."""
        return self._queue.closed

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question, in order, all of them from the current version.

        Raises:
            ServiceBusyError: there is no room for them now.
            IndexFailure: the index cannot be read.
        """
        return [ticket.answer.result() for ticket in self.submit(questions)]

    def submit(self, questions: Sequence[Question]) -> list[Ticket]:
        """Take questions without waiting for their answers, all of the current version.

        Raises:
            ServiceBusyError: there is no room for them now; none was taken.
            IndexFailure: the index cannot be read.
        """
        snapshot = self.index.snapshot()
        tickets = [Ticket(question, snapshot) for question in questions]
        missing = [ticket for ticket in tickets if not self._answered_before(ticket, snapshot)]
        if missing:
            self._queue.put(missing)
        return tickets

    def close(self, seconds: float) -> bool:
        """Take nothing more and finish what was taken; False if that takes too long."""
        self._queue.close()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _answered_before(self, ticket: Ticket, snapshot: PassageSnapshot) -> bool:
        answer = self._cache.find(ticket.question, snapshot)
        self.metrics.count_lookup(answer is not None)
        if answer is None:
            return False
        self.metrics.count_answer(answer)
        ticket.answered(answer)
        return True
