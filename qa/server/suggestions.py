"""POST /v1/suggestions."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Body, Request

from qa.answer import Answer
from qa.answer_schema import SuggestionsBody
from qa.question_schema import AnswerRequest
from qa.server.asking import Asking
from qa.server.examples import ANSWER_REQUESTS
from qa.suggestion import answered, suggestions_of


def suggestion_routes(asking: Asking) -> APIRouter:
    """The route that says what else can be asked."""
    router = APIRouter(prefix="/v1", tags=["answers"])

    @router.post("/suggestions")
    async def suggest(
        request: Request,
        body: Annotated[AnswerRequest, Body(openapi_examples=ANSWER_REQUESTS)],
    ) -> SuggestionsBody:
        """Further questions, each tried: the articles answer it where it was made from.

        They are tried under the conditions of the request, such as its day and its filters.

        The request is that of the answer they go with, which is not computed again while it is
        remembered.
        """
        question = body.to_question()
        (answer,) = await asking.answers(request, [question])
        suggestions = suggestions_of(answer)
        replies: list[Answer] = []
        # One by one: what somebody asked must not wait behind all that might be asked.
        for entry in suggestions:
            tried = replace(question, text=entry.question, history=())
            replies += await asking.answers(request, [tried])
        return SuggestionsBody(questions=answered(suggestions, replies))

    return router
