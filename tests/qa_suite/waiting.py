"""Waiting for what happens elsewhere, however busy the machine is."""

import time
from collections.abc import Callable

WAIT_SECONDS = 120.0


def until(condition: Callable[[], bool]) -> None:
    """Wait until the condition holds; fail when it never does."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "what was waited for did not happen"
        time.sleep(0.01)
