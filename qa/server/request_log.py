"""One log line for each request, without what was asked."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.server.paths import is_asking
from qa.server.problems import CLIENT_LEFT

LOGGER = logging.getLogger(__name__)
LOGGED_BODY_BYTES = 4_000


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

        listens = self._questions and is_asking(scope["path"])
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
