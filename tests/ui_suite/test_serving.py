"""`qa serve` as its users start it: a process of its own, with keys and several workers."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

import ui
from qa.keys import KeyFile

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(ui.__file__).parents[1])}
SECONDS = 180
QUESTION = {"question": "Who is the president of South Korea?"}
CHILDREN = "/proc/{process}/task/{process}/children"

pytestmark = pytest.mark.slow


@contextmanager
def serving(log: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The process, and its address once it is ready."""
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", *arguments]
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            command, stderr=errors, stdout=subprocess.DEVNULL, env=ENVIRONMENT
        ) as process,
    ):
        try:
            yield process, address_in(log, process)
        finally:
            process.terminate()
            assert process.wait(SECONDS) == 0


def address_in(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"API: +(http://\S+)/v1", log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def ready(url: str) -> None:
    """Wait until every worker answers: each connection may reach another one."""
    deadline, in_a_row = time.monotonic() + SECONDS, 0
    while in_a_row < 20:
        assert time.monotonic() < deadline
        try:
            in_a_row = in_a_row + 1 if httpx.get(f"{url}/readyz", timeout=30).is_success else 0
        except httpx.TransportError:
            in_a_row = 0
        time.sleep(0.05)


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(CHILDREN.format(process=process.pid)).read_text(encoding="utf-8")
    return [int(number) for number in listed.split()]


def test_workers_share_an_index_and_one_that_is_killed_is_replaced(
    sample_folder: Path, tmp_path: Path
) -> None:
    file = KeyFile(tmp_path / "keys.json")
    _, text = file.add("app", "ask")
    log = tmp_path / "log"
    settings = ("require_keys=true", f"keys_file={file.path}", "log_format=json")
    with serving(
        log,
        *("--workers", "2", "--index", str(sample_folder)),
        *(word for setting in settings for word in ("--set", setting)),
    ) as (process, url):
        ready(url)
        headers = {"Authorization": f"Bearer {text}"}

        def asked(**more: str) -> int:
            answered = httpx.post(
                f"{url}/v1/answer", json=QUESTION, headers={**headers, **more}, timeout=60
            )
            return answered.status_code

        assert httpx.post(f"{url}/v1/answer", json=QUESTION, timeout=60).status_code == 401
        assert asked(Host="rebound.example") == 400
        before = workers_of(process)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        # The other one goes on, and a request that the dead one had is the client's to repeat.
        deadline = time.monotonic() + SECONDS
        while len(now := workers_of(process)) < 2 or before[0] in now:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        ready(url)
        assert [asked() for _ in range(4)] == [200] * 4
        assert before[1] in workers_of(process)
    logged = log.read_text(encoding="utf-8")
    assert text not in logged
    assert QUESTION["question"] not in logged
    assert "worker 0 ended (-9)" in logged or "worker 1 ended (-9)" in logged


def test_workers_that_cannot_open_the_index_say_so_and_end(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "notes.txt").write_text("no index", encoding="utf-8")
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", "--workers", "2"]
    ended = subprocess.run(
        [*command, "--index", str(folder)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env=ENVIRONMENT,
        check=False,
    )
    assert ended.returncode == 2
    assert "notes.txt" in ended.stderr
    assert "Traceback" not in ended.stderr
