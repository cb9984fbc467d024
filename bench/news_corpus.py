"""News articles and dated questions on them, as JSON lines, gzipped."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.open_answers import OpenQuestion
from index.canonical import canonical_line, canonical_text
from index.document import Document

DAY = "%Y/%m/%d"


def news_documents(path: Path) -> list[Document]:
    """Every article that has a text."""
    return [
        Document(
            document_id=str(row["id"]),
            title=canonical_line(str(row["title"])),
            text=canonical_text(str(row["text"])),
            source=str(row["url"]),
            published_at=datetime.strptime(row["published_at"], DAY).date(),
        )
        for row in _rows(path)
        if str(row["text"]).strip()
    ]


def news_questions(path: Path) -> list[OpenQuestion]:
    """Every question, with the articles that it is known to come from."""
    return [
        OpenQuestion(
            question_id=str(row["id"]),
            question=str(row["question"]),
            answers=tuple(row["answers"]),
            documents=frozenset(row["gold_documents"]),
        )
        for row in _rows(path)
    ]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
