"""What readers say of answers: /v1/feedback."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Body, Query

from index.interface import PassageIndex
from qa.feedback_export import export_squad
from qa.feedback_schema import FeedbackBody, FeedbackListBody, FeedbackRequest, SquadBody
from qa.feedback_store import FeedbackStore
from qa.server.examples import FEEDBACK
from qa.server.problems import NO_ROOM_RESPONSES

MAXIMUM_LISTED = 1_000
DEFAULT_LISTED = 100


def feedback_routes(index: PassageIndex, store: FeedbackStore) -> APIRouter:
    """Routes that keep feedback, list it and export it."""
    router = APIRouter(prefix="/v1/feedback", tags=["feedback"])

    @router.post("", status_code=HTTPStatus.CREATED, responses=NO_ROOM_RESPONSES)
    def post(
        body: Annotated[FeedbackRequest, Body(openapi_examples=FEEDBACK)],
    ) -> FeedbackBody:
        """Keep a verdict on an answer; spans are compared with the stored articles."""
        return FeedbackBody.of(store.add(body.to_feedback(), index))

    @router.get("")
    def list_feedback(
        answer_id: Annotated[str | None, Query(max_length=128)] = None,
        limit: Annotated[int, Query(ge=1, le=MAXIMUM_LISTED)] = DEFAULT_LISTED,
    ) -> FeedbackListBody:
        """The newest feedback, or that on one answer."""
        entries = store.list(answer_id, limit)
        return FeedbackListBody(feedback=[FeedbackBody.of(entry) for entry in entries])

    @router.get("/export", response_model_exclude_unset=True)
    def export() -> SquadBody:
        """All that is known to be right, as SQuAD 2.0 for `qa eval` and `qa train reader`."""
        return SquadBody.model_validate(export_squad(store.list()))

    return router
