"""A process killed at any moment leaves an index that holds exactly what was committed."""

import random
import signal
import time
from pathlib import Path

import killable_child as child
import pytest
from killing import (
    STEPS_OF_A_CHANGE,
    ended,
    killed_at_random,
    killed_at_step,
    require_whole,
    started,
)

from index.article_index import ArticleIndex
from index.verification import verify

LONGEST_CREATION = 0.06


@pytest.mark.parametrize("kills", [8, pytest.param(30, marks=pytest.mark.slow)])
def test_a_process_killed_while_it_writes(kills: int, tmp_path: Path) -> None:
    last = -1
    for number in range(kills):
        last = killed_at_random(tmp_path / "index", last, random.Random(number))  # noqa: S311
    assert last > kills


@pytest.mark.parametrize("stride", [13, pytest.param(2, marks=pytest.mark.slow)])
def test_a_process_killed_at_a_file_operation(stride: int, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    last = -1
    for step in range(1, STEPS_OF_A_CHANGE, stride):
        last = killed_at_step(folder, last, step)
    # The next writer clears away what all of them left.
    index = ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)
    child.apply_generation(index, last + 1)
    assert verify(folder, index.encoder, child.CHUNKING).leftovers == ()
    require_whole(folder, (last + 1,))


@pytest.mark.parametrize("kills", [4, pytest.param(40, marks=pytest.mark.slow)])
def test_a_process_killed_while_it_creates_the_index(kills: int, tmp_path: Path) -> None:
    for number in range(kills):
        folder = tmp_path / f"index-{number}"
        with started(folder, 0) as process:
            time.sleep(random.Random(number).uniform(0, LONGEST_CREATION))  # noqa: S311
            process.send_signal(signal.SIGKILL)
            told = [-1, *ended(process)]
        require_whole(folder, (told[-1], told[-1] + 1))


def test_the_states_are_what_the_changes_make(tmp_path: Path) -> None:
    """The oracle of the kills, held against an index that nobody kills."""
    index = ArticleIndex(tmp_path / "index", child.HashingEncoder(), child.CHUNKING)
    sizes = set()
    for generation in range(24):
        child.apply_generation(index, generation)
        require_whole(index.folder, (generation,))
        sizes.add(len(index.summaries()))
    assert sizes == {3, 6, 9, 12}
