"""Indexing from raw text to a searchable index: ours, Haystack's and txtai's.

    python -m bench.indexing_peers --articles articles.jsonl.gz --limit 500 --out results

Each cuts the same articles itself, the peers into runs of as many words as ours holds on average,
and embeds them with the same weights. Ours also writes the index to the disk, with full text and
checksums; the peers keep theirs in memory.
"""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from bench.news import load_articles
from bench.peers import Peer, peer_models
from bench.report import spread, write_result
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.engine_choice import available_threads
from qa.assembly import open_encoder

PEERS = {
    "Haystack float32": ("haystack_qa", "float32"),
    "Haystack bfloat16": ("haystack_qa", "bfloat16"),
    "txtai float32": ("txtai_qa", "float32"),
}
OURS = "ours"
Add = Callable[[], tuple[float, int]]


@click.command()
@click.option(
    "--articles", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True
)
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--limit", default=500, show_default=True, help="Articles.")
@click.option("--rounds", default=5, show_default=True)
def main(articles: Path, out: Path | None, limit: int, rounds: int) -> None:
    """Measure passages a second."""
    documents, encoder = load_articles(articles, limit), open_encoder()
    _, passages = _ours(documents[:20], encoder)
    words = sum(len(document.text.split()) for document in documents[:20]) // passages
    with ExitStack() as stack:
        adders: dict[str, Add] = {OURS: lambda: _ours(documents, encoder)}
        for name in PEERS:
            adders[name] = _peer(stack, name, documents, words)
        measured: dict[str, list[tuple[float, int]]] = {name: [] for name in adders}
        for _ in range(rounds):
            for name, add in adders.items():
                measured[name].append(add())
    rows = [_row(name, found, measured[OURS], len(documents)) for name, found in measured.items()]
    result = {"articles": len(documents), "words_a_passage": words, "rounds": rounds}
    write_result(out, "indexing_peers", {**result, "systems": rows}, [_shown(row) for row in rows])


def _ours(documents: Sequence[Document], encoder: Encoder) -> tuple[float, int]:
    """Seconds to a new index on the disk, and its passages."""
    with tempfile.TemporaryDirectory() as folder:
        index = ArticleIndex(Path(folder) / "index", encoder, ChunkingOptions())
        started = time.perf_counter()
        index.add(documents)
        return time.perf_counter() - started, index.snapshot().manifest.passages


def _peer(stack: ExitStack, name: str, documents: Sequence[Document], words: int) -> Add:
    script, precision = PEERS[name]
    peer = stack.enter_context(Peer(script))
    encoder, reader = map(str, peer_models())
    settings = {"encoder": encoder, "reader": reader, "precision": precision, "top_k": 10}
    peer.ask("load", threads=available_threads(), **settings)
    articles = [{"title": document.title, "text": document.text} for document in documents]

    def add() -> tuple[float, int]:
        found = peer.ask("index", articles=articles, words=words)
        return found["seconds"], found["passages"]

    return add


def _row(
    name: str,
    rounds: Sequence[tuple[float, int]],
    ours: Sequence[tuple[float, int]],
    articles: int,
) -> dict[str, Any]:
    """Articles and passages a second; seconds for the articles over ours in the same round."""
    return {
        "system": name,
        "passages": rounds[0][1],
        "passages_per_s": spread([count / seconds for seconds, count in rounds]),
        "articles_per_s": spread([articles / seconds for seconds, _ in rounds]),
        "times_ours": spread([a[0] / b[0] for a, b in zip(rounds, ours, strict=True)]),
    }


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "system": row["system"],
        "passages/s": row["passages_per_s"]["median"],
        "articles/s": row["articles_per_s"]["median"],
        "seconds, times ours": row["times_ours"]["median"],
    }


if __name__ == "__main__":
    main()
