"""Host names to internet addresses, within a time."""

import socket
import threading
from collections.abc import Callable

from index.errors import FetchError

# From a host and the seconds that are left to its addresses, in the order to be tried.
Resolver = Callable[[str, float], list[str]]
MAXIMUM_ADDRESSES_TRIED = 4


def resolve_host(host: str, seconds: float) -> list[str]:
    """The host's addresses, as this machine's resolver gives them.

    Raises:
        FetchError: it has none, or the answer takes too long.
    """
    found: list[str] = []
    failures: list[str] = []

    def look_up() -> None:
        try:
            entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found.extend(str(entry[4][0]) for entry in entries)
        except (OSError, UnicodeError) as error:
            failures.append(str(error))

    # In a thread of its own: the system's look-up knows no time limit.
    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise FetchError(f"the host {host!r} was not found within {seconds:.0f} seconds")
    if not found:
        raise FetchError(f"the host {host!r} is not found: {' '.join(failures) or 'no address'}")
    return list(dict.fromkeys(found))[:MAXIMUM_ADDRESSES_TRIED]
