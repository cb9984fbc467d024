"""Whether the server runs, whether it is ready, and what it measures."""

import contextlib
import logging
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException

from index.errors import IndexFailure
from qa.health_schema import HealthBody, ReadinessBody
from qa.server.examples import METRICS
from qa.server.problems import RETRY_SECONDS
from qa.service.answer_service import AnswerService

LOGGER = logging.getLogger(__name__)
METRICS_RESPONSE = {
    "description": "Prometheus' text format",
    "content": {"text/plain": {"schema": {"type": "string"}, "example": METRICS}},
}


def health_routes(service: AnswerService) -> APIRouter:
    """Routes for those who keep the server running."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> HealthBody:
        """The process runs."""
        return HealthBody(status="ok")

    @router.get("/readyz")
    def readyz(request: Request) -> ReadinessBody:
        """The models are loaded, the index can be read and questions are taken."""
        if service.stopping:
            raise _unready("the server is stopping")
        try:
            snapshot = service.index.snapshot()
            return ReadinessBody(
                status="ready",
                index_version=str(snapshot.manifest.version),
                documents=snapshot.count_documents(),
            )
        except IndexFailure as error:
            LOGGER.error("request %s: %s", request.state.request_id, error)
            raise _unready(
                "the index cannot be used: the log holds the reason under the request id"
            ) from error

    @router.get("/metrics", response_class=Response, responses={200: METRICS_RESPONSE})
    def metrics() -> Response:
        """What the server measures, for Prometheus."""
        # An index that cannot be read now is no reason to say nothing of the rest.
        with contextlib.suppress(IndexFailure):
            service.metrics.index_version.set(service.index.snapshot().manifest.version)
        return Response(service.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return router


def _unready(reason: str) -> HTTPException:
    headers = {"Retry-After": str(RETRY_SECONDS)}
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, reason, headers)
