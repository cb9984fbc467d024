"""The web application: answers, documents, health."""

from importlib.metadata import version

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline

from index.fetching.policy import FetchPolicy
from qa.answering import Answerer
from qa.feedback_store import FeedbackStore
from qa.question import Question
from qa.schema import HealthBody, ReadinessBody
from qa.server.answers import answer_routes
from qa.server.documents import document_routes
from qa.server.feedback import feedback_routes
from qa.server.intake import PUBLIC_HOSTS, Intake
from qa.server.middleware import RequestGuard
from qa.server.problems import PROBLEM_RESPONSES, add_problem_handlers

WARM_UP_QUESTION = "how many"


def create_application(answerer: Answerer, policy: FetchPolicy = PUBLIC_HOSTS) -> FastAPI:
    """The endpoint over an opened answerer; one question is answered before it is returned.

    That first answer makes the model run-times allocate, so that "ready" means ready. `policy`
    bounds what is fetched when a client names an article's address.
    """
    answerer.answer([Question(WARM_UP_QUESTION)])
    application = FastAPIOffline(
        redoc_url=None,
        title="Article QA",
        version=version("article-qa"),
        summary="Answers that are verbatim spans of stored articles, with exact citations.",
        responses=PROBLEM_RESPONSES,
    )
    application.add_middleware(RequestGuard)
    add_problem_handlers(application)
    application.include_router(answer_routes(answerer))
    application.include_router(document_routes(answerer.index, Intake(policy)))
    application.include_router(
        feedback_routes(answerer.index, FeedbackStore(answerer.index.folder))
    )
    application.include_router(_health_routes(answerer))
    return application


def _health_routes(answerer: Answerer) -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    def healthz() -> HealthBody:
        """The process runs."""
        return HealthBody(status="ok")

    @router.get("/readyz")
    def readyz() -> ReadinessBody:
        """The models are loaded and the index can be read."""
        snapshot = answerer.index.snapshot()
        return ReadinessBody(
            status="ready",
            index_version=str(snapshot.manifest.version),
            documents=snapshot.count_documents(),
        )

    return router
