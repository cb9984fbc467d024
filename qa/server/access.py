"""Which key a request comes with, and whether that is enough for what it asks."""

import base64
import binascii
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from qa.keys import Key, KeyRing, Scope
from qa.server.origin import READING
from qa.server.paths import is_asking, is_below
from qa.server.problems import problem

REALM = 'realm="Article QA"'
# Probes have no key and learn nothing.
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
FEEDBACK_PATH = "/v1/feedback"


def endpoint_scope(method: str, path: str) -> Scope | None:
    """The scope that a method on a path of the endpoint needs; None where no key is needed.

    Whatever is not known changes something, and needs "write".
    """
    if path in OPEN_PATHS:
        return None
    if method in READING:
        return "admin" if is_below(path, FEEDBACK_PATH) else "ask"
    return "ask" if is_asking(path) else "write"


class AccessGuard:
    """Lets through who has a key for it, and notes which one on the request.

    The key comes as ``Authorization: Bearer KEY``, or as the password of HTTP Basic, which
    browsers ask their user for.
    """

    def __init__(self, application: ASGIApp, ring: KeyRing | None) -> None:
        """Without a ring, nobody needs a key and everybody may do everything."""
        self._application = application
        self._ring = ring

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._application(scope, receive, send)
            return
        refusal, key = None, None
        if self._ring is not None:
            key = _key(self._ring, Headers(scope=scope))
            refusal = _refusal(endpoint_scope(scope.get("method", "GET"), scope["path"]), key)
        scope.setdefault("state", {})["key_id"] = None if key is None else key.key_id
        await (refusal or self._application)(scope, receive, send)


def _refusal(needed: Scope | None, key: Key | None) -> Response | None:
    if needed is None:
        return None
    if key is None:
        return _unknown()
    if key.allows(needed):
        return None
    detail = f"the key {key.name!r} is for {key.scope!r}: this needs {needed!r}"
    return problem(HTTPStatus.FORBIDDEN, detail)


def _key(ring: KeyRing, headers: Headers) -> Key | None:
    kind, _, credentials = headers.get("authorization", "").partition(" ")
    text = credentials.strip()
    if kind.lower() == "basic":
        text = _password(text)
    elif kind.lower() != "bearer":
        return None
    return ring.find(text) if text else None


def _unknown() -> Response:
    """401. Browsers answer the first challenge, at each new path again, with what they know."""
    response = problem(
        HTTPStatus.UNAUTHORIZED,
        "no known key: send 'Authorization: Bearer KEY', or give the key as the password in a "
        "browser; 'qa keys add NAME' on the server makes one",
    )
    for challenge in (f'Basic {REALM}, charset="UTF-8"', f"Bearer {REALM}"):
        response.headers.append("WWW-Authenticate", challenge)
    return response


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""
