"""Answers per second and latency with many clients at once, beside Haystack on FastAPI.

    python -m bench.load
    python -m bench.load --peer-precision float32 --peer-precision bfloat16 --rounds 5
    python -m bench.load --no-peer --threads 1 --threads 2 --clients 32
    python -m bench.load --minutes 30

Both servers run on this machine with the same weights and articles: the 20 of a gold set, cut
into about as many passages, of which the ten best are read. Clients ask its questions in turns,
each the next one as soon as it has a reply; one that is told to come back later does. The
servers take turns at each number of clients, in every round. Ours has no cache here, so that every
answer is read.

With --minutes, 8 clients ask for so long, with the cache on and every question asked in a new
form each time, and the memory of the server is noted; exit status 1 if it grows by over 5 %
between the second and the last quarter.
"""

import itertools
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import click
import numpy as np

from bench.load_measurement import (
    Load,
    ask_for,
    haystack_server,
    metric_sum,
    middle_rows,
    our_server,
)
from bench.report import command_line, markdown_table, print_result
from eval.gold import load_gold
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.reading import read_files
from qa.assembly import open_encoder
from qa.service.options import DEFAULT_SERVICE

FOLDER = Path(__file__).parents[1] / "eval" / "gold" / "news-development"
# What `qa serve` has.
THREADS = DEFAULT_SERVICE.answering_threads
STEADY_CLIENTS = 8
# Filled within the first minutes, so that what grows after them is no cache.
STEADY_OPTIONS = {"answering_threads": THREADS, "cached_answers": 200}
STEADY_FORMS = 500
SAMPLE_SECONDS = 10.0
MAXIMUM_GROWTH = 0.05
RESIDENT = "process_resident_memory_bytes"


@click.command()
@click.option("--folder", default=FOLDER, type=click.Path(path_type=Path), help="gold set")
@click.option("--clients", default=(1, 8, 32, 128), multiple=True, type=click.IntRange(1))
@click.option("--seconds", default=30.0, show_default=True, help="for each number of clients")
@click.option(
    "--threads", default=(THREADS,), multiple=True, type=click.IntRange(1), help="threads"
)
@click.option("--rounds", default=1, show_default=True, help="of all numbers of clients")
@click.option("--peer/--no-peer", default=True, show_default=True)
@click.option(
    "--peer-precision",
    default=("float32",),
    multiple=True,
    type=click.Choice(["float32", "bfloat16"]),
    help="torch",
)
@click.option("--minutes", default=0.0, help="watch the memory under steady load instead")
def main(
    folder: Path,
    clients: Sequence[int],
    seconds: float,
    threads: Sequence[int],
    rounds: int,
    peer: bool,
    peer_precision: Sequence[str],
    minutes: float,
) -> None:
    """Measure and print JSON."""
    questions = [gold.question for gold in load_gold(folder / "questions.jsonl")]
    articles = read_files([folder / "articles"])
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        index = _index(articles, home / "index")
        if minutes:
            sys.exit(_steady(home / "index", questions, minutes))
        with ExitStack() as stack:
            servers = {
                f"article-qa, threads={number}": stack.enter_context(
                    our_server(home / "index", {"answering_threads": number, "cached_answers": 0})
                )
                for number in threads
            }
            passages = sum(summary.passages for summary in index.summaries())
            for precision in peer_precision if peer else ():
                servers[f"haystack on FastAPI, {precision}"] = stack.enter_context(
                    haystack_server(articles, passages, precision, home)
                )
            rows = []
            turns = itertools.product(range(rounds), clients, servers.items())
            for _, count, (server, address) in turns:
                rows.append(ask_for(address, _bodies(questions), count, seconds).row(server))
                click.echo(rows[-1], err=True)
    middle = middle_rows(rows)
    click.echo(markdown_table(middle), err=True)
    print_result(command_line(), {"middle": middle, "rows": rows})


def _steady(index: Path, questions: Sequence[str], minutes: float) -> int:
    """Ask for so long and note the memory; the exit status."""
    bodies = _bodies([f"{q} ({form})" for form in range(STEADY_FORMS) for q in questions])
    loads: list[Load] = []
    with our_server(index, STEADY_OPTIONS) as address:
        asking = threading.Thread(
            target=lambda: loads.append(ask_for(address, bodies, STEADY_CLIENTS, minutes * 60))
        )
        asking.start()
        samples = list(_memory(address, asking))
    quarter = max(1, len(samples) // 4)
    early, late = np.mean(samples[quarter : 2 * quarter]), np.mean(samples[-quarter:])
    growth = float(late / early - 1)
    result = {
        **loads[0].row("article-qa, steady"),
        "minutes": minutes,
        "resident_mb": [round(sample / 1e6, 1) for sample in samples],
        "growth": round(growth, 4),
    }
    print_result(command_line(), result)
    return int(growth > MAXIMUM_GROWTH)


def _memory(address: str, asking: threading.Thread) -> Iterator[float]:
    while asking.is_alive():
        yield metric_sum(address, RESIDENT, "")
        asking.join(SAMPLE_SECONDS)


def _index(articles: Sequence[Document], folder: Path) -> ArticleIndex:
    index = ArticleIndex(folder, open_encoder(), ChunkingOptions())
    index.add(articles)
    return index


def _bodies(questions: Sequence[str]) -> list[object]:
    return [{"question": question} for question in questions]


if __name__ == "__main__":
    main()
