"""Questions of HTTP clients: taken by the service, waited for, dropped when the client leaves."""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from anyio import CapacityLimiter, to_thread
from fastapi import Request
from starlette.types import Receive

from qa.answer import Answer
from qa.question import Question
from qa.service.answer_service import AnswerService
from qa.service.ticket import Ticket

Awaited = asyncio.Future[Any]

# Taking a question reads one small file. Other routes may hold their threads for long.
TAKING_THREADS = 4


class ClientLeftError(Exception):
    """Nobody is there any more who could be answered."""


class Visit:
    """A client waits for its tickets; whatever ends that, the tickets are of no use afterwards."""

    def __init__(self, receive: Receive, tickets: Sequence[Ticket]) -> None:
        self._receive = receive
        self._tickets = tickets

    async def __aenter__(self) -> Self:
        """Look out for the client's leaving."""
        self._left = asyncio.create_task(self._leaving())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Drop what has not begun."""
        self._left.cancel()
        for ticket in self._tickets:
            ticket.cancel()

    async def answers(self) -> list[Answer]:
        """One answer for each ticket, in order.

        Raises:
            ClientLeftError: the client closed the connection.
        """
        waits = [asyncio.wrap_future(ticket.answer) for ticket in self._tickets]
        for wait in waits:
            await self.ends(wait, None)
        # All have ended; where several failed, this raises the first reason and takes the others.
        return await asyncio.gather(*waits)

    async def ends(self, wait: Awaited, seconds: float | None) -> bool:
        """Whether the wait ended, after at most so many seconds.

        Raises:
            ClientLeftError: the client closed the connection.
        """
        waits: set[Awaited] = {wait, self._left}
        done, _ = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if self._left in done:
            raise ClientLeftError
        return wait in done

    async def _leaving(self) -> None:
        # The body was read, so that nothing else can come.
        while (await self._receive())["type"] != "http.disconnect":
            pass


class Asking:
    """Asks the service for HTTP clients; to be used in the event loop."""

    def __init__(self, service: AnswerService) -> None:
        self._service = service
        self._threads = CapacityLimiter(TAKING_THREADS)

    async def take(self, questions: Sequence[Question]) -> list[Ticket]:
        """Tickets for the questions.

        Raises:
            ServiceBusyError: there is no room for them now.
            IndexFailure: the index cannot be read.
        """
        return await to_thread.run_sync(self._service.submit, questions, limiter=self._threads)

    async def answers(self, request: Request, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question, in order.

        Raises:
            ServiceBusyError: there is no room for them now.
            IndexFailure: the index cannot be read.
            ClientLeftError: the client closed the connection.
        """
        async with Visit(request.receive, await self.take(questions)) as visit:
            return await visit.answers()
