"""POST /v1/answer."""

from fastapi import APIRouter

from qa.answering import Answerer
from qa.schema import AnswerBody, AnswerRequest


def answer_routes(answerer: Answerer) -> APIRouter:
    """Routes that answer questions."""
    router = APIRouter(prefix="/v1", tags=["answers"])

    @router.post("/answer")
    def answer(request: AnswerRequest) -> AnswerBody:
        """Answer a question from the stored articles, with exact citations."""
        (reply,) = answerer.answer([request.to_question()])
        return AnswerBody.of(reply)

    return router
