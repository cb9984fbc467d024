"""The site on a socket, until the process is told to stop."""

import socket
from collections.abc import Callable

import click
import uvicorn
from fastapi import FastAPI

from qa.assembly import open_answerer
from qa.index_place import IndexPlace
from qa.keys import KeyRing
from qa.server.body_limits import BodyLimits
from qa.server.protection import Protection, protect
from qa.server.request_log import RequestLog
from qa.service.options import ServiceOptions
from qa.settings import Settings
from ui import command_strings
from ui.application import create_site
from ui.guarding import Guarding
from ui.opening import OpeningSite


def run_site(
    open_site: Callable[[], FastAPI],
    settings: Settings,
    listener: socket.socket,
    address: str | None,
) -> None:
    """Serve on a socket at once, and the site as soon as it is open; returns after a stop signal.

    The address is printed then, if there is one.

    Raises:
        Exception: what `open_site` raised.
    """
    failures: list[Exception] = []

    def opened() -> None:
        for line in (command_strings.CHAT_AT, command_strings.API_AT, command_strings.STOP_HINT):
            if address is not None:
                click.echo(line.format(address=address), err=True)

    def failed(error: Exception) -> None:
        failures.append(error)
        server.should_exit = True

    config = uvicorn.Config(
        OpeningSite(open_site, opened, failed),
        # The command's own logging decides what is shown; uvicorn's would use standard output.
        log_config=None,
        access_log=False,
        server_header=False,
        # Anybody can send X-Forwarded-For: it counts from those only who are named.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        # A browser tab keeps a connection open for as long as it shows the page.
        timeout_graceful_shutdown=round(settings.stop_seconds),
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listener])
    if failures:
        raise failures[0]


def open_site(place: IndexPlace | None, settings: Settings, guarding: Guarding) -> FastAPI:
    """The site on an index, the default one where none is named, with its guards and its log.

    Raises:
        IndexFailure: the index or a model cannot be used; the message says what to do.
    """
    options = ServiceOptions(
        answering_threads=settings.answering_threads,
        queue_seconds=settings.queue_seconds,
        queue_questions=settings.queue_questions,
        wait_seconds=settings.wait_seconds,
        cached_answers=settings.cached_answers,
    )
    bodies = BodyLimits(settings.maximum_body_bytes, settings.body_seconds)
    site = create_site(open_answerer(place), options, bodies)
    protection = Protection(
        hosts=guarding.hosts,
        origins=settings.cors_origins,
        ring=None if guarding.keys is None else KeyRing(guarding.keys),
        address_limit=guarding.address_limit,
        key_limit=guarding.key_limit,
    )
    protect(site, protection)
    site.add_middleware(RequestLog, questions=settings.log_questions)
    return site
