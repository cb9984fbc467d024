"""How long requests take, by route and status."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.service.metrics import Metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
# Paths and methods that a client makes up must not become series of their own.
OTHER = "other"


class RequestMeter:
    """Measures every HTTP request that passes."""

    def __init__(self, application: ASGIApp, metrics: Metrics) -> None:
        self._application = application
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        started = time.monotonic()
        status = "none"

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._application(scope, receive, send_noting)
        finally:
            method = scope["method"] if scope["method"] in METHODS else OTHER
            # The router leaves the route it chose in the scope.
            route = getattr(scope.get("route"), "path", OTHER)
            seconds = time.monotonic() - started
            self._metrics.requests.labels(method, route, status).observe(seconds)
