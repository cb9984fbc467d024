"""POST /v1/answer/stream: an answer as server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import BaseModel
from starlette.responses import Response

from qa.answer import Answer
from qa.answer_schema import AnswerBody
from qa.question_schema import AnswerRequest
from qa.server.asking import Asking
from qa.server.event_stream import EventStream, described_events
from qa.server.events import Found, Ping, events_of
from qa.server.examples import ANSWER_REQUESTS, STREAM
from qa.server.failures import told
from qa.service.ticket import Ticket
from qa.stream_schema import DoneBody, EventName, PassagesBody

STREAM_RESPONSE: dict[str, Any] = {
    "description": "Events `passages`, `answer` and `done`, or `error` with a problem as its data",
    "content": {"text/event-stream": described_events(STREAM)},
}


def stream_routes(asking: Asking) -> APIRouter:
    """The route that answers step by step."""
    router = APIRouter(prefix="/v1/answer", tags=["answers"])

    # A class with a media type would be described as plain text.
    @router.post("/stream", response_class=Response, responses={200: STREAM_RESPONSE})
    async def answer_stream(
        request: Request,
        body: Annotated[AnswerRequest, Body(openapi_examples=ANSWER_REQUESTS)],
    ) -> EventStream:
        """Answer a question; the passages come first, as soon as they are found."""
        (ticket,) = await asking.take([body.to_question()])
        return EventStream.of(_lines(request, ticket))

    return router


async def _lines(request: Request, ticket: Ticket) -> AsyncIterator[bytes]:
    async for event in events_of(request, ticket):
        match event:
            case Ping():
                yield KEEPALIVE_COMMENT
            case Found(passages):
                version = ticket.snapshot.manifest.version
                yield _line("passages", PassagesBody.of(passages, version))
            case Answer():
                yield _line("answer", AnswerBody.of(event))
                yield _line("done", DoneBody(id=event.answer_id))
            case Exception():
                problem = told(event, request.state.request_id)
                yield format_sse_event(event="error", data_str=bytes(problem.body).decode())


def _line(event: EventName, body: BaseModel) -> bytes:
    return format_sse_event(event=event, data_str=body.model_dump_json())
