"""Questions that wait for a worker, bounded by the seconds of work that they are."""

import contextlib
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial

from qa.answer import Answer
from qa.service.errors import ServiceBusyError
from qa.service.metrics import Metrics
from qa.service.options import ServiceOptions
from qa.service.ticket import Ticket

# The running mean of what questions take forgets those before about so many.
REMEMBERED = 20


class TicketQueue:
    """First come, first served. Threads may share it."""

    def __init__(self, options: ServiceOptions, metrics: Metrics) -> None:
        self._options = options
        self._metrics = metrics
        self._waiting: deque[Ticket] = deque()
        self._pending = 0
        self._seconds = 0.0
        self._worked = 0
        self._closed = False
        self._changed = threading.Condition()

    @property
    def closed(self) -> bool:
        """Whether nothing is taken any more."""
        return self._closed

    def put(self, tickets: Sequence[Ticket]) -> None:
        """Take all tickets or none; those of one call wait next to each other.

        Raises:
            ServiceBusyError: there is too much work before them, or the service stops.
        """
        with self._changed:
            self._admit(len(tickets))
            self._pending += len(tickets)
            self._waiting.extend(tickets)
            self._metrics.waiting.set(self._pending)
            self._changed.notify(len(tickets))
        for ticket in tickets:
            # Whatever ends the wait makes room: an answer, a failure or a client that leaves.
            ticket.answer.add_done_callback(partial(self._end, ticket))

    def take(self) -> list[Ticket]:
        """The next tickets for one worker, as soon as there are any; [] when all is done.

        What waits is shared out, so that no worker idles while another has a long batch. Who asks
        the same goes along, so that two workers do not find one answer twice.
        """
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            options = self._options
            share = -(-len(self._waiting) // options.answering_threads)
            taken = [self._waiting.popleft() for _ in range(min(share, options.batch))]
            asked = {(ticket.question, ticket.snapshot) for ticket in taken}
            waiting, self._waiting = self._waiting, deque()
            for ticket in waiting:
                same = (ticket.question, ticket.snapshot) in asked
                (taken if same else self._waiting).append(ticket)
            return taken

    def worked(self, seconds: float) -> None:
        """Remember what a question took a worker."""
        with self._changed:
            self._worked = min(self._worked + 1, REMEMBERED)
            self._seconds += (seconds - self._seconds) / self._worked
            self._metrics.seconds_per_question.set(self._seconds)

    def close(self) -> None:
        """Take nothing more; what was taken stays."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _admit(self, tickets: int) -> None:
        options = self._options
        if self._closed:
            self._metrics.refused.inc(tickets)
            raise ServiceBusyError("the server is stopping: ask again when it is back", 1)
        ahead = self._pending * self._seconds / options.answering_threads
        # A worker without work takes a question however long questions take.
        idle = self._pending < options.answering_threads
        # A call of its own may be larger than what may wait; alone it is taken.
        full = self._pending > 0 and self._pending + tickets > options.queue_questions
        if (ahead > options.queue_seconds and not idle) or full:
            self._metrics.refused.inc(tickets)
            raise ServiceBusyError(
                f"{self._pending} questions wait already, about {ahead:.1f} seconds of work: "
                "ask again later",
                ahead,
            )

    def _end(self, ticket: Ticket, answer: Future[Answer]) -> None:
        with self._changed:
            self._pending -= 1
            self._metrics.waiting.set(self._pending)
            if answer.cancelled():
                self._metrics.cancelled.inc()
                with contextlib.suppress(ValueError):
                    self._waiting.remove(ticket)
