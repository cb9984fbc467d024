"""POST /v1/answer and /v1/answer/batch."""

from typing import Annotated

from fastapi import APIRouter, Body, Request

from qa.answer_schema import AnswerBody
from qa.batch_schema import BatchBody, BatchRequest
from qa.question_schema import AnswerRequest
from qa.server.asking import Asking
from qa.server.examples import ANSWER_REQUESTS, BATCH_REQUESTS


def answer_routes(asking: Asking) -> APIRouter:
    """Routes that answer questions in one piece."""
    router = APIRouter(prefix="/v1/answer", tags=["answers"])

    @router.post("")
    async def answer(
        request: Request,
        body: Annotated[AnswerRequest, Body(openapi_examples=ANSWER_REQUESTS)],
    ) -> AnswerBody:
        """Answer a question from the stored articles, with exact citations."""
        (reply,) = await asking.answers(request, [body.to_question()])
        return AnswerBody.of(reply)

    @router.post("/batch")
    async def answer_batch(
        request: Request,
        body: Annotated[BatchRequest, Body(openapi_examples=BATCH_REQUESTS)],
    ) -> BatchBody:
        """Answer several questions, all of them from the same version of the index."""
        replies = await asking.answers(request, body.to_questions())
        return BatchBody(answers=[AnswerBody.of(reply) for reply in replies])

    return router
