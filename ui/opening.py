"""A server that answers from its first moment: what it serves is opened behind it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from html import escape
from http import HTTPStatus
from importlib import resources
from string import Template

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.server.middleware import RequestGuard
from qa.server.openai_errors import OpenAIErrors
from qa.server.problems import RETRY_SECONDS, problem
from ui import strings
from ui.security import PageHeaders

PAGE_PATHS = ("/", "/chat", "/chat/")


class OpeningSite:
    """An ASGI application that passes everything on to a site once that is open.

    Until then its pages say that it is being opened, and load themselves again; requests of
    programs are told when to come back.
    """

    def __init__(
        self,
        open_site: Callable[[], FastAPI],
        opened: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """`open_site` runs in a thread once the server has started.

        `opened` or `failed` is called when it has ended, in the event loop.
        """
        self._open_site = open_site
        self._opened = opened
        self._failed = failed
        self._serving: ASGIApp = PageHeaders(OpenAIErrors(RequestGuard(_starting)), PAGE_PATHS[1:])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request, or the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._serving(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        stopping = asyncio.Event()
        serving = asyncio.create_task(self._serve(stopping))
        await send({"type": "lifespan.startup.complete"})
        await receive()
        stopping.set()
        # What is still being opened is given up with the process.
        if self._is_open() or serving.done():
            await serving
        else:
            serving.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, stopping: asyncio.Event) -> None:
        """Open the site, then keep it open until the server stops."""
        try:
            site = await _in_daemon_thread(self._open_site)
        except Exception as error:
            self._failed(error)
            return
        async with site.router.lifespan_context(site):
            self._serving = site
            self._opened()
            await stopping.wait()

    def _is_open(self) -> bool:
        return isinstance(self._serving, FastAPI)


async def _in_daemon_thread(work: Callable[[], FastAPI]) -> FastAPI:
    """Unlike `asyncio.to_thread`, a process that is told to end does not wait for it."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[FastAPI] = loop.create_future()

    def settle(site: FastAPI | None, error: Exception | None) -> None:
        if outcome.cancelled():
            return
        if site is None:
            outcome.set_exception(error or RuntimeError("nothing was opened"))
        else:
            outcome.set_result(site)

    def run() -> None:
        site, failure = None, None
        try:
            site = work()
        except Exception as error:
            failure = error
        # A server that has stopped meanwhile waits for nothing any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, site, failure)

    threading.Thread(target=run, name="opening", daemon=True).start()
    return await outcome


async def _starting(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to a request that comes too early."""
    if scope["type"] != "http":
        return
    response: Response
    if scope["path"] == "/healthz":
        response = JSONResponse({"status": "ok"})
    elif scope["path"] in PAGE_PATHS:
        headers = {"Retry-After": str(RETRY_SECONDS)}
        response = HTMLResponse(_starting_page(), HTTPStatus.SERVICE_UNAVAILABLE, headers)
    else:
        detail = strings.STARTING_PROBLEM
        response = problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, retry_seconds=RETRY_SECONDS)
    await response(scope, receive, send)


def _starting_page() -> str:
    template = resources.files("ui").joinpath("starting.html").read_text(encoding="utf-8")
    return Template(template).substitute(
        title=escape(strings.STARTING_TITLE), hint=escape(strings.STARTING_HINT)
    )
