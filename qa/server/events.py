"""An answer as it comes, for server-sent events."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from fastapi import Request

from index.passage import RetrievedPassage
from qa.answer import Answer
from qa.server.asking import ClientLeftError, Visit
from qa.service.ticket import Ticket

PING_SECONDS = 15.0
LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ping:
    """Nothing yet; proxies close connections on which nothing comes."""


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that will be read."""

    passages: tuple[RetrievedPassage, ...]


Event = Ping | Found | Answer | Exception


async def events_of(request: Request, ticket: Ticket) -> AsyncIterator[Event]:
    """The passages, then the answer; an error ends it; nothing more when the client leaves."""
    async with Visit(request.receive, [ticket]) as visit:
        try:
            passages = asyncio.wrap_future(ticket.passages)
            while not await visit.ends(passages, PING_SECONDS):
                yield Ping()
            yield Found(passages.result())
            answer = asyncio.wrap_future(ticket.answer)
            while not await visit.ends(answer, PING_SECONDS):
                yield Ping()
            yield answer.result()
        except ClientLeftError:
            return
        except Exception as error:
            yield error
