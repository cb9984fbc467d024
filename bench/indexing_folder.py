"""A folder of articles: passages a second, memory and size; again; and after ten changed.

    python -m bench.indexing_folder --articles articles.jsonl.gz --work news

Each article becomes a text file. They are added as `qa index add FOLDER` does, then again
unchanged, then after one sentence was added to ten of them. The index stays in `--work`.
"""

import gzip
import io
import json
import resource
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from bench.report import command_line, print_result
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder, Vectors
from index.fetching.fetcher import Fetcher
from index.fetching.policy import FetchPolicy
from index.formats.parts import ReadingOptions
from index.formats.process import ParserLimits, ParserProcess
from index.reading import ArticleReader
from index.sources import SourceReader
from qa.assembly import open_encoder

CHANGED = 10


@dataclass
class CountingEncoder:
    """The real encoder; counts texts and seconds of embedding and of finding tokens."""

    encoder: Encoder
    embedded: int = 0
    embedding_s: float = 0.0
    tokens_s: float = 0.0
    identity: object = field(init=False)

    def __post_init__(self) -> None:
        self.identity = self.encoder.identity

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of stored texts."""
        started = time.perf_counter()
        vectors = self.encoder.encode_passages(texts)
        self.embedding_s += time.perf_counter() - started
        self.embedded += len(texts)
        return vectors

    def token_bounds(self, texts: Sequence[str]) -> object:
        """Bounds of the tokens."""
        started = time.perf_counter()
        bounds = self.encoder.token_bounds(texts)
        self.tokens_s += time.perf_counter() - started
        return bounds


@click.command()
@click.option("--articles", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--work", type=click.Path(path_type=Path), required=True)
@click.option("--limit", default=2_501, show_default=True, help="Articles.")
def main(articles: Path, work: Path, limit: int) -> None:
    """Measure all three."""
    folder = work / "articles"
    shutil.rmtree(work, ignore_errors=True)
    folder.mkdir(parents=True)
    with gzip.open(articles, "rt", encoding="utf-8") as lines:
        for number, line in zip(range(limit), lines, strict=False):
            article = json.loads(line)
            (folder / f"{number:05d}.txt").write_text(f"{article['title']}\n\n{article['text']}")
    encoder = CountingEncoder(open_encoder())
    index = ArticleIndex(work / "index", encoder, ChunkingOptions())  # type: ignore[arg-type]
    first = _added(folder, index, encoder)
    first["passages_per_s"] = index.snapshot().manifest.passages / first["seconds"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1_024 / 1e6
    again = _added(folder, index, encoder)
    for path in sorted(folder.iterdir())[: 7 * CHANGED : 7]:
        path.write_text(f"{path.read_text()}\n\nThis sentence was added later.")
    changed = _added(folder, index, encoder)
    snapshot = index.snapshot()
    sizes = {path.name: path.stat().st_size / 1e6 for path in snapshot.store.path.parent.iterdir()}
    print_result(
        command_line(),
        {
            "articles": snapshot.manifest.documents,
            "passages": snapshot.manifest.passages,
            "peak_mb": peak,
            "size_mb": sizes,
            "first": first,
            "again": again,
            "again_share": again["seconds"] / first["seconds"],
            "ten_changed": changed,
        },
    )


def _added(folder: Path, index: ArticleIndex, encoder: CountingEncoder) -> dict[str, float]:
    """Add the folder as the command does; what it took."""
    encoder.embedded, encoder.embedding_s, encoder.tokens_s = 0, 0.0, 0.0
    started, reading = time.perf_counter(), 0.0
    with ParserProcess(ParserLimits()) as parsers:
        reader = ArticleReader(parsers, ReadingOptions(), None)
        sources = SourceReader(reader, Fetcher(FetchPolicy()), io.BytesIO().read)

        def documents() -> object:
            nonlocal reading
            readings = iter(sources.read([str(folder)]))
            while True:
                began = time.perf_counter()
                found = next(readings, None)
                reading += time.perf_counter() - began
                if found is None:
                    return
                yield from (one for one in found.results if isinstance(one, Document))

        index.add(documents())  # type: ignore[arg-type]
    return {
        "seconds": time.perf_counter() - started,
        "reading_s": reading,
        "tokens_s": encoder.tokens_s,
        "embedding_s": encoder.embedding_s,
        "embedded": encoder.embedded,
    }


if __name__ == "__main__":
    main()
