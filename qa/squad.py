"""SQuAD 1.1 and 2.0 JSON, gzipped or not: the format of training and evaluation data."""

import gzip
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GZIP_MAGIC = b"\x1f\x8b"
UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    EOFError,
    OSError,
    zlib.error,
)


class SquadFormatError(ValueError):
    """The file is not SQuAD JSON; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """An answer as half-open code-point offsets: ``context[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SquadQuestion:
    """One question; no answers means that the context does not answer it.

    `plausible` spans, of an unanswerable question, look like answers and are none.
    """

    question_id: str
    question: str
    answers: tuple[GoldSpan, ...]
    plausible: tuple[GoldSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class SquadParagraph:
    """A context and its questions; `title` groups the paragraphs of one article."""

    title: str
    context: str
    questions: tuple[SquadQuestion, ...]


def load_squad(path: Path) -> list[SquadParagraph]:
    """Read every paragraph of a SQuAD 1.1 or 2.0 file.

    Answers whose stated offset does not hold their text are dropped; a question left
    without any answer that way is dropped too, since it is not unanswerable.

    Raises:
        SquadFormatError: the file is not JSON of that form.
        OSError: the file cannot be read.
    """
    raw = path.read_bytes()
    try:
        document = json.loads(gzip.decompress(raw) if raw.startswith(GZIP_MAGIC) else raw)
    except UNREADABLE as error:
        raise SquadFormatError(f"{path} is not SQuAD JSON: {error!r}") from error
    return squad_paragraphs(document, path)


def squad_paragraphs(document: Any, path: Path) -> list[SquadParagraph]:
    """The paragraphs of what stands in a SQuAD file, as `load_squad` gives them.

    Raises:
        SquadFormatError: the document is not of that form; `path` names it.
    """
    try:
        articles = list(document["data"])
    except UNREADABLE as error:
        raise SquadFormatError(f"{path} is not SQuAD JSON: {error!r}") from error
    paragraphs: list[SquadParagraph] = []
    for number, article in enumerate(articles, start=1):
        try:
            title = str(article.get("title", ""))
            paragraphs += [_paragraph(title, paragraph) for paragraph in article["paragraphs"]]
        except UNREADABLE as error:
            raise SquadFormatError(
                f"{path} is not SQuAD JSON, article {number} of {len(articles)}: {error!r}"
            ) from error
    return paragraphs


def squad_document(paragraphs: Iterable[SquadParagraph]) -> dict[str, Any]:
    """The paragraphs as SQuAD 2.0, those of one title as one article."""
    articles: dict[str, list[dict[str, Any]]] = {}
    for paragraph in paragraphs:
        questions = [_written(question) for question in paragraph.questions]
        articles.setdefault(paragraph.title, []).append(
            {"context": paragraph.context, "qas": questions}
        )
    data = [{"title": title, "paragraphs": members} for title, members in articles.items()]
    return {"version": "v2.0", "data": data}


def _written(question: SquadQuestion) -> dict[str, Any]:
    def spans(given: Iterable[GoldSpan]) -> list[dict[str, Any]]:
        return [{"text": span.text, "answer_start": span.start} for span in given]

    written = {
        "id": question.question_id,
        "question": question.question,
        "is_impossible": not question.answers,
        "answers": spans(question.answers),
    }
    if question.plausible:
        written["plausible_answers"] = spans(question.plausible)
    return written


def _paragraph(title: str, paragraph: dict[str, Any]) -> SquadParagraph:
    context = _text(paragraph["context"])
    questions = []
    for entry in paragraph["qas"]:
        impossible = entry.get("is_impossible")
        stated = [] if impossible else entry["answers"]
        spans = _spans(stated, context)
        plausible = _spans(entry.get("plausible_answers", []) if impossible else [], context)
        if spans or not stated:
            asked = _text(entry["question"])
            questions.append(SquadQuestion(str(entry["id"]), asked, spans, plausible))
    return SquadParagraph(title, context, tuple(questions))


def _spans(stated: list[dict[str, Any]], context: str) -> tuple[GoldSpan, ...]:
    return tuple(
        GoldSpan(answer["text"], start, start + len(answer["text"]))
        for answer in stated
        if answer["text"] and _holds(context, start := answer["answer_start"], answer["text"])
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} stands where a text is expected")
    return value


def _holds(context: str, start: int, text: str) -> bool:
    return start >= 0 and context[start : start + len(text)] == text
