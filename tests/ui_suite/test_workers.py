"""Worker processes: started, replaced, stopped; real forks and signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

import ui

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(ui.__file__).parents[1])}
SECONDS = 120

# Each worker says its number and process, then works until it is told to stop.
WORKING = """
import os, signal, sys
from ui.workers import run_workers

def work(number, is_replacement):
    # One write, so that the lines of two workers cannot mix whatever the buffering.
    os.write(1, f"{{number}} {{os.getpid()}} {{is_replacement}}\\n".encode())
    {work}

sys.exit(run_workers(2, work, {seconds}))
"""
UNTIL_STOPPED = "signal.sigwait({signal.SIGTERM})"
# Whichever thread gets the signal.
STOPPING_LATE = """
    import time
    stops = []
    signal.signal(signal.SIGTERM, lambda *_: stops.append(True))
    os.write(1, b"ready\\n")
    while not stops:
        time.sleep(0.01)
    time.sleep({late})
    os.write(1, b"done\\n")
"""


class Told(NamedTuple):
    """What a worker says when it starts."""

    number: int
    process: int
    is_replacement: bool


@contextmanager
def running(work: str, seconds: float = SECONDS) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WORKING.format(work=work, seconds=seconds)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as parent:
        try:
            yield parent
        finally:
            parent.kill()


def told(parent: subprocess.Popen[str]) -> Told:
    assert parent.stdout is not None
    number, process, replacement = parent.stdout.readline().split()
    return Told(int(number), int(process), replacement == "True")


def wait_until_gone(process: int) -> None:
    deadline = time.monotonic() + SECONDS
    while Path(f"/proc/{process}").exists() and _is_running(process):
        assert time.monotonic() < deadline, f"process {process} goes on"
        time.sleep(0.02)


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_a_killed_worker_is_replaced() -> None:
    with running(UNTIL_STOPPED) as parent:
        first, second = told(parent), told(parent)
        assert {first.number, second.number} == {0, 1}
        assert not first.is_replacement
        assert not second.is_replacement
        os.kill(second.process, signal.SIGKILL)
        third = told(parent)
        assert (third.number, third.is_replacement) == (second.number, True)
        assert third.process not in (first.process, second.process)
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(SECONDS) == 0
        for each in (first, third):
            wait_until_gone(each.process)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_all_stop_with_the_parent_s_signal(stop: signal.Signals) -> None:
    with running(UNTIL_STOPPED) as parent:
        workers = [told(parent).process, told(parent).process]
        parent.send_signal(stop)
        assert parent.wait(SECONDS) == 0
        for process in workers:
            wait_until_gone(process)


@pytest.mark.parametrize(
    ("late", "seconds", "done"), [(0.5, SECONDS, 2), (SECONDS, 0.2, 0)], ids=["awaited", "killed"]
)
def test_workers_have_the_time_to_stop_that_is_given(
    late: float, seconds: float, done: int
) -> None:
    with running(STOPPING_LATE.format(late=late), seconds) as parent:
        assert parent.stdout is not None
        lines = [parent.stdout.readline() for _ in range(4)]
        assert lines.count("ready\n") == 2
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(SECONDS) == 0
        assert parent.stdout.read() == "done\n" * done


def test_workers_do_not_outlive_a_killed_parent() -> None:
    with running("signal.pause()") as parent:
        workers = [told(parent).process, told(parent).process]
        parent.kill()
        for process in workers:
            wait_until_gone(process)


@pytest.mark.parametrize(
    ("work", "status"),
    [
        ("import click; raise click.UsageError('no such index')", 2),
        ("raise ValueError('no such index')", 1),
    ],
)
def test_workers_that_cannot_start_end_it(work: str, status: int) -> None:
    with running(work) as parent:
        assert parent.wait(SECONDS) == status
        assert parent.stderr is not None
        assert "no such index" in parent.stderr.read()
