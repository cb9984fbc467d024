"""Servers under load: started, asked by many clients at once, stopped."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import numpy as np

from bench.peers import SCRIPTS, peer_environment, peer_models, peer_python
from bench.report import spread
from index.document import Document
from qa.question import DEFAULT_TOP_K
from qa.service.options import ServiceOptions

START_SECONDS = 300.0
STOP_SECONDS = 60.0
# Within these a measurement has to end, over the time that the clients are given.
SPARE_SECONDS = 180.0
MEASURES = ("answers_per_second", "p50_ms", "p95_ms", "p99_ms", "refused_503")
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Load:
    """What came of clients that asked for some seconds.

    `milliseconds` are those of the answers; `statuses` count every reply.
    """

    clients: int
    seconds: float
    milliseconds: Sequence[float]
    statuses: Mapping[str, int]

    def row(self, server: str) -> dict[str, object]:
        """One line of the result."""
        p50, p95, p99 = (
            np.percentile(self.milliseconds, (50, 95, 99)) if self.milliseconds else [None] * 3
        )
        failed = {k: v for k, v in self.statuses.items() if k not in ("200", "503")}
        return {
            "server": server,
            "clients": self.clients,
            "answers_per_second": round(len(self.milliseconds) / self.seconds, 2),
            "p50_ms": _rounded(p50),
            "p95_ms": _rounded(p95),
            "p99_ms": _rounded(p99),
            "refused_503": self.statuses.get("503", 0),
            "failed": failed,
        }


def middle_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    """One line for each server and number of clients: the medians of its rounds.

    `times_first` is how many times the answers a second are those of the first server beside it in
    the same round, with the least and the largest of all rounds.
    """
    turns: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        turns[row["server"], row["clients"]].append(row)
    first = rows[0]["server"]
    made: list[dict[str, object]] = []
    for (server, clients), found in turns.items():
        beside = zip(found, turns[first, clients], strict=True)
        ratio = spread(
            [r["answers_per_second"] / max(o["answers_per_second"], TINY) for r, o in beside]
        )
        middle = {name: _median(row[name] for row in found) for name in MEASURES}
        made.append(
            {
                "server": server,
                "clients": clients,
                **middle,
                "failed": sum(sum(row["failed"].values()) for row in found),
                "times_first": round(ratio["median"], 2),
                "least_to_largest": f"{ratio['least']:.2f} to {ratio['largest']:.2f}",
            }
        )
    return made


@contextmanager
def our_server(index: Path, options: Mapping[str, object]) -> Iterator[str]:
    """The address of the endpoint over an index, with fields of `ServiceOptions`."""
    port = free_port()
    command = [sys.executable, "-m", "bench.endpoint_process", str(index), str(port)]
    ServiceOptions(**options)  # type: ignore[arg-type]
    with _running([*command, json.dumps(dict(options))], port) as address:
        yield address


@contextmanager
def haystack_server(
    articles: Sequence[Document], passages: int, precision: str, folder: Path
) -> Iterator[str]:
    """The address of Haystack over the same articles, cut into about as many passages.

    `precision` is float32 or bfloat16; `folder` takes a file with its settings.
    """
    encoder, reader = peer_models()
    words = sum(len(article.text.split()) for article in articles)
    port = free_port()
    settings = {
        "port": port,
        "load": {
            "encoder": str(encoder),
            "reader": str(reader),
            "threads": len(os.sched_getaffinity(0)),
            "precision": precision,
            "top_k": DEFAULT_TOP_K,
        },
        "index": {
            "articles": [{"title": a.title, "text": a.text} for a in articles],
            "words": max(1, words // passages),
        },
    }
    file = folder / f"haystack-{precision}.json"
    file.write_text(json.dumps(settings), encoding="utf-8")
    script = str(SCRIPTS / "haystack_server.py")
    with _running([str(peer_python()), script, str(file)], port) as address:
        yield address


def ask_for(address: str, bodies: Sequence[object], clients: int, seconds: float) -> Load:
    """Let so many clients ask for so long; questions are taken in turns.

    Raises:
        subprocess.SubprocessError: the clients could not be run.
    """
    script = str(SCRIPTS / "load_clients.py")
    done = subprocess.run(
        [str(peer_python()), script, address, str(clients), str(seconds)],
        input=json.dumps(list(bodies)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=peer_environment(),
        timeout=seconds + SPARE_SECONDS,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    milliseconds = [latency * 1_000 for latency in report["latencies"]]
    return Load(clients, report["seconds"], milliseconds, report["statuses"])


def metric_sum(address: str, name: str, labels: str) -> float:
    """The sum of a metric of our server over its series whose labels hold a text.

    Raises:
        httpx.HTTPError: the server does not reply.
    """
    reply = httpx.get(f"{address}/metrics", timeout=START_SECONDS).raise_for_status()
    series = [line for line in reply.text.splitlines() if re.match(rf"{name}[ {{]", line)]
    return sum(float(line.rpartition(" ")[2]) for line in series if labels in line)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[str]:
    """A server as a process, from the moment that it is ready."""
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(command, env=peer_environment())
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _ready(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command)} was not ready ({process.poll()})")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz").is_success
    except httpx.HTTPError:
        return False


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)
