"""The site on a socket, until the process is told to stop."""

import socket

import click
import uvicorn

from qa.answering import Answerer
from ui import strings
from ui.application import create_site

# A browser tab keeps a connection open for as long as it shows the page.
SHUTDOWN_SECONDS = 3


class AnnouncingServer(uvicorn.Server):
    """Says where it is reached once it is."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the addresses."""
        await super().startup(sockets)
        if self.started:
            for line in (strings.SERVE_CHAT_AT, strings.SERVE_API_AT, strings.SERVE_STOP_HINT):
                click.echo(line.format(address=self._address), err=True)


def run_site(answerer: Answerer, listener: socket.socket, address: str) -> None:
    """Serve the answerer on a socket that listens already; returns after a stop signal."""
    config = uvicorn.Config(
        create_site(answerer),
        # The command's own logging decides what is shown; uvicorn's would use standard output.
        log_config=None,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    AnnouncingServer(config, address).run(sockets=[listener])
