"""A streamed answer as a client reads it, event by event."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import httpx
from httpx_sse import EventSource

from qa.answer_schema import AnswerBody
from qa.client_reply import broken_off, problem_of, read_reply, unreachable
from qa.stream_schema import PassagesBody

EVENTS: Mapping[str, type[PassagesBody | AnswerBody]] = {
    "passages": PassagesBody,
    "answer": AnswerBody,
}


@dataclass(frozen=True, slots=True)
class StreamedProblem:
    """The problem that a stream ends with in the place of an answer."""

    status: int
    fields: Mapping[str, Any]

    @classmethod
    def of(cls, data: str) -> Self:
        """What the data of an event tells, whatever it is."""
        fields = problem_of(data)
        status = fields.get("status")
        return cls(status if isinstance(status, int) else httpx.codes.INTERNAL_SERVER_ERROR, fields)


def read_stream(response: httpx.Response) -> Iterator[PassagesBody | AnswerBody | StreamedProblem]:
    """The passages, then the answer, or a problem wherever the server failed.

    Raises:
        ClientError: the stream ends before them, or holds something else.
    """
    answered = False
    try:
        for event in EventSource(response).iter_sse():
            if event.event == "error":
                yield StreamedProblem.of(event.data)
                return
            if event.event in EVENTS:
                yield read_reply(EVENTS[event.event], event.data.encode(), response)
            answered = answered or event.event == "answer"
    except httpx.HTTPError as error:
        # What breaks off behind the answer takes nothing from it.
        if not answered:
            raise unreachable(response.request, error) from error
    if not answered:
        raise broken_off(response)
