"""Several processes that serve one socket; one that dies is replaced.

They are forked before anything large is loaded, so that they share the socket and the counters of
the rate limits. uvicorn's own supervisor starts each from the name of a module instead, which can
be handed neither.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import click

LOGGER = logging.getLogger(__name__)
SIGNALS = frozenset({signal.SIGCHLD, signal.SIGTERM, signal.SIGINT})
# A worker that keeps dying is started again ever more slowly.
SHORT_LIFE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 30.0

# Of a worker's number, and of whether it takes the place of one that ended.
Work = Callable[[int, bool], None]


@dataclass(slots=True)
class _Worker:
    number: int
    process: int | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0


def run_workers(count: int, work: Work, stop_seconds: float) -> int:
    """Let `count` processes do `work`, numbered from 0, until told to stop.

    Each has `stop_seconds` to end then; one that is still there is killed. Returns the exit status:
    0 after a signal to stop, or that of a worker which could not start. One that ends otherwise is
    replaced.
    """
    workers = [_Worker(number) for number in range(count)]
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    alive_end, parent_end = os.pipe()
    try:
        while True:
            for worker in workers:
                if worker.process is None and worker.due <= time.monotonic():
                    _start(worker, work, alive_end, parent_end)
            received = signal.sigtimedwait(SIGNALS, 0.5)
            if received is not None and received.si_signo != signal.SIGCHLD:
                return 0
            status = _reap(workers)
            if status:
                return status
    finally:
        _stop(workers, stop_seconds)
        os.close(parent_end)
        os.close(alive_end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _start(worker: _Worker, work: Work, alive_end: int, parent_end: int) -> None:
    worker.started = time.monotonic()
    process = os.fork()
    if process:
        worker.process = process
        return
    status = 1
    try:
        os.close(parent_end)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        threading.Thread(target=_end_with_parent, args=(alive_end,), daemon=True).start()
        work(worker.number, worker.due > 0)
        status = 0
    except KeyboardInterrupt:
        status = 0
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except BaseException:
        LOGGER.exception("worker %d failed", worker.number)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        # Not sys.exit(): what the parent was doing is not this process's to finish.
        os._exit(status)


def _end_with_parent(alive_end: int) -> None:
    """A parent that was killed closes its end: then this process stops, too."""
    os.read(alive_end, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _reap(workers: list[_Worker]) -> int:
    """Note who has ended and when each is due again; the status of one that could not start."""
    for worker in workers:
        if worker.process is None:
            continue
        process, status = os.waitpid(worker.process, os.WNOHANG)
        if not process:
            continue
        worker.process = None
        code = os.waitstatus_to_exitcode(status)
        now = time.monotonic()
        is_short = now - worker.started < SHORT_LIFE_SECONDS
        is_first = worker.due == 0.0
        if code > 0 and is_first and is_short:
            return code
        worker.failures = worker.failures + 1 if is_short and not is_first else 0
        pause = min(2.0**worker.failures - 1, LONGEST_PAUSE_SECONDS)
        worker.due = now + pause
        LOGGER.warning("worker %d ended (%d): starting it again", worker.number, code)
    return 0


def _stop(workers: list[_Worker], seconds: float) -> None:
    """Ask every worker to finish what it took, and end those that do not."""
    running = [worker.process for worker in workers if worker.process is not None]
    for process in running:
        os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while running and time.monotonic() < deadline:
        running = [process for process in running if not os.waitpid(process, os.WNOHANG)[0]]
        time.sleep(0.02)
    for process in running:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
