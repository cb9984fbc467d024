"""How many requests each name may send, counted in memory that forked processes share."""

import hashlib
import mmap
import secrets
import time
from collections.abc import Callable

SLOTS = 1 << 20
SLOT_BYTES = 8
# A page that is opened sends several requests at once; nobody should be refused for that.
BURST_SHARE = 0.25


class RateLimit:
    """So many requests a minute for each name, after a burst of a quarter of that.

    The generic cell rate algorithm: of each name only the moment is kept at which it will have
    used up nothing, by the monotonic clock, so that moving the machine's clock neither locks
    anybody out nor lets anybody in (the package `limits` counts by that clock). The moments stand
    in a table of fixed size that forked processes share; names are hashed with a secret, so that
    nobody can choose to share another one's place.
    """

    def __init__(self, per_minute: int, now: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._interval = 60 / per_minute
        self._burst_seconds = (max(1, round(per_minute * BURST_SHARE)) - 1) * self._interval
        self._now = now
        self._secret = secrets.token_bytes(16)
        self._memory = mmap.mmap(-1, SLOTS * SLOT_BYTES)
        self._moments = memoryview(self._memory).cast("d")

    def take(self, name: str) -> float:
        """Count one request; 0, or after how many seconds it would be let through."""
        digest = hashlib.blake2b(name.encode(), digest_size=8, key=self._secret).digest()
        place = int.from_bytes(digest) % SLOTS
        now = self._now()
        free = max(self._moments[place], now)
        wait = free - now - self._burst_seconds
        # Two processes may overwrite each other here; one request is then not counted.
        if wait <= 0:
            self._moments[place] = free + self._interval
        return max(wait, 0.0)
