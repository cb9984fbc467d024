"""Every failure of the routes is answered with a problem."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from index.errors import DocumentError, DocumentNotFoundError, IndexFailure
from qa.feedback_errors import FeedbackError, FeedbackStoreError
from qa.question import QuestionError
from qa.server.asking import ClientLeftError
from qa.server.failures import told
from qa.server.field_errors import field_error
from qa.server.problems import CLIENT_LEFT, problem
from qa.service.errors import ServiceBusyError

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Why the framework could not read a body: it says only that it could not.
UNREADABLE: Mapping[type[BaseException], str] = {
    UnicodeDecodeError: "the body is no text in UTF-8: send JSON in UTF-8",
    RecursionError: "the body is nested too deeply: send JSON as /docs describes it",
    # Of more digits than Python reads.
    ValueError: "the body holds a number that is too large: send JSON as /docs describes it",
}


def add_problem_handlers(application: FastAPI) -> None:
    """Answer every failure of the routes with a problem."""

    @application.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        errors = [field_error(entry, error.body) for entry in error.errors()]
        reasons = "; ".join(f"{e['field'] or 'body'}: {e['problem']}" for e in errors)
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, reasons, errors)

    @application.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        if isinstance(error.__cause__, ClientDisconnect):
            return left(request, error)
        response = problem(error.status_code, _detail(error))
        response.headers.update(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = ", ".join(_allowed_methods(request))
        return response

    @application.exception_handler(QuestionError)
    @application.exception_handler(DocumentError)
    @application.exception_handler(FeedbackError)
    def unusable(request: Request, error: Exception) -> Response:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))

    @application.exception_handler(DocumentNotFoundError)
    def missing(request: Request, error: Exception) -> Response:
        return problem(HTTPStatus.NOT_FOUND, str(error))

    @application.exception_handler(ClientLeftError)
    @application.exception_handler(ClientDisconnect)
    def left(request: Request, error: Exception) -> Response:
        return Response(status_code=CLIENT_LEFT)

    @application.exception_handler(FeedbackStoreError)
    @application.exception_handler(ServiceBusyError)
    @application.exception_handler(IndexFailure)
    def failed(request: Request, error: Exception) -> Response:
        return told(error, request.state.request_id)


def _detail(error: HTTPException) -> str:
    """What a refusal says; of a body that could not be read, why."""
    if error.status_code == HTTPStatus.BAD_REQUEST:
        for kind, why in UNREADABLE.items():
            # A subclass of ValueError may mean anything.
            if type(error.__cause__) is kind:
                return why
    return str(error.detail)


def _allowed_methods(request: Request) -> list[str]:
    """Every method of the path; the framework names those of one route only."""
    routes = request.app.router.routes
    return [
        method
        for method in METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes
        )
    ]
