"""The socket that `qa serve` listens on, and why there may be none."""

import errno
import socket

import click

from ui import command_strings

# Compared with, never bound to by itself.
EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104  # nosec B104


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


def shown_address(host: str, listener: socket.socket) -> str:
    """The address to open in a browser; port 0 is known only now."""
    port = listener.getsockname()[1]
    if host in EVERY_ADDRESS:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _unknown_address(host: str, reason: str) -> click.UsageError:
    return click.UsageError(command_strings.ADDRESS_UNKNOWN.format(host=host, reason=reason))


def _refused_port(host: str, port: int, error: OSError) -> click.ClickException:
    if error.errno == errno.EADDRINUSE:
        return click.ClickException(command_strings.PORT_IN_USE.format(host=host, port=port))
    if error.errno == errno.EACCES:
        return click.ClickException(command_strings.PORT_FORBIDDEN.format(host=host, port=port))
    if error.errno == errno.EADDRNOTAVAIL:
        return _unknown_address(host, error.strerror or str(error))
    return click.ClickException(
        command_strings.CANNOT_LISTEN.format(host=host, port=port, reason=error.strerror or error)
    )
