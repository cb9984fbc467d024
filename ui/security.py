"""Response headers that keep the page to its own server and its own scripts."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# A script of the page itself, without an address.
INLINE_SCRIPT = re.compile(
    rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
# Gradio styles its elements in place, hence the one "unsafe" word.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
)


class PageHeaders:
    """ASGI middleware that sets the headers on the responses below some paths.

    Scripts inside a page of the server may run by their SHA-256, so that no other inline script
    ever can. Gradio writes them anew for each address it is reached at, hence at each response.
    """

    def __init__(self, app: ASGIApp, paths: tuple[str, ...]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not self._covers(scope["path"]):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _HeaderWriter(send))

    def _covers(self, path: str) -> bool:
        return any(path == covered or path.startswith(f"{covered}/") for covered in self._paths)


class _HeaderWriter:
    """Holds a page back until it is whole, since its headers depend on it; all else passes."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._held: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                self._held = message
                return
            _set_headers(headers, b"")
        elif self._held is not None:
            self._body += message.get("body", b"")
            if message.get("more_body", False):
                return
            _set_headers(MutableHeaders(scope=self._held), self._body)
            await self._send(self._held)
            self._held = None
            message = {**message, "body": self._body}
        await self._send(message)


def _set_headers(headers: MutableHeaders, page: bytes) -> None:
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    headers["Content-Security-Policy"] = CONTENT_POLICY.format(hashes=hashes)
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    # Scripts that changed with the server are asked for anew; unchanged ones cost one 304.
    headers.setdefault("Cache-Control", "no-cache")
