"""FAISS index types on many vectors: recall against exact search, latency, memory, build time.

    python -m bench.vectors --vectors 1000000 --index NEWS-INDEX --work results
    python -m bench.vectors --vectors 100000 --work results --store milvus+lite:results/store.db

With `--index` the vectors are those of that index repeated with variation, else synthetic; the
result says which. Results are kept in `--work` type by type, and a stopped run goes on there.
With `--store` the same questions go through the store as well, over the first `--store-vectors`.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import faiss
import numpy as np

from bench.report import command_line, print_result
from bench.resumable import Result, Results, markdown_table
from bench.variation import DIMENSION, VaryingEncoder, base_vectors, varied
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Vectors
from index.interface import Query
from index.listed_vectors import ListedVectors
from index.milvus.address import StoreAddress
from index.milvus.database import Database
from index.milvus.milvus_index import MilvusIndex
from index.passage import PassageFilter
from index.records import passage_text
from index.vector_options import VectorOptions
from index.vectors import VectorIndex
from qa.index_place import store_token

QUESTIONS = 200
NEIGHBOURS = 10
PASSAGES_OF_DOCUMENT = 100
TITLE = "Title"
LINE_TOKENS = 2
# FAISS types beside our own rule, with the search parameter that each takes.
OTHERS: dict[str, tuple[int | None, ...]] = {
    "Flat": (None,),
    "SQfp16": (None,),
    "SQ8": (None,),
    "IVF{lists},SQ8": (16, 32, 64, 128),
    "IVF{lists},SQfp16": (32, 64),
    "PQ96x4fs,Refine(SQ8)": (20,),
    "HNSW16,SQ8": (64, 128),
}
SLOW_TO_BUILD = "HNSW"


@click.command()
@click.option("--vectors", "count", default=100_000, show_default=True)
@click.option("--index", "index_folder", type=click.Path(exists=True, path_type=Path))
@click.option("--work", type=click.Path(path_type=Path), required=True, help="Keeps the results.")
@click.option("--hnsw", is_flag=True, help="HNSW as well, which is slow to build.")
@click.option("--store", help="Address of a new index, such as milvus+lite:FOLDER.db.")
@click.option("--store-vectors", default=100_000, show_default=True)
@click.option("--seed", default=0, show_default=True)
def main(
    count: int,
    index_folder: Path | None,
    work: Path,
    hnsw: bool,
    store: str | None,
    store_vectors: int,
    seed: int,
) -> None:
    """Measure every type and print a table on standard error, the result on standard output."""
    base, source = base_vectors(index_folder, seed)
    questions = next(varied(base, QUESTIONS, seed + 1))
    settings = {"index": str(index_folder.resolve()) if index_folder else None, "seed": seed}
    kept = work / f"vectors-{count}-{'real' if index_folder else 'synthetic'}.json"
    results = Results(kept, settings)
    vectors = np.vstack(list(varied(base, count, seed + 2)))
    truth = _nearest(vectors, questions)
    rows = []
    for name, parameters in OTHERS.items():
        if SLOW_TO_BUILD in name and not hnsw:
            continue
        kind = name.format(lists=VectorOptions(exact_up_to=0).lists(count))
        built: list[tuple[faiss.Index, float]] = []
        for parameter in parameters:
            rows.append(
                results.step(
                    f"{kind} {parameter}",
                    lambda k=kind, p=parameter, b=built: _measured(
                        k, p, b, vectors, questions, truth
                    ),
                )
            )
            click.echo(rows[-1], err=True)
    rows.append(results.step("ours", lambda: _ours(vectors, questions, truth)))
    if store is not None:
        rows.append(
            results.step(
                f"store {store} {store_vectors}",
                lambda: _through_store(store, store_vectors, base, questions),
            )
        )
    print(markdown_table(rows), file=sys.stderr)
    print_result(command_line(), {"vectors": count, "source": source, "types": rows})


def _nearest(vectors: Vectors, questions: Vectors) -> np.ndarray:
    """Brute force: the nearest rows, of shape (questions, neighbours)."""
    return faiss.knn(questions, vectors, NEIGHBOURS, metric=faiss.METRIC_INNER_PRODUCT)[1]


def _measured(
    kind: str,
    parameter: int | None,
    built: list[tuple[faiss.Index, float]],
    vectors: Vectors,
    questions: Vectors,
    truth: np.ndarray,
) -> Result:
    if not built:
        started = time.perf_counter()
        index = faiss.index_factory(DIMENSION, kind, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors[:: max(1, len(vectors) // 165_000)])
        index.add(vectors)
        built.append((index, time.perf_counter() - started))
    index, seconds = built[0]
    if parameter is not None:
        name = "nprobe" if "IVF" in kind else "k_factor_rf" if "Refine" in kind else "efSearch"
        faiss.ParameterSpace().set_index_parameter(index, name, parameter)
    found, milliseconds = _timed(
        questions, lambda question: index.search(question[None], NEIGHBOURS)[1][0].tolist()
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index"
        faiss.write_index(index, str(path))
        size = path.stat().st_size
    return _row(f"{kind} {parameter or ''}".strip(), found, truth, milliseconds, size, seconds)


def _ours(vectors: Vectors, questions: Vectors, truth: np.ndarray) -> Result:
    """The index that a version of so many passages gets."""
    options, started = VectorOptions(), time.perf_counter()
    fresh: VectorIndex = VectorIndex.empty(DIMENSION)
    if lists := options.lists(len(vectors)):
        places = np.linspace(0, len(vectors) - 1, lists * options.samples_per_list).astype(int)
        fresh = ListedVectors.trained(vectors[np.unique(places)], lists, options.probes)
    index = fresh.replaced([], [(np.arange(len(vectors)), vectors)])
    seconds = time.perf_counter() - started
    found, milliseconds = _timed(
        questions,
        lambda question: [n for n, _ in index.search(question[None], NEIGHBOURS, None)[0]],
    )
    with tempfile.TemporaryDirectory() as folder:
        index.save(Path(folder) / "index")
        size = (Path(folder) / "index").stat().st_size
    return _row(f"ours: {index.kind}", found, truth, milliseconds, size, seconds)


def _through_store(address: str, count: int, base: Vectors, questions: Vectors) -> Result:
    """The same questions to an index in a store, of documents of a hundred passages each."""
    encoder = VaryingEncoder(base)
    database = Database(StoreAddress.parse(address), store_token())
    index = MilvusIndex(database, encoder, ChunkingOptions(LINE_TOKENS, 0), Path())
    started = time.perf_counter()
    index.add(_documents(count))
    seconds = time.perf_counter() - started
    snapshot = index.snapshot()
    texts = [passage_text(TITLE, _line(n)) for n in range(count)]
    truth = _nearest(encoder.encode_passages(texts), questions)

    def nearest(question: Vectors) -> list[int]:
        [found] = snapshot.search([Query(question, ())], PassageFilter(), NEIGHBOURS)
        # Numbers begin at 1, and the passages were added in order.
        return [number - 1 for number, _ in found.dense]

    found, milliseconds = _timed(questions, nearest)
    database.close()
    return _row(f"{address}, {count:,}", found, truth, milliseconds, 0, seconds)


def _documents(count: int) -> Iterator[Document]:
    for first in range(0, count, PASSAGES_OF_DOCUMENT):
        lines = [_line(n) for n in range(first, min(first + PASSAGES_OF_DOCUMENT, count))]
        yield Document(f"d{first}", TITLE, "\n".join(lines), "bench")


def _line(number: int) -> str:
    """A passage of just so many tokens of the encoder that is used here."""
    return f"passag {number:06d}"


def _timed(
    questions: Vectors, search: Callable[[Vectors], list[int]]
) -> tuple[list[list[int]], list[float]]:
    """What was found for each question, and milliseconds of each, asked one after the other."""
    found, milliseconds = [], []
    search(questions[0])
    for question in questions:
        started = time.perf_counter()
        found.append(search(question))
        milliseconds.append((time.perf_counter() - started) * 1_000)
    return found, milliseconds


def _row(
    name: str,
    found: list[list[int]],
    truth: np.ndarray,
    milliseconds: list[float],
    size: int,
    seconds: float,
) -> Result:
    hits = [len(set(one) & set(right)) for one, right in zip(found, truth.tolist(), strict=True)]
    return {
        "type": name,
        "recall@10": sum(hits) / truth.size,
        "ms p50": float(np.percentile(milliseconds, 50)),
        "ms p95": float(np.percentile(milliseconds, 95)),
        "MB": size / 1e6,
        "build s": seconds,
    }


if __name__ == "__main__":
    main()
