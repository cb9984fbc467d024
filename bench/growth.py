"""How an index grows: build time, memory, disk, opening, a small change, and search, by size.

    python -m bench.growth --articles articles.jsonl.gz --index NEWS-INDEX --work growth

Sizes of 1,000 to 1,000,000 passages, each in a process of its own and kept in `--work`: a stopped
run goes on there. The texts are the articles again and again with their lines in another order;
the vectors are those of `--index` with variation, or synthetic ones without it. Writes growth.json,
growth.md and growth.png.
"""

import gzip
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import click
import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from bench.report import command_line, surroundings
from bench.resumable import Result, Results, markdown_table
from bench.variation import VaryingEncoder, base_vectors
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.interface import Ranking
from index.passage import PassageFilter
from index.records import passage_text
from index.retrieval import RetrievalOptions, Retriever, question_words
from index.snapshot import Snapshot
from index.word_search import search_words

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUESTIONS = 50
CANDIDATES = 50
PASSAGES_OF_ADD = 200_000
MEASURES = (
    "build s",
    "peak MB",
    "disk MB",
    "open s",
    "dense ms",
    "words ms",
    "ms",
    "small add s",
    "small add cpu s",
)
Done = TypeVar("Done")
EXISTING = click.Path(exists=True, path_type=Path)


@click.command()
@click.option("--articles", type=EXISTING, required=True, help="JSON Lines with a text each.")
@click.option("--index", "index_folder", type=EXISTING)
@click.option("--work", type=click.Path(path_type=Path), required=True, help="Keeps the results.")
@click.option("--limit", default=SIZES[-1], show_default=True, help="The largest size.")
@click.option("--one", type=int, hidden=True)
def main(
    articles: Path, index_folder: Path | None, work: Path, limit: int, one: int | None
) -> None:
    """Measure every size up to the limit."""
    if one is not None:
        print(json.dumps(_measured(one, articles, index_folder, work)))
        return
    work.mkdir(parents=True, exist_ok=True)
    settings = {
        "articles": str(articles.resolve()),
        "index": str(index_folder.resolve()) if index_folder else None,
    }
    results = Results(work / "growth-sizes.json", settings)
    rows = []
    for size in [size for size in SIZES if size <= limit]:
        rows.append(results.step(str(size), lambda size=size: _in_a_process(size)))
        click.echo(rows[-1], err=True)
    source = base_vectors(index_folder)[1]
    slopes = _slopes(rows)
    table = markdown_table([*rows, {"passages": "slope", **slopes}])
    around = surroundings(command_line())
    made = f"`{around['command']}` at {around['commit']} on {around['processor']}: {source}"
    (work / "growth.md").write_text(f"{made}\n\n{table}\n")
    result = {"source": source, "sizes": rows, "slopes": slopes, "surroundings": around}
    (work / "growth.json").write_text(json.dumps(result, indent=1))
    _plot(rows, work / "growth.png")
    print(table, file=sys.stderr)
    print(json.dumps(result, indent=2))


