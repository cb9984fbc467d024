"""Only pages of this server, and those it trusts, may use it through a visitor's browser.

A page elsewhere can reach a server on this machine in two ways: by a name of its own that it
points here (DNS rebinding, told by the Host header), and by sending forms (told by Origin).
"""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.loopback import is_loopback
from qa.server.problems import problem

ANY = "*"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
SHOWN_CHARACTERS = 80


class OriginGuard:
    """Refuses names of this server that it does not know, and changes that other pages ask for.

    Starlette's TrustedHostMiddleware cannot read IPv6 addresses and answers in plain text.
    """

    def __init__(
        self, application: ASGIApp, hosts: Sequence[str], origins: Sequence[str] = ()
    ) -> None:
        """`hosts` are names, ``*.example.org`` for those below one, or ``*``; `origins` are
        other pages' origins, such as ``https://example.org``, or ``*``."""
        self._application = application
        self._hosts = tuple(host.lower() for host in hosts)
        self._origins = tuple(origin.lower() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] in ("http", "websocket"):
            refusal = self._refusal(scope.get("method", "GET"), Headers(scope=scope))
            if refusal is not None:
                await problem(*refusal)(scope, receive, send)
                return
        await self._application(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> tuple[HTTPStatus, str] | None:
        host = headers.get("host", "").lower()
        if not self._is_trusted(host_name(host)):
            return HTTPStatus.BAD_REQUEST, (
                f"the Host {host[:SHOWN_CHARACTERS]!r} is no name of this server: whoever runs it "
                "can add names with trusted_hosts"
            )
        if method in READING or self._may_change(host, headers):
            return None
        return HTTPStatus.FORBIDDEN, (
            f"a page of {headers.get('origin', 'another site')[:SHOWN_CHARACTERS]!r} asks for "
            "this: whoever runs the server can allow it with cors_origins"
        )

    def _is_trusted(self, name: str) -> bool:
        if ANY in self._hosts or name in self._hosts or is_loopback(name):
            return True
        return any(host.startswith("*.") and name.endswith(host[1:]) for host in self._hosts)

    def _may_change(self, host: str, headers: Headers) -> bool:
        origin = headers.get("origin")
        if origin is None:
            # Browsers that leave Origin out still say this; other programs say neither.
            return headers.get("sec-fetch-site", "none") != "cross-site"
        if ANY in self._origins or origin.lower() in self._origins:
            return True
        return origin.lower().partition("://")[2] == host


def host_name(host: str) -> str:
    """The name or address in a Host header, without port and brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].rstrip(".")
