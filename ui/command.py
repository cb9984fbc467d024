"""`qa serve`: the chat page and the HTTP API in one process."""

import contextlib
import errno
import ipaddress
import socket

import click

from qa.commands.options import index_option
from qa.index_place import IndexPlace
from ui import strings

EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104


@click.command(help=strings.SERVE_HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help=strings.SERVE_HOST_HELP)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=7860,
    show_default=True,
    help=strings.SERVE_PORT_HELP,
)
@index_option
def serve(host: str, port: int, place: IndexPlace | None) -> None:
    """Serve until interrupted."""
    # The port is taken before the models are loaded: a taken one is known at once.
    with listening_socket(host, port) as listener:
        if not is_loopback(host):
            click.echo(strings.SERVE_NO_AUTHENTICATION.format(host=host), err=True)
        click.echo(strings.SERVE_STARTING, err=True)
        # The web frameworks and models take seconds to import: a wrong option should not.
        from qa.assembly import open_answerer  # noqa: PLC0415
        from ui.server import run_site  # noqa: PLC0415

        # Failures of the index are put into words by the command group.
        answerer = open_answerer(place)
        # Ctrl+C is the ordinary way to stop.
        with contextlib.suppress(KeyboardInterrupt):
            run_site(answerer, listener, _address(host, listener))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that holds the port.

    Raises:
        click.UsageError: the host is not an address of this machine.
        click.ClickException: the port is in use or may not be opened.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError) as error:
        raise _unknown_address(host, str(error)) from error
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise _refused_port(host, port, error) from error
    return listener


def _address(host: str, listener: socket.socket) -> str:
    """The address to open in a browser; port 0 is known only now."""
    port = listener.getsockname()[1]
    if host in EVERY_ADDRESS:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _unknown_address(host: str, reason: str) -> click.UsageError:
    return click.UsageError(strings.SERVE_ADDRESS_UNKNOWN.format(host=host, reason=reason))


def _refused_port(host: str, port: int, error: OSError) -> click.ClickException:
    if error.errno == errno.EADDRINUSE:
        return click.ClickException(strings.SERVE_PORT_IN_USE.format(host=host, port=port))
    if error.errno == errno.EACCES:
        return click.ClickException(strings.SERVE_PORT_FORBIDDEN.format(host=host, port=port))
    if error.errno == errno.EADDRNOTAVAIL:
        return _unknown_address(host, error.strerror or str(error))
    return click.ClickException(
        strings.SERVE_CANNOT_LISTEN.format(host=host, port=port, reason=error.strerror or error)
    )