def _in_a_process(size: int) -> Result:
    """Memory is that of one size only."""
    command = [sys.executable, "-m", "bench.growth", *sys.argv[1:], "--one", str(size)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: Result = json.loads(output)
    return result


def _measured(size: int, articles: Path, index_folder: Path | None, work: Path) -> Result:
    encoder = VaryingEncoder(base_vectors(index_folder)[0])
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        texts = [str(json.loads(line)["text"]) for line in lines]
    folder = Path(tempfile.mkdtemp(prefix="growth-", dir=work))
    try:
        return _measured_in(folder / "index", size, texts, encoder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured_in(folder: Path, size: int, texts: list[str], encoder: VaryingEncoder) -> Result:
    index, documents = ArticleIndex(folder, encoder, ChunkingOptions()), _documents(texts)
    build = 0.0
    while (stored := index.snapshot().manifest.passages) < size:
        part = min(PASSAGES_OF_ADD, size - stored)
        build += _seconds(lambda part=part: index.add(_some(documents, part, encoder)))[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024 / 1e6
    opening, index = _seconds(lambda: ArticleIndex(folder, encoder, ChunkingOptions()))
    snapshot = index.snapshot()
    disk = sum(path.stat().st_size for path in snapshot.store.path.parent.iterdir()) / 1e6
    questions = _questions(texts)
    vectors = encoder.encode_questions(questions)
    anything, retriever = PassageFilter(), Retriever(index, RetrievalOptions())
    row = {
        "passages": snapshot.manifest.passages,
        "vectors": snapshot.manifest.vector_kind,
        "build s": build,
        "peak MB": peak,
        "disk MB": disk,
        "open s": opening,
        "dense ms": _median(lambda n: snapshot.vectors.search(vectors[n][None], CANDIDATES, None)),
        "words ms": _median(lambda n: _search_words(snapshot, questions[n])),
        "ms": _median(lambda n: retriever.retrieve(snapshot, [questions[n]], anything, 10)),
    }
    busy = time.process_time()
    row["small add s"] = _seconds(lambda: index.add([next(documents)]))[0]
    row["small add cpu s"] = time.process_time() - busy
    return row


def _search_words(snapshot: Snapshot, question: str) -> Ranking:
    with snapshot.store.reading() as connection:
        words = question_words(question, RetrievalOptions().maximum_words)
        rare = snapshot.common_words.left_out(connection, words, snapshot.manifest.passages)
        return search_words(connection, rare, PassageFilter(), CANDIDATES)


def _documents(texts: list[str]) -> Iterator[Document]:
    """The articles again and again, each time with their lines in another order."""
    chance, number = random.Random(0), 0
    while True:
        for text in texts:
            lines = [line for line in text.split("\n") if line.strip()]
            chance.shuffle(lines)
            if lines:
                yield Document(f"d{number}", f"Article {number}", "\n".join(lines), "bench")
            number += 1


def _some(
    documents: Iterator[Document], passages: int, encoder: VaryingEncoder
) -> Iterator[Document]:
    """As many documents as have about so many passages."""
    tokens = 0
    # A passage is about three quarters full.
    while tokens < passages * ChunkingOptions().maximum_tokens * 3 / 4:
        document = next(documents)
        tokens += len(encoder.token_bounds([passage_text(document.title, document.text)])[0])
        yield document


def _questions(texts: list[str]) -> list[str]:
    """The beginnings of sentences, eight words each."""
    chance = random.Random(1)
    drawn = [
        chance.choice([line for line in text.split("\n") if line.strip()] or [text])
        for text in chance.choices(texts, k=QUESTIONS)
    ]
    return [" ".join(line.split()[:8]) for line in drawn]


def _seconds(work: Callable[[], Done]) -> tuple[float, Done]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _median(work: Callable[[int], object]) -> float:
    """Milliseconds of a question, asked one after the other."""
    work(0)
    return float(np.median([_seconds(lambda n=n: work(n))[0] for n in range(QUESTIONS)])) * 1_000


def _slopes(rows: list[Result]) -> Result:
    """The exponents of the growth: 1 where ten times the passages cost ten times as much."""
    sizes = np.log([row["passages"] for row in rows])
    slopes: Result = {"vectors": ""}
    for name in MEASURES:
        values = np.log([max(row[name], 1e-6) for row in rows])
        slopes[name] = float(np.polyfit(sizes, values, 1)[0]) if len(rows) > 1 else 0.0
    return slopes


def _plot(rows: list[Result], path: Path) -> None:
    mpl.use("Agg")
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.subplots()
    for name in MEASURES:
        axes.plot([row["passages"] for row in rows], [row[name] for row in rows], "o-", label=name)
    axes.set(xscale="log", yscale="log", xlabel="passages", title="Growth of an index")
    axes.grid(visible=True, which="both", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
