"""The web application: answers, documents, health."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.concurrency import run_in_threadpool

from index.fetching.policy import FetchPolicy
from qa.answering import Answerer
from qa.feedback_store import FeedbackStore
from qa.question import Question, Turn
from qa.server.answers import answer_routes
from qa.server.asking import Asking
from qa.server.body_limits import DEFAULT_BODIES, BodyLimits
from qa.server.chat import chat_routes
from qa.server.description import add_response_examples
from qa.server.documents import document_routes
from qa.server.feedback import feedback_routes
from qa.server.heads import HeadAsGet
from qa.server.health import health_routes
from qa.server.intake import PUBLIC_HOSTS, Intake
from qa.server.metering import RequestMeter
from qa.server.middleware import RequestGuard
from qa.server.openai_errors import OpenAIErrors
from qa.server.problem_handlers import add_problem_handlers
from qa.server.problems import PROBLEM_RESPONSES
from qa.server.streaming import stream_routes
from qa.server.suggestions import suggestion_routes
from qa.service.answer_service import AnswerService
from qa.service.metrics import Metrics
from qa.service.options import DEFAULT_SERVICE, ServiceOptions

LOGGER = logging.getLogger(__name__)
WARM_UP_QUESTIONS = (Question("how many", (Turn("who leads them", None),)), Question("who"))
# What was taken is about queue_seconds of work; a call with many questions may be more.
STOP_SECONDS = 30.0


def create_application(
    answerer: Answerer,
    policy: FetchPolicy = PUBLIC_HOSTS,
    options: ServiceOptions = DEFAULT_SERVICE,
    bodies: BodyLimits = DEFAULT_BODIES,
) -> FastAPI:
    """The endpoint over an opened answerer; two questions are answered before it is returned.

    The first, a follow-up, makes the model run-times open and allocate, so that "ready" means
    ready; the second tells the service how long a question takes. `policy` bounds what is fetched
    when a client names an article's address, `options` what is taken at once, `bodies` what a
    request may send. What was taken is answered before the application stops.
    """
    service = AnswerService(answerer, options, Metrics())
    for question in WARM_UP_QUESTIONS:
        service.answer([question])
    application = FastAPIOffline(
        redoc_url=None,
        title="Article QA",
        version=version("article-qa"),
        summary="Answers that are verbatim spans of stored articles, with exact citations.",
        responses=PROBLEM_RESPONSES,
        lifespan=_closing(service),
    )
    # The last one added is the first to see a request.
    application.add_middleware(RequestGuard, bodies=bodies)
    application.add_middleware(OpenAIErrors)
    application.add_middleware(RequestMeter, metrics=service.metrics)
    application.add_middleware(HeadAsGet)
    add_problem_handlers(application)
    asking, index = Asking(service), answerer.index
    application.include_router(answer_routes(asking))
    application.include_router(stream_routes(asking))
    application.include_router(suggestion_routes(asking))
    application.include_router(chat_routes(asking, service))
    application.include_router(document_routes(index, Intake(policy)))
    application.include_router(feedback_routes(index, FeedbackStore(index.folder)))
    application.include_router(health_routes(service))
    add_response_examples(application)
    return application


def _closing(service: AnswerService) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Questions that were taken are answered before the process ends."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        yield
        if not await run_in_threadpool(service.close, STOP_SECONDS):
            LOGGER.warning("stopped before all questions were answered")

    return lifespan
