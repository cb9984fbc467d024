"""What every request passes: an id, a bounded body and safe response headers."""

import asyncio
import re
import uuid
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.logs import CURRENT_REQUEST
from qa.server.body_limits import DEFAULT_BODIES, BodyLimits
from qa.server.failures import failure
from qa.server.problems import problem

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Data is no page, and no cache on the way keeps what somebody asked.
DATA_PATH = "/v1/"
DATA_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class RequestIdentity:
    """Gives each response an X-Request-ID, also of what answers before `RequestGuard`.

    A client's own id is kept when it is short and plain, so that its log and the server's
    can be joined; anything else is replaced, since it ends up in logs.
    """

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        request_id = _request_id(scope)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        await self._application(scope, receive, send_with_id)


class RequestGuard:
    """Gives each response its id and safe headers, and refuses bodies that are too large or too
    slow."""

    def __init__(self, application: ASGIApp, bodies: BodyLimits = DEFAULT_BODIES) -> None:
        self._application = application
        self._bodies = bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _request_id(scope)
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                response_headers = MutableHeaders(scope=message)
                response_headers["X-Request-ID"] = request_id
                response_headers.update(SAFE_HEADERS)
                if scope["path"].startswith(DATA_PATH):
                    for name, value in DATA_HEADERS.items():
                        response_headers.setdefault(name, value)
            await send(message)

        length = headers.get("content-length", "0")
        most = self._bodies.bytes_at(scope["path"])
        if not length.isdecimal() or int(length) > most:
            detail = f"the body has {length} bytes: at most {most:,} are read here"
            refusal = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
            await refusal(scope, receive, send_with_headers)
            return
        try:
            bounded = _bounded(receive, most, self._bodies.seconds)
            await self._application(scope, bounded, send_with_headers)
        except Exception as error:
            # Here and not in a handler: that of any exception runs outside this middleware.
            if started:
                raise
            await failure(error, request_id)(scope, receive, send_with_headers)


def _request_id(scope: Scope) -> str:
    """The id of the request, which the first one to need it chooses."""
    state: dict[str, str] = scope.setdefault("state", {})
    if "request_id" not in state:
        given = Headers(scope=scope).get("x-request-id", "")
        state["request_id"] = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        CURRENT_REQUEST.set(state["request_id"])
    return state["request_id"]


def _bounded(receive: Receive, most: int, seconds: float) -> Receive:
    """Stop reading a body once it is too large or has taken too long."""
    read, is_whole = 0, False
    deadline = asyncio.get_running_loop().time() + seconds

    async def bounded() -> Message:
        nonlocal read, is_whole
        try:
            # What comes after the body is only that the client leaves.
            async with asyncio.timeout_at(None if is_whole else deadline):
                message = await receive()
        except TimeoutError as error:
            detail = f"the body did not arrive within {seconds:g} seconds"
            raise HTTPException(HTTPStatus.REQUEST_TIMEOUT, detail) from error
        read += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if read > most:
            detail = f"the body is too large: at most {most:,} bytes are read here"
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        return message

    return bounded
