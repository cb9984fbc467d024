"""Start-up: the first answer of a cold `qa ask`, `qa serve` to ready, and what is imported.

    python -m bench.start_up --out results

Every run is a process of its own on the sample index; its files are in the system's cache after
the first, unmeasured run. The peers' scripts load their stored index of the same passages, build
their pipeline and answer the same question. All take turns.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import httpx

from bench.peers import Peer, peer_models
from bench.report import spread, write_result
from index.chunking import ChunkingOptions, chunk_document
from index.engine_choice import available_threads
from index.reading import read_sample
from qa.assembly import open_encoder

QUESTION = "How many North Korean soldiers are in Russia?"
ASK, SERVE, FRESH = "qa ask", "qa serve until ready", "qa ask that makes the graphs first"
PEERS = {"Haystack": "haystack_qa", "txtai": "txtai_qa"}
IMPORT_LINE = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*([\w.]+)")
IMPORTS_SHOWN = 15
WAIT_SECONDS = 120


@click.command()
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--rounds", default=5, show_default=True)
@click.option("--peers/--no-peers", default=True)
def main(out: Path | None, rounds: int, peers: bool) -> None:
    """Measure seconds from starting a process to its answer."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        starts: dict[str, Callable[[], object]] = {
            ASK: lambda: _ask(work),
            FRESH: lambda: _ask_without_graphs(work),
            SERVE: lambda: _serve(work),
        }
        if peers:
            starts |= _peers(work)
        for start in starts.values():
            start()
        seconds: dict[str, list[float]] = {name: [] for name in starts}
        for _ in range(rounds):
            for name, start in starts.items():
                began = time.perf_counter()
                start()
                seconds[name].append(time.perf_counter() - began)
        imports = _imports(work)
    rows = [
        {"start": name, "seconds": spread(found), "times_ask": spread(_ratios(found, seconds[ASK]))}
        for name, found in seconds.items()
    ]
    result = {"rounds": rounds, "starts": rows, "import_ms": imports}
    write_result(out, "start_up", result, [_shown(row) for row in rows])


def _ask(work: Path, **variables: str) -> None:
    command = [sys.executable, "-m", "qa", "ask", QUESTION, "--json"]
    environment = {**os.environ, "QA_INDEX": str(work / "index"), **variables}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)


def _ask_without_graphs(work: Path) -> None:
    with tempfile.TemporaryDirectory() as cache:
        _ask(work, QA_CACHE_DIR=cache)


def _serve(work: Path) -> None:
    """Until /readyz says yes: the server answers questions then."""
    port = 20_000 + os.getpid() % 10_000
    command = [sys.executable, "-m", "qa", "serve", "--port", str(port)]
    environment = {**os.environ, "QA_INDEX": str(work / "index")}
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while not _is_ready(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command} was not ready within {WAIT_SECONDS} s")
            time.sleep(0.02)
    finally:
        server.terminate()
        server.wait()


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).is_success
    except httpx.TransportError:
        return False


def _peers(work: Path) -> dict[str, Callable[[], object]]:
    """Starts of the peers, whose indexes are stored here before."""
    encoder = open_encoder()
    passages = [
        {"title": document.title, "text": passage.text}
        for document in read_sample()
        for passage in chunk_document(document, encoder, ChunkingOptions())
    ]
    starts: dict[str, Callable[[], object]] = {}
    for name, script in PEERS.items():
        stored = str(work / script)
        with Peer(script) as peer:
            peer.ask("load", **_peer_settings())
            peer.ask("index", articles=passages, words=0)
            peer.ask("save", path=stored)
        starts[f"{name} script"] = lambda script=script, stored=stored: _peer_start(script, stored)
    return starts


def _peer_start(script: str, stored: str) -> None:
    with Peer(script) as peer:
        peer.ask("load", **_peer_settings())
        peer.ask("restore", path=stored)
        peer.ask("ask", questions=[QUESTION])


def _peer_settings() -> dict[str, object]:
    encoder, reader = map(str, peer_models())
    models = {"encoder": encoder, "reader": reader}
    return {**models, "threads": available_threads(), "precision": "float32", "top_k": 10}


def _imports(work: Path) -> dict[str, float]:
    """Milliseconds that `qa ask` spends importing each top-level package, the longest first."""
    command = [sys.executable, "-X", "importtime", "-m", "qa", "ask", QUESTION]
    environment = {**os.environ, "QA_INDEX": str(work / "index")}
    finished = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    totals: dict[str, float] = defaultdict(float)
    for microseconds, name in IMPORT_LINE.findall(finished.stderr):
        totals[name.partition(".")[0]] += int(microseconds) / 1_000
    longest = sorted(totals.items(), key=lambda item: -item[1])[:IMPORTS_SHOWN]
    return {"all": sum(totals.values()), **dict(longest)}


def _ratios(found: Sequence[float], beside: Sequence[float]) -> list[float]:
    return [some / others for some, others in zip(found, beside, strict=True)]


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    seconds = row["seconds"]
    return {
        "start": row["start"],
        "seconds": seconds["median"],
        "least and largest": f"{seconds['least']:.2f} to {seconds['largest']:.2f}",
        "times qa ask": row["times_ask"]["median"],
    }


if __name__ == "__main__":
    main()
