"""Requests past the limit of their key or address are refused."""

import ipaddress
import math
from collections.abc import Callable
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.rate_limit import RateLimit
from qa.server.origin import READING
from qa.server.problems import problem

# Who owns one IPv6 address owns all that share these bits.
IPV6_PREFIX = 64

Name = Callable[[Scope], str | None]


class RateGuard:
    """Refuses requests past a limit with 429 and Retry-After. Reading the page is free."""

    def __init__(self, application: ASGIApp, limit: RateLimit, name: Name) -> None:
        self._application = application
        self._limit = limit
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        name = self._name(scope) if _counts(scope) else None
        wait = 0.0 if name is None else self._limit.take(name)
        if wait > 0:
            response = problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"more than {self._limit.per_minute} requests a minute: try again later",
                retry_seconds=math.ceil(wait),
            )
            await response(scope, receive, send)
            return
        await self._application(scope, receive, send)


def key_name(scope: Scope) -> str | None:
    """The key that the request came with."""
    key_id: str | None = scope["state"]["key_id"]
    return key_id


def address_name(scope: Scope) -> str | None:
    """The client's address, of IPv6 its network; None where another process passed it on."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0] if client else "")
    except ValueError:
        return None
    # A socket for both kinds of addresses tells those of the older kind in the newer form.
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False))


def _counts(scope: Scope) -> bool:
    if scope["type"] != "http":
        return False
    return scope["path"].startswith("/v1/") or scope["method"] not in READING
