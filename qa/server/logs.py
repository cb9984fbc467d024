"""Logs: one line for each request, as words or as JSON, without what was asked."""

import logging
import sys
import time
from contextvars import ContextVar
from typing import Literal

from pythonjsonlogger.json import JsonFormatter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.server.access import ASKING_PATHS

CURRENT_REQUEST: ContextVar[str] = ContextVar("request_id", default="-")
LOGGER = logging.getLogger("qa.requests")
CONSOLE = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"
JSON_FIELDS = ("levelname", "name", "request_id", "message")
LOGGED_BODY_BYTES = 4_000
FIELDS = ("method", "path", "status", "milliseconds", "client", "key_id", "asked")
# What web servers log where the client left before there was a response.
CLIENT_LEFT = 499
LogFormat = Literal["console", "json"]


def configure_logs(level: str, log_format: LogFormat) -> None:
    """Send every log of the process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_with_request_id)
    if log_format == "json":
        renamed = {"levelname": "level", "name": "logger"}
        handler.setFormatter(JsonFormatter(JSON_FIELDS, rename_fields=renamed, timestamp=True))
    else:
        handler.setFormatter(_ConsoleFormatter(CONSOLE))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # They tell of each request to themselves and to others, addresses included.
    for name in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(name).setLevel("WARNING")


class RequestLog:
    """Logs method, path, status, time, client and key of each request; never its query or body.

    With `questions`, the start of the bodies of routes that are asked something is logged, too.
    """

    def __init__(self, application: ASGIApp, questions: bool = False) -> None:
        self._application = application
        self._questions = questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started = time.monotonic()
        fields: dict[str, object] = {"status": CLIENT_LEFT}
        asked = bytearray()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                fields["status"] = message["status"]
            await send(message)

        async def overheard() -> Message:
            message = await receive()
            asked.extend(message.get("body", b"")[: LOGGED_BODY_BYTES - len(asked)])
            return message

        listens = self._questions and scope["path"].startswith(ASKING_PATHS)
        try:
            await self._application(scope, overheard if listens else receive, noting)
        finally:
            client, state = scope.get("client"), scope.get("state", {})
            fields |= {
                "method": scope["method"],
                "path": scope["path"],
                "milliseconds": round((time.monotonic() - started) * 1_000, 1),
                "client": client[0] if client else None,
                "key_id": state.get("key_id"),
            }
            if listens:
                fields["asked"] = asked.decode(errors="replace")
            LOGGER.info("request", extra=fields)


class _ConsoleFormatter(logging.Formatter):
    """Fields of a request as words; what steers a terminal is escaped."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        line = super().formatMessage(record)
        values = [(name, getattr(record, name, None)) for name in FIELDS]
        words = [line, *(f"{name}={value}" for name, value in values if value is not None)]
        return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in " ".join(words))


def _with_request_id(record: logging.LogRecord) -> bool:
    record.request_id = CURRENT_REQUEST.get()
    return True
