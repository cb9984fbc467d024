"""The news articles and questions that speed is measured on, and our index of them."""

import gzip
import json
from datetime import date
from pathlib import Path

from bench.kept_index import kept_index
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder


def load_articles(path: Path, limit: int) -> list[Document]:
    """The first articles of a JSON Lines file, gzipped, as documents."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for _, line in zip(range(limit), lines, strict=False)]
    return [
        Document(
            article["id"],
            article["title"],
            article["text"],
            article["url"],
            published_at=date.fromisoformat(article["published_at"].replace("/", "-")),
        )
        for article in found
    ]


def load_questions(path: Path, limit: int) -> list[str]:
    """The first questions of a JSON Lines file, gzipped."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["question"] for _, line in zip(range(limit), lines, strict=False)]


def open_news_index(folder: Path, documents: list[Document], encoder: Encoder) -> ArticleIndex:
    """The index below a folder; one that was stopped is filled up."""
    return kept_index(folder, documents, encoder, ChunkingOptions())
