"""Kill the killable child again and again, and hold the index against what it should hold."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import killable_child as child

import index
from index.article_index import ArticleIndex
from index.verification import verify

MOST_CHANGES = 4
LONGEST_WAIT = 0.03
STEPS_OF_A_CHANGE = 60
STEPS_OF_EVERY_CHANGE = 350
# A script finds the packages that are installed, which may be another checkout's.
THIS_CHECKOUT = {**os.environ, "PYTHONPATH": str(Path(index.__file__).parents[1])}


def killed_at_random(folder: Path, last: int, chance: random.Random) -> int:
    """Kill a child somewhere in a change after the `last` one; the last that is stored then."""
    with started(folder, last + 1) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        told = [last]
        told += [int(process.stdout.readline()) for _ in range(chance.randint(0, MOST_CHANGES))]
        time.sleep(chance.uniform(0, LONGEST_WAIT))
        process.send_signal(signal.SIGKILL)
        told += ended(process)
    return require_last(folder, last, told)


def killed_at_step(folder: Path, last: int, step: int) -> int:
    """Let a child die at one of its file operations; the last change that is stored then."""
    with started(folder, last + 1, step) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        told = [last, *ended(process)]
    return require_last(folder, last, told)


def require_last(folder: Path, last: int, told: list[int]) -> int:
    """What was told is committed; the change after it may be."""
    assert told == list(range(last, last + len(told)))
    return require_whole(folder, (told[-1], told[-1] + 1))


@contextmanager
def started(folder: Path, generation: int, *step: int) -> Iterator[subprocess.Popen[str]]:
    """The child, which has not touched the index yet."""
    arguments = [str(folder), str(generation), *map(str, step)]
    command = [sys.executable, str(child.__file__), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=THIS_CHECKOUT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def ended(process: subprocess.Popen[str]) -> list[int]:
    """What a killed child still said, which are the changes that it made."""
    assert process.stdout is not None
    # Not communicate(), which passes by the lines that readline() has read ahead.
    output = process.stdout.read()
    assert process.wait(timeout=60) == -signal.SIGKILL, "the child ended before it was killed"
    return [int(line) for line in output.split() if line != "open"]


def require_whole(folder: Path, generations: tuple[int, ...]) -> int:
    """The index is sound and holds what it held after one of the generations; which one."""
    encoder = child.HashingEncoder()
    opened = ArticleIndex(folder, encoder, child.CHUNKING)
    assert verify(folder, encoder, child.CHUNKING).problems == ()
    stored = {
        summary.document_id: opened.document(summary.document_id) for summary in opened.summaries()
    }
    states = {generation: child.state_after(generation) for generation in generations}
    assert stored in states.values()
    passages = sum(summary.passages for summary in opened.summaries())
    assert len(opened.snapshot().vectors) == passages
    return max(generation for generation, state in states.items() if state == stored)
