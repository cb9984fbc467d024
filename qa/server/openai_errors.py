"""Problems as OpenAI's error object, on the routes that have OpenAI's shapes."""

import json
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.server.problems import DESCRIPTIONS, MEDIA_TYPE, described

CHAT_PATH = "/v1/chat/completions"
MODELS_PATH = "/v1/models"
ERROR_SCHEMA = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {
                "message": {"type": "string"},
                "type": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "null"]},
            },
        }
    },
}
ERROR_RESPONSES = described(DESCRIPTIONS, "application/json", ERROR_SCHEMA)
# The type and the code by which OpenAI's clients tell failures apart.
INVALID = ("invalid_request_error", None)
KINDS: dict[int, tuple[str, str | None]] = {
    HTTPStatus.UNAUTHORIZED: ("invalid_request_error", "invalid_api_key"),
    HTTPStatus.FORBIDDEN: ("invalid_request_error", "insufficient_permissions"),
    HTTPStatus.NOT_FOUND: ("invalid_request_error", "model_not_found"),
    HTTPStatus.TOO_MANY_REQUESTS: ("requests", "rate_limit_exceeded"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("server_error", "overloaded"),
}


class OpenAIErrors:
    """Puts the problems of those routes, wherever they come from, into OpenAI's shape."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and _is_openai(scope["path"]):
            send = _translating(send)
        await self._application(scope, receive, send)


def error_body(problem: bytes) -> bytes:
    """The error object that says the same as a problem."""
    told = json.loads(problem)
    status = told["status"]
    kind, code = KINDS.get(status, INVALID if status < 500 else ("server_error", None))
    field = next((entry["field"] for entry in told.get("errors", [])), "")
    error = {
        "message": told["detail"],
        "type": kind,
        "param": field or None,
        "code": code,
    }
    return json.dumps({"error": error}).encode()


def _is_openai(path: str) -> bool:
    return path in (CHAT_PATH, MODELS_PATH) or path.startswith(f"{MODELS_PATH}/")


def _translating(send: Send) -> Send:
    start: Message | None = None
    problem = b""

    async def translated(message: Message) -> None:
        nonlocal start, problem
        if message["type"] == "http.response.start":
            kind = MutableHeaders(scope=message).get("content-type", "")
            if kind.partition(";")[0] == MEDIA_TYPE:
                start = message
                return
        if start is None:
            await send(message)
            return
        problem += message.get("body", b"")
        if not message.get("more_body", False):
            body = error_body(problem)
            headers = MutableHeaders(scope=start)
            headers["content-type"] = "application/json"
            headers["content-length"] = str(len(body))
            # OpenAI's clients know 400 for every request that is wrong in itself.
            if start["status"] == HTTPStatus.UNPROCESSABLE_ENTITY:
                start["status"] = int(HTTPStatus.BAD_REQUEST)
            await send(start)
            await send({"type": "http.response.body", "body": body})

    return translated
