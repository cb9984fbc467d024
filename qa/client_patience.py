"""How long a client waits for a busy server."""

from collections.abc import Callable

import httpx

BUSY = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})
MAXIMUM_WAIT_SECONDS = 60.0


class Patience:
    """What is left of it in one call: a busy server is asked again so often, when it says to."""

    def __init__(self, retries: int, sleep: Callable[[float], None]) -> None:
        self._left = retries
        self._sleep = sleep

    def waited(self, status: int, seconds: object) -> bool:
        """Whether the server was waited for, so that it can be asked again.

        `seconds` are those that it named, in a header or a problem, if any.
        """
        named = str(seconds)
        if status not in BUSY or not named.isdecimal() or not self._left:
            return False
        self._left -= 1
        self._sleep(min(float(named), MAXIMUM_WAIT_SECONDS))
        return True
