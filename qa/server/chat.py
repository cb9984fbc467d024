"""POST /v1/chat/completions and GET /v1/models, for clients that speak OpenAI's API."""

import json
import time
from collections.abc import AsyncIterator
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Body, Path, Request
from fastapi.responses import Response
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.exceptions import HTTPException

from index.encoder import Encoder
from qa.answer import Answer
from qa.answer_schema import AnswerBody
from qa.chat_schema import (
    MODEL,
    ChatRequest,
    ChoiceBody,
    ChunkBody,
    ChunkChoiceBody,
    CompletionBody,
    DeltaBody,
    ModelBody,
    ModelListBody,
    ReplyMessageBody,
    UsageBody,
)
from qa.follow_up_text import recent
from qa.question import Question
from qa.server.asking import Asking
from qa.server.event_stream import EventStream, described_events
from qa.server.events import Found, Ping, events_of
from qa.server.examples import CHAT_REQUESTS, COMPLETION_STREAM, MODELS
from qa.server.failures import told
from qa.server.openai_errors import ERROR_RESPONSES, error_body
from qa.service.answer_service import AnswerService
from qa.service.ticket import Ticket

COMPLETION_RESPONSES: dict[int | str, dict[str, Any]] = {
    **ERROR_RESPONSES,
    200: {
        "description": "The reply; with `stream`, its chunks as server-sent events",
        "content": {
            "text/event-stream": described_events(COMPLETION_STREAM),
        },
    },
}


def chat_routes(asking: Asking, service: AnswerService) -> APIRouter:
    """Routes in the shapes of OpenAI's API; the only model is this server."""
    router = APIRouter(prefix="/v1", tags=["chat completions"], responses=ERROR_RESPONSES)
    encoder = service.index.encoder

    @router.post("/chat/completions", response_model=CompletionBody, responses=COMPLETION_RESPONSES)
    async def complete(
        request: Request, body: Annotated[ChatRequest, Body(openapi_examples=CHAT_REQUESTS)]
    ) -> CompletionBody | Response:
        """Answer the last message; `message.context` holds the evidence."""
        _require(body.model)
        question = body.to_question()
        if body.stream:
            (ticket,) = await asking.take([question])
            return EventStream.of(_lines(request, ticket, body, encoder))
        (answer,) = await asking.answers(request, [question])
        usage = await to_thread.run_sync(_usage, encoder, question, answer)
        return _completion(answer, usage)

    @router.get("/models")
    def list_models() -> ModelListBody:
        """The one model there is."""
        return ModelListBody(data=[_model(service)])

    @router.get("/models/{model}")
    def show_model(model: Annotated[str, Path(openapi_examples=MODELS)]) -> ModelBody:
        """The one model there is, by its name."""
        _require(model)
        return _model(service)

    return router


def _require(model: str) -> None:
    if model != MODEL:
        detail = f"there is no model {model[:80]!r}: the only one is {MODEL!r}"
        raise HTTPException(HTTPStatus.NOT_FOUND, detail)


def _model(service: AnswerService) -> ModelBody:
    changed = datetime.fromisoformat(service.index.snapshot().manifest.created_at)
    return ModelBody(created=int(changed.timestamp()))


def _completion(answer: Answer, usage: UsageBody) -> CompletionBody:
    message = ReplyMessageBody(role="assistant", content=answer.text, context=AnswerBody.of(answer))
    return CompletionBody(
        id=_completion_id(answer.answer_id),
        created=int(time.time()),
        choices=[ChoiceBody(message=message)],
        usage=usage,
    )


async def _lines(
    request: Request, ticket: Ticket, body: ChatRequest, encoder: Encoder
) -> AsyncIterator[bytes]:
    """The chunks: the role as soon as passages are found, the content, the end, the usage."""
    chunks = _Chunks(_completion_id(request.state.request_id), int(time.time()))
    async for event in events_of(request, ticket):
        match event:
            case Ping():
                yield KEEPALIVE_COMMENT
            case Found():
                yield chunks.delta(DeltaBody(role="assistant", content=""))
            case Answer():
                yield chunks.delta(DeltaBody(content=event.text, context=AnswerBody.of(event)))
                yield chunks.end()
                if body.stream_options and body.stream_options.include_usage:
                    counted = await to_thread.run_sync(_usage, encoder, ticket.question, event)
                    yield chunks.usage(counted)
                yield format_sse_event(data_str="[DONE]")
            case Exception():
                problem = told(event, request.state.request_id)
                yield format_sse_event(data_str=error_body(bytes(problem.body)).decode())


class _Chunks:
    """Lines of one streamed reply."""

    def __init__(self, identifier: str, created: int) -> None:
        self._identifier = identifier
        self._created = created

    def delta(self, delta: DeltaBody) -> bytes:
        return self._line([ChunkChoiceBody(delta=delta)], None)

    def end(self) -> bytes:
        return self._line([ChunkChoiceBody(delta=DeltaBody(), finish_reason="stop")], None)

    def usage(self, usage: UsageBody) -> bytes:
        return self._line([], usage)

    def _line(self, choices: list[ChunkChoiceBody], usage: UsageBody | None) -> bytes:
        body = ChunkBody(id=self._identifier, created=self._created, choices=choices, usage=usage)
        plain = body.model_dump(mode="json")
        for choice in plain["choices"]:
            # What a delta does not change is left out of it.
            choice["delta"] = {k: v for k, v in choice["delta"].items() if v is not None}
        return format_sse_event(data_str=json.dumps(plain))


def _completion_id(name: str) -> str:
    return f"chatcmpl-{name}"


def _usage(encoder: Encoder, question: Question, answer: Answer) -> UsageBody:
    """Counted of what answering reads: a conversation may be many times as long."""
    turns = recent(question.history)
    read = [question.text, *(text or "" for turn in turns for text in (turn.question, turn.answer))]
    prompt = sum(encoder.token_count(text) for text in read)
    completion = encoder.token_count(answer.text)
    return UsageBody(
        prompt_tokens=prompt,
        completion_tokens=completion,
        total_tokens=prompt + completion,
    )
