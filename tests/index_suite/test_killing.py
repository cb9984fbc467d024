"""A process killed at any moment leaves an index that holds exactly what was committed."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from index.article_index import ArticleIndex
from index.verification import find_problems

MOST_CHANGES = 4
LONGEST_WAIT = 0.03
LONGEST_CREATION = 0.03


@contextmanager
def started(script: Path, folder: Path, generation: int) -> Iterator[subprocess.Popen[str]]:
    """The child, which has not touched the index yet."""
    command = [sys.executable, str(script), str(folder), str(generation)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def kill(process: subprocess.Popen[str]) -> list[str]:
    """Kill the process and return what it still said."""
    assert process.stdout is not None
    process.send_signal(signal.SIGKILL)
    # Not communicate(), which passes by the lines that readline() has read ahead.
    output = process.stdout.read()
    assert process.wait(timeout=60) == -signal.SIGKILL, "the child ended before it was killed"
    return output.split()


def require_whole(child: ModuleType, folder: Path, generations: tuple[int, ...]) -> int:
    """The index is sound and holds what it held after one of the generations; which one."""
    encoder = child.HashingEncoder()
    index = ArticleIndex(folder, encoder, child.CHUNKING)
    assert find_problems(folder, encoder, child.CHUNKING) == []
    stored = {s.document_id: index.document(s.document_id) for s in index.summaries()}
    states = {generation: child.state_after(generation) for generation in generations}
    assert stored in states.values()
    passages = sum(summary.passages for summary in index.summaries())
    assert len(index.snapshot().vectors) == passages
    return max(generation for generation, state in states.items() if state == stored)


def kill_again_and_again(child: ModuleType, script: Path, folder: Path, kills: int) -> int:
    """Kill the child that often; returns the last generation that is stored."""
    last = -1
    for number in range(kills):
        chance = random.Random(number)  # noqa: S311
        with started(script, folder, last + 1) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            told = [last]
            told += [int(process.stdout.readline()) for _ in range(chance.randint(0, MOST_CHANGES))]
            time.sleep(chance.uniform(0, LONGEST_WAIT))
            told += map(int, kill(process))
        assert told == list(range(last, last + len(told)))
        # What was told is committed; the change after it may be.
        last = require_whole(child, folder, (told[-1], told[-1] + 1))
    return last


def test_a_process_killed_while_it_writes(
    tmp_path: Path, child: ModuleType, child_script: Path
) -> None:
    assert kill_again_and_again(child, child_script, tmp_path / "index", 12) > 12


@pytest.mark.slow
def test_a_process_killed_200_times(tmp_path: Path, child: ModuleType, child_script: Path) -> None:
    assert kill_again_and_again(child, child_script, tmp_path / "index", 200) > 200


@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_a_process_killed_while_it_creates_the_index(
    kills: int, tmp_path: Path, child: ModuleType, child_script: Path
) -> None:
    for number in range(kills):
        folder = tmp_path / f"index-{number}"
        life = random.Random(number).uniform(0, LONGEST_CREATION)  # noqa: S311
        with started(child_script, folder, 0) as process:
            time.sleep(life)
            told = [-1, *(int(line) for line in kill(process) if line != "open")]
        require_whole(child, folder, (told[-1], told[-1] + 1))


def test_the_states_are_what_the_changes_make(tmp_path: Path, child: ModuleType) -> None:
    """The oracle of the kills, held against an index that nobody kills."""
    index = ArticleIndex(tmp_path / "index", child.HashingEncoder(), child.CHUNKING)
    sizes = set()
    for generation in range(12):
        child.apply_generation(index, generation)
        require_whole(child, index.folder, (generation,))
        sizes.add(len(index.summaries()))
    assert sizes == {3, 6, 9, 12}
