"""Errors as `application/problem+json` (RFC 9457): every failure says what would be right."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.responses import Response

from qa.server.body_limits import DEFAULT_BODIES, MAXIMUM_ASKING_BYTES

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 2
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
