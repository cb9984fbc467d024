"""Kill workers, swap the index and fill the disk under load; a Markdown table says what came of it.

    python -m bench.serving_faults --seconds 60 > serving-faults.md

Clients ask and send feedback all the time. Every reply is an answer or an error of its kind, and
every piece of feedback that was confirmed is kept; the first fault of which that is not so ends the
run, with exit status 1. A disk of its own needs root: without it that row says so.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import click
import httpx

from index.document import Document
from index.reading import read_sample
from qa.assembly import open_encoder, open_index
from qa.feedback_store import FeedbackStore

START_SECONDS = 300.0
CLIENTS = 4
DISK_BYTES = 64_000_000
QUESTIONS = (
    "Who is the president of South Korea?",
    "how many troops are in Kursk",
    "What is the K Battalion?",
)
# What a fault may cost: refusals that say when to come back, and the request a dead worker had.
LOST = "no reply"
STARTING = re.compile(r"API: +(http://\S+)/v1")

Fault = Callable[["Server", float], str]


@dataclass(slots=True)
class Server:
    """A running server, what its clients got, and the feedback it has confirmed."""

    process: subprocess.Popen[bytes]
    url: str
    folder: Path
    replies: Counter[str] = field(default_factory=Counter)
    confirmed: list[str] = field(default_factory=list)

    def workers(self) -> list[int]:
        """The processes that answer."""
        pid = self.process.pid
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8")
        return [int(number) for number in listed.split()]


@click.command()
@click.option("--seconds", default=60.0, show_default=True, help="Of each fault.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(min=2))
def main(seconds: float, workers: int) -> None:
    """Bring each fault about under load and print what came of it."""
    print("| fault, under load | outcome | replies |\n|---|---|---|")
    faults: Sequence[tuple[str, Fault, frozenset[str]]] = (
        ("none", _nothing, frozenset()),
        ("workers killed, one every 10 seconds", _kill, frozenset({LOST})),
        ("index swapped and an article removed, all the time", _swap, frozenset()),
        ("disk full, then room again", _fill, frozenset({"feedback 507"})),
    )
    for name, fault, allowed in faults:
        with tempfile.TemporaryDirectory() as folder, _disk(Path(folder)):
            _prepare(Path(folder) / "index")
            with _serving(Path(folder), workers) as server, _clients(server):
                outcome = fault(server, seconds)
            _require(server, allowed)
        counts = ", ".join(f"{count} × {kind}" for kind, count in sorted(server.replies.items()))
        print(f"| {name} | {outcome}; {len(server.confirmed)} pieces of feedback kept | {counts} |")


def _nothing(server: Server, seconds: float) -> str:
    time.sleep(seconds)
    return "all answered"


def _kill(server: Server, seconds: float) -> str:
    killed, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(10)
        os.kill(server.workers()[-1], signal.SIGKILL)
        killed += 1
    return f"{killed} killed, each replaced"


def _swap(server: Server, seconds: float) -> str:
    changes, end = 0, time.monotonic() + seconds
    index = open_index(server.folder / "index", open_encoder())
    article = Document("passing", "Passing", "The president of Passing is Ann Example.", "bench:1")
    while time.monotonic() < end:
        index.add([article])
        index.remove([article.document_id])
        changes += 2
    return f"{changes} new versions"


def _fill(server: Server, seconds: float) -> str:
    if not server.folder.is_mount():
        return "not tried: a small disk needs root"
    time.sleep(seconds / 3)
    free = os.statvfs(server.folder)
    ballast = server.folder / "ballast"
    # The server writes meanwhile: then the disk is full before the last byte.
    with suppress(OSError):
        ballast.write_bytes(bytes(free.f_bavail * free.f_frsize))
    time.sleep(seconds / 3)
    refused = server.replies["feedback 507"]
    ballast.unlink()
    before = len(server.confirmed)
    time.sleep(seconds / 3)
    if not refused or len(server.confirmed) == before:
        raise click.ClickException("the full disk was not noticed, or not got over")
    return f"{refused} refused while full"


def _require(server: Server, allowed: frozenset[str]) -> None:
    """Nothing but what may happen has happened, and what was confirmed is kept."""
    kept = {entry.feedback_id for entry in FeedbackStore(server.folder / "index").list()}
    missing = set(server.confirmed) - kept
    expected = {"answer 200", "answer 503", "feedback 201", "feedback 503"} | allowed
    strange = set(server.replies) - expected
    if missing or strange or not server.replies["answer 200"]:
        raise click.ClickException(f"{len(missing)} pieces lost; replies {dict(server.replies)}")


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(folder)]
    is_own = os.geteuid() == 0 and not subprocess.run(mount, check=False).returncode
    try:
        yield
    finally:
        if is_own:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607


def _prepare(folder: Path) -> None:
    open_index(folder, open_encoder()).add(read_sample())


@contextmanager
def _serving(folder: Path, workers: int) -> Iterator[Server]:
    command = [sys.executable, "-m", "qa", "serve", "--port", "0", "--workers", str(workers)]
    settings = ["--index", str(folder / "index"), "--set", "log_level=warning"]
    with (
        tempfile.NamedTemporaryFile() as log,
        subprocess.Popen([*command, *settings], stderr=log) as process,
    ):
        try:
            yield Server(process, _address(Path(log.name), process), folder)
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        found = STARTING.search(log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        time.sleep(0.2)
    raise click.ClickException(log.read_text(encoding="utf-8"))


@contextmanager
def _clients(server: Server) -> Iterator[None]:
    stop = threading.Event()
    threads = [
        threading.Thread(target=_ask, args=(server, QUESTIONS[n % len(QUESTIONS)], stop))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _ask(server: Server, question: str, stop: threading.Event) -> None:
    """Ask and rate, each on a connection of its own, so that every worker has its share."""
    while not stop.is_set():
        try:
            body = {"question": question}
            answer = httpx.post(f"{server.url}/v1/answer", json=body, timeout=60)
            server.replies[f"answer {answer.status_code}"] += 1
            if answer.is_success:
                _rate(server, answer.json())
            else:
                stop.wait(1)
        except httpx.TransportError:
            server.replies[LOST] += 1


def _rate(server: Server, answer: dict[str, object]) -> None:
    names = ("index_version", "status", "question", "resolved_question", "answer")
    verdict = "in_articles" if answer["status"] == "not_in_articles" else "outdated"
    body = {"verdict": verdict, "answer_id": answer["id"], **{n: answer[n] for n in names}}
    reply = httpx.post(f"{server.url}/v1/feedback", json=body, timeout=60)
    server.replies[f"feedback {reply.status_code}"] += 1
    if reply.status_code == httpx.codes.CREATED:
        server.confirmed.append(reply.json()["feedback_id"])


if __name__ == "__main__":
    main()
