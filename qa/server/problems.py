"""Errors as `application/problem+json` (RFC 9457): every failure says what would be right."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import Match

from index.errors import (
    DocumentError,
    DocumentNotFoundError,
    IndexBusyError,
    IndexFailure,
    IndexWriteError,
    StoreError,
)
from qa.feedback_errors import (
    FeedbackBusyError,
    FeedbackError,
    FeedbackStoreError,
    FeedbackWriteError,
)
from qa.question import QuestionError
from qa.server.asking import ClientLeftError
from qa.server.body_limits import DEFAULT_BODIES, MAXIMUM_ASKING_BYTES
from qa.service.errors import ServiceBusyError

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Not of the standard, but what web servers log for it.
CLIENT_LEFT = 499
PROBLEM_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "retry_seconds": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "problem"],
                "properties": {"field": {"type": "string"}, "problem": {"type": "string"}},
            },
        },
    },
}
# How each is described; every route can give them.
DESCRIPTIONS: Mapping[int | str, str] = {
    "4XX": "The request cannot be served as it stands",
    413: "The body is too large: `maximum_body_bytes`, else "
    f"{DEFAULT_BODIES.maximum_bytes:,}, are read, of questions and feedback never more than "
    f"{MAXIMUM_ASKING_BYTES:,}",
    "5XX": "The server could not do this",
    503: "Not now: the server starts, stops or has too much to do, another process writes, or the "
    "index cannot be reached",
}
NO_ROOM = "This cannot be written, such as on a full disk; nothing was changed"
RETRY_HEADER = {
    "Retry-After": {
        "description": "In how many seconds to ask again",
        "schema": {"type": "integer"},
    }
}
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


def described(
    descriptions: Mapping[int | str, str], media_type: str, schema: Mapping[str, Any]
) -> dict[int | str, dict[str, Any]]:
    """Responses of the OpenAPI document that have the same body."""
    return {
        status: {
            "description": description,
            "content": {media_type: {"schema": schema}},
            **({"headers": RETRY_HEADER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}),
        }
        for status, description in descriptions.items()
    }


PROBLEM_RESPONSES = described(DESCRIPTIONS, MEDIA_TYPE, PROBLEM_SCHEMA)
NO_ROOM_RESPONSES = described({507: NO_ROOM}, MEDIA_TYPE, PROBLEM_SCHEMA)


def problem(
    status: int,
    detail: str,
    errors: Sequence[dict[str, str]] = (),
    retry_seconds: int | None = None,
) -> Response:
    """A problem response; `errors` lists the fields that are wrong.

    `retry_seconds` stands in the body as well, since inside a stream no header can follow.
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    headers = {}
    if retry_seconds is not None:
        body["retry_seconds"] = retry_seconds
        headers["Retry-After"] = str(retry_seconds)
    # ASCII escapes carry any text that a client sent, lone surrogates included.
    return Response(json.dumps(body), status, headers, MEDIA_TYPE)


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


def _field_error(entry: Mapping[str, Any], body: object) -> dict[str, str]:
    """Which field is wrong and why; a body that is no JSON object has none, and is told so."""
    place = entry["loc"][1:]
    if entry["type"] == "json_invalid" and place:
        reason = f"no valid JSON at character {place[0]}: {entry['ctx']['error']}"
        return {"field": "", "problem": reason}
    if not place and entry["type"] in ("model_attributes_type", "model_type"):
        expected = "expected a JSON object, sent with 'Content-Type: application/json'"
        return {"field": "", "problem": expected}
    if entry["loc"][0] == "body" and body is not None:
        place = _sent_place(place, body, entry["type"])
    return {"field": ".".join(str(part) for part in place), "problem": entry["msg"]}


def _sent_place(place: Sequence[str | int], body: Any, kind: str) -> list[str | int]:
    """The place as the client knows it, without the names of the forms that were tried there."""
    sent: list[str | int] = []
    for part in place:
        if _stands_in(body, part):
            body = body[part]
        elif kind != "missing" or part != place[-1]:
            continue
        sent.append(part)
    return sent


def _stands_in(body: Any, part: str | int) -> bool:
    if isinstance(body, list):
        return isinstance(part, int) and part < len(body)
    return isinstance(body, Mapping) and part in body


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


def add_problem_handlers(application: FastAPI) -> None:
    """Answer every failure of the routes with a problem."""

    @application.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        errors = [_field_error(entry, error.body) for entry in error.errors()]
        told = "; ".join(f"{e['field'] or 'body'}: {e['problem']}" for e in errors)
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, told, errors)

    @application.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        response = problem(error.status_code, str(error.detail))
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
    def left(request: Request, error: Exception) -> Response:
        return Response(status_code=CLIENT_LEFT)

    @application.exception_handler(FeedbackStoreError)
    @application.exception_handler(ServiceBusyError)
    @application.exception_handler(IndexFailure)
    def failed(request: Request, error: Exception) -> Response:
        return told(error, request.state.request_id)
