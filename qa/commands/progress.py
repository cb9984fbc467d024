"""How far a long command is, on standard error: a bar on a terminal, lines elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

SECONDS_BETWEEN_LINES = 5.0


class ReadingProgress(Protocol):
    """Shows how many of the sources are read, and says what went wrong meanwhile."""

    def show(self, done: int, total: int) -> None:
        """So many sources of all are read now."""

    def say(self, message: str) -> None:
        """Print a line."""


@contextmanager
def reading_progress() -> Iterator[ReadingProgress]:
    """Progress while the context lasts."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress)


def printable(text: str) -> str:
    """Text of strangers without characters that steer a terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


class _RateColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.1f} a second")


class _Bar:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=None)

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def say(self, message: str) -> None:
        self._progress.console.print(
            printable(message), markup=False, highlight=False, soft_wrap=True
        )


class _Lines:
    def __init__(self) -> None:
        self._start = self._last = time.monotonic()

    def show(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - self._last < SECONDS_BETWEEN_LINES:
            return
        if done == total and now - self._start < SECONDS_BETWEEN_LINES:
            return
        self._last = now
        rate = done / max(now - self._start, 1e-9)
        left = (total - done) / rate
        click.echo(f"read {done} of {total}, {rate:.1f} a second, {left:.0f} s left", err=True)

    def say(self, message: str) -> None:
        click.echo(printable(message), err=True)
