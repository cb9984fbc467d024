"""The site on a socket, until the process is told to stop."""

import socket
from collections.abc import Callable

import click
import uvicorn
from fastapi import FastAPI

from ui import strings
from ui.opening import OpeningSite

# A browser tab keeps a connection open for as long as it shows the page.
SHUTDOWN_SECONDS = 3


def run_site(open_site: Callable[[], FastAPI], listener: socket.socket, address: str) -> None:
    """Serve on a socket at once, and the site as soon as it is open; returns after a stop signal.

    Raises:
        Exception: what `open_site` raised.
    """
    failures: list[Exception] = []

    def opened() -> None:
        for line in (strings.SERVE_CHAT_AT, strings.SERVE_API_AT, strings.SERVE_STOP_HINT):
            click.echo(line.format(address=address), err=True)

    def failed(error: Exception) -> None:
        failures.append(error)
        server.should_exit = True

    config = uvicorn.Config(
        OpeningSite(open_site, opened, failed),
        # The command's own logging decides what is shown; uvicorn's would use standard output.
        log_config=None,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    if failures:
        raise failures[0]
