"""One question end to end over the news articles: ours, Haystack's and txtai's.

    python -m bench.one_question --articles articles.jsonl.gz --questions questions.jsonl.gz \
        --work news --out results

The peers get the passages of our index, the same weights and the same k, and run as their
documentation says for the CPU; all take turns, a round each. `--work` keeps our index and theirs.
"""

import hashlib
import json
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import numpy as np

from bench.news import load_articles, load_questions, open_news_index
from bench.peers import Peer, peer_models
from bench.report import spread, write_result
from index.chunking import ChunkingOptions, chunk_document
from index.engine_choice import available_threads
from index.retrieval import RetrievalOptions, Retriever
from qa.answering import Answerer
from qa.assembly import open_encoder, open_models
from qa.model_files import SHIPPED_FOLLOW_UPS, SHIPPED_READER
from qa.question import DEFAULT_TOP_K, Question

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
PEERS: dict[str, tuple[str, dict[str, str]]] = {
    "Haystack float32": ("haystack_qa", {"precision": "float32"}),
    "Haystack bfloat16": ("haystack_qa", {"precision": "bfloat16"}),
    "txtai float32, passages joined and cut": (
        "txtai_qa",
        {"precision": "float32", "passages": "joined"},
    ),
    "txtai float32, each passage": ("txtai_qa", {"precision": "float32", "passages": "each"}),
    "txtai int8, each passage": ("txtai_qa", {"precision": "int8", "passages": "each"}),
}
OURS = "ours"
Ask = Callable[[Sequence[str]], list[float]]


@click.command()
@click.option("--articles", type=EXISTING, required=True)
@click.option("--questions", type=EXISTING, required=True)
@click.option("--work", type=click.Path(path_type=Path), required=True)
@click.option("--out", type=click.Path(path_type=Path))
@click.option("--limit", default=2_501, show_default=True, help="Articles.")
@click.option("--asked", default=60, show_default=True, help="Questions in a round.")
@click.option("--rounds", default=5, show_default=True)
@click.option("--peer", "peers", multiple=True, type=click.Choice(list(PEERS)), default=list(PEERS))
def main(
    articles: Path,
    questions: Path,
    work: Path,
    out: Path | None,
    limit: int,
    asked: int,
    rounds: int,
    peers: tuple[str, ...],
) -> None:
    """Measure milliseconds from question to answer."""
    encoder = open_encoder()
    documents = load_articles(articles, limit)
    index = open_news_index(work / f"index-{limit}", documents, encoder)
    models = open_models(SHIPPED_READER, SHIPPED_FOLLOW_UPS)
    answerer = Answerer(index, Retriever(index, RetrievalOptions()), models)
    texts = load_questions(questions, asked)
    passages = [
        {"title": document.title, "text": passage.text}
        for document in documents
        for passage in chunk_document(document, encoder, ChunkingOptions())
    ]
    with ExitStack() as stack:
        askers: dict[str, Ask] = {OURS: lambda part: _ours(answerer, part)}
        for name in peers:
            askers[name] = _peer(stack, name, passages, work)
        for ask in askers.values():
            ask(texts[:3])
        measured: dict[str, list[list[float]]] = {name: [] for name in askers}
        for _ in range(rounds):
            for name, ask in askers.items():
                measured[name].append(ask(texts))
    rows = [_row(name, found, measured[OURS]) for name, found in measured.items()]
    result = {"passages": len(passages), "questions": asked, "rounds": rounds, "systems": rows}
    write_result(out, "one_question", result, [_shown(row) for row in rows])


def _ours(answerer: Answerer, questions: Sequence[str]) -> list[float]:
    found = []
    for text in questions:
        started = time.perf_counter()
        answerer.answer([Question(text)])
        found.append((time.perf_counter() - started) * 1_000)
    return found


def _peer(stack: ExitStack, name: str, passages: Sequence[Mapping[str, str]], work: Path) -> Ask:
    script, settings = PEERS[name]
    peer = stack.enter_context(Peer(script))
    encoder, reader = map(str, peer_models())
    shared = {"encoder": encoder, "reader": reader, "top_k": DEFAULT_TOP_K}
    peer.ask("load", threads=available_threads(), **shared, **settings)
    # txtai's int8 is of its reader only: its vectors are those of float32.
    precision = settings["precision"] if script == "haystack_qa" else "float32"
    held = hashlib.sha256(json.dumps(passages).encode()).hexdigest()[:12]
    stored = work / f"{script}-{precision}-{held}"
    if stored.exists():
        peer.ask("restore", path=str(stored))
    else:
        peer.ask("index", articles=passages, words=0)
        # Saved aside first: a run that is stopped leaves no half of an index behind.
        unfinished = stored.with_name(f"{stored.name}.unfinished")
        peer.ask("save", path=str(unfinished))
        unfinished.rename(stored)

    def ask(questions: Sequence[str]) -> list[float]:
        found: list[float] = peer.ask("ask", questions=questions)["milliseconds"]
        return found

    return ask


def _row(
    name: str, rounds: Sequence[Sequence[float]], ours: Sequence[Sequence[float]]
) -> dict[str, Any]:
    """p50 and p95 over a round's questions; how many times as long as ours in the same round."""
    middle = [statistics.median(found) for found in rounds]
    ratios = [
        statistics.median(found) / statistics.median(beside)
        for found, beside in zip(rounds, ours, strict=True)
    ]
    return {
        "system": name,
        "p50_ms": spread(middle),
        "p95_ms": spread([float(np.percentile(found, 95)) for found in rounds]),
        "times_ours": spread(ratios),
    }


def _shown(row: Mapping[str, Any]) -> dict[str, Any]:
    middle = row["p50_ms"]
    return {
        "system": row["system"],
        "p50 ms": middle["median"],
        "least and largest round": f"{middle['least']:.0f} to {middle['largest']:.0f}",
        "p95 ms": row["p95_ms"]["median"],
        "times ours": row["times_ours"]["median"],
    }


if __name__ == "__main__":
    main()
