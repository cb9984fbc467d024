"""Feedback under faults: kills, full disks, closed folders and many writers."""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import feedback_helpers as helpers
import pytest
from fault_scenarios import NotPossibleError, small_disk
from killing import THIS_CHECKOUT

from index.locking import writing_alone
from qa.feedback_errors import FeedbackWriteError
from qa.feedback_store import FeedbackStore

SEARCHED = os.pathsep.join(
    [
        THIS_CHECKOUT["PYTHONPATH"],
        str(Path(helpers.__file__).parent),
        str(Path(helpers.child.__file__).parent),
    ]
)

FREE_BYTES = 40_000


@contextmanager
def adding(folder: Path, name: str, count: int) -> Iterator[subprocess.Popen[str]]:
    """A process that has opened the index and now adds entries."""
    command = [sys.executable, helpers.__file__, str(folder), name, str(count)]
    environment = {**THIS_CHECKOUT, "PYTHONPATH": SEARCHED}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    helpers.opened(tmp_path / "index").add([helpers.TOWN])
    return tmp_path / "index"


def kept(folder: Path) -> list[str]:
    return [entry.answer_id for entry in FeedbackStore(folder).list()]


def test_processes_take_turns_and_lose_nothing(folder: Path) -> None:
    with adding(folder, "left", 20) as left, adding(folder, "right", 20) as right:
        assert [process.wait(timeout=60) for process in (left, right)] == [0, 0]
    names = [f"{name}-{number}" for name in ("left", "right") for number in range(20)]
    assert sorted(kept(folder)) == sorted(names)


def test_what_was_confirmed_survives_a_kill(folder: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    told: list[str] = []
    for number in range(3):
        with adding(folder, f"run{number}", 10_000) as process:
            assert process.stdout is not None
            told.append(process.stdout.readline().strip())
            time.sleep(chance.uniform(0, 0.05))
            process.send_signal(signal.SIGKILL)
            told += process.stdout.read().split()
        found = kept(folder)
        # The last one may have been kept without having been told.
        assert set(told) <= set(found)
        assert len(found) <= len(told) + number + 1
    FeedbackStore(folder).add(helpers.feedback(answer_id="after"), helpers.opened(folder))
    assert kept(folder)[-1] == "after"


def test_a_full_disk_is_said_and_loses_nothing() -> None:
    with tempfile.TemporaryDirectory() as place:
        try:
            _fill_a_disk(Path(place) / "disk")
        except NotPossibleError as reason:
            pytest.skip(str(reason))


def _fill_a_disk(disk: Path) -> None:
    with small_disk(disk) as resize:
        index = helpers.opened(disk / "index")
        index.add([helpers.TOWN])
        store = FeedbackStore(index.folder)
        store.add(helpers.feedback(answer_id="first"), index)
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(bytes(free.f_bavail * free.f_frsize - FREE_BYTES))
        told = []
        for number in range(100):
            try:
                entry = helpers.feedback(answer_id=f"full-{number}", comment="x" * 2_000)
                store.add(entry, index)
            except FeedbackWriteError as error:
                told.append(str(error))
                break
        assert told, "the disk never was full"
        assert "was not kept" in told[0]
        assert kept(index.folder) == ["first", *(f"full-{n}" for n in range(number))]
        resize(16_000_000)
        store.add(helpers.feedback(answer_id="after"), index)
        assert kept(index.folder)[-1] == "after"


def test_a_folder_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    missing = FeedbackStore(tmp_path / "removed")
    with pytest.raises(FeedbackWriteError, match="removed"):
        missing.add(helpers.feedback(), helpers.opened(folder))


def test_feedback_waits_for_no_writer_of_articles(folder: Path) -> None:
    index = helpers.opened(folder)
    with writing_alone(folder, 1):
        FeedbackStore(folder).add(helpers.feedback(), index)
    assert kept(folder) == ["a1"]
