"""Compare a large file with its checksum while it is in use already."""

import threading
from collections.abc import Callable

from index.errors import IndexFailure


class DelayedCheck:
    """A check that runs in another thread; once it has failed, so does everything that asks."""

    def __init__(self, check: Callable[[], object]) -> None:
        """Begin the check, which raises an `IndexFailure` when something is wrong."""
        self._check = check
        self._failure: IndexFailure | None = None
        # A process that ends meanwhile is not held up.
        self._thread = threading.Thread(target=self._run, name="checksum", daemon=True)
        self._thread.start()

    def require(self) -> None:
        """Go on, unless the check has failed by now.

        Raises:
            IndexFailure: what the check raised.
        """
        if self._failure is not None:
            raise self._failure

    def wait(self) -> None:
        """Wait for the end of the check, then go on unless it failed.

        Raises:
            IndexFailure: what the check raised.
        """
        self._thread.join()
        self.require()

    def _run(self) -> None:
        try:
            self._check()
        except IndexFailure as failure:
            self._failure = failure
        except OSError as error:
            self._failure = IndexFailure(f"the index cannot be checked: {error}")
