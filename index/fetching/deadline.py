"""A moment by which something has to be done."""

import time
from dataclasses import dataclass

from index.errors import FetchError


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock, `seconds` after its start."""

    moment: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """The moment so many seconds from now."""
        return cls(time.monotonic() + seconds, seconds)

    def left(self) -> float:
        """Seconds that are left, more than zero.

        Raises:
            FetchError: there are none.
        """
        seconds = self.moment - time.monotonic()
        if seconds <= 0:
            raise FetchError(f"it takes over {self.seconds:g} seconds in all")
        return seconds
