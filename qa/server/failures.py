"""What was asked or sent and then not done, as problems."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi.responses import Response

from index.errors import IndexBusyError, IndexWriteError, StoreError
from qa.feedback_errors import FeedbackBusyError, FeedbackWriteError
from qa.server.problems import RETRY_SECONDS, problem
from qa.service.errors import ServiceBusyError

LOGGER = logging.getLogger(__name__)
# The messages of these name folders, processes and hosts: they are for the log.
FORESEEN: Mapping[type[Exception], tuple[HTTPStatus, str]] = {
    FeedbackBusyError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "others keep writing feedback: nothing was kept, send it again",
    ),
    FeedbackWriteError: (
        HTTPStatus.INSUFFICIENT_STORAGE,
        "the server has no room for feedback: this was not kept, what it had is safe",
    ),
    IndexBusyError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "another process is writing to the index: nothing was changed, send it again",
    ),
    IndexWriteError: (
        HTTPStatus.INSUFFICIENT_STORAGE,
        "the articles cannot be written, such as on a full disk: nothing was changed",
    ),
    StoreError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "the store of the articles does not answer as it should: try again later",
    ),
}


def failure(error: Exception, request_id: str) -> Response:
    """The problem of a failure nobody foresaw; the log holds the reason."""
    # The message may hold paths of this machine: it goes to the log, not to the client.
    LOGGER.error("request %s failed", request_id, exc_info=error)
    detail = "the server could not do this; its log holds the reason under the request id"
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail)


def told(error: Exception, request_id: str) -> Response:
    """The problem of what was asked or sent, and then not done."""
    if isinstance(error, ServiceBusyError):
        return problem(
            HTTPStatus.SERVICE_UNAVAILABLE, str(error), retry_seconds=error.retry_seconds
        )
    for kind, (status, detail) in FORESEEN.items():
        if isinstance(error, kind):
            passes = status is HTTPStatus.SERVICE_UNAVAILABLE
            level = logging.WARNING if passes else logging.ERROR
            LOGGER.log(level, "request %s: %s", request_id, error)
            return problem(status, detail, retry_seconds=RETRY_SECONDS if passes else None)
    return failure(error, request_id)
