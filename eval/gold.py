"""A file of gold questions, read in every form."""

import gzip
import json
import logging
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eval.gold_csv import CsvRow, CsvRowError, csv_rows
from eval.gold_question import GoldQuestion
from eval.gold_row import GoldRow
from index.canonical import canonical_text
from qa.question import QuestionError, check_question
from qa.squad import GZIP_MAGIC, SquadFormatError, squad_paragraphs

_LOGGER = logging.getLogger(__name__)
_FORMS = (
    "give JSONL, one question a line, SQuAD 1.1 or 2.0 JSON, or CSV with the columns question and "
    "answers, gzipped or not"
)


class GoldError(ValueError):
    """The gold set cannot be used; the message names the file, the line and the fault."""


def load_gold(path: Path) -> list[GoldQuestion]:
    """Read a gold set; its content, not its name, tells JSONL, SQuAD, CSV and gzip.

    What is looked for in articles (answers, evidence, figures) is in the form in which these are
    stored, `index/canonical.py`. The file is read once, so that it may be a pipe.

    Raises:
        GoldError: the file cannot be read, is in neither form, holds no question, or
            states an id twice.
    """
    text = _read_text(path)
    squad = _squad_document(text)
    if squad is not None:
        located = _squad_questions(path, squad)
    else:
        rows = _table(path, text)
        located = _json_lines(path, text) if rows is None else _csv_lines(path, rows)
    places: dict[str, str] = {}
    questions = []
    for place, question in located:
        earlier = places.setdefault(question.question_id, place)
        if earlier != place:
            raise GoldError(
                f"{place}: the id {question.question_id!r} stands already at {earlier}: "
                "give each question an id of its own"
            )
        questions.append(question)
    if not questions:
        raise GoldError(f"{path} holds no question: {_FORMS}")
    return questions


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise GoldError(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        text = (gzip.decompress(raw) if raw.startswith(GZIP_MAGIC) else raw).decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as error:
        raise GoldError(f"{path} is damaged gzip ({error}): fetch or make it anew") from error
    except UnicodeDecodeError as error:
        raise GoldError(f"{path} is not UTF-8 text: {_FORMS}") from error
    if "\0" in text:
        raise GoldError(f"{path} holds NUL characters, so it is not text: {_FORMS}")
    if not text.strip():
        raise GoldError(f"{path} is empty: {_FORMS}")
    return text


def _squad_document(text: str) -> dict[str, Any] | None:
    """The whole file as one JSON object where it is SQuAD; JSONL of one line is an object too."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_squad = isinstance(document, dict) and "data" in document and "question" not in document
    return document if is_squad else None


def _squad_questions(path: Path, document: dict[str, Any]) -> Iterator[tuple[str, GoldQuestion]]:
    try:
        paragraphs = squad_paragraphs(document, path)
    except SquadFormatError as error:
        raise GoldError(f"{error}: {_FORMS}") from error
    questions = [entry for paragraph in paragraphs for entry in paragraph.questions]
    stated = sum(
        len(paragraph["qas"]) for entry in document["data"] for paragraph in entry["paragraphs"]
    )
    if stated > len(questions):
        _LOGGER.warning(
            "%s: %d of %d questions left out: no stated answer stands at its offset",
            path,
            stated - len(questions),
            stated,
        )
    for number, entry in enumerate(questions, start=1):
        place = f"{path}, question {number}"
        try:
            text = check_question(entry.question)
        except QuestionError as error:
            raise GoldError(f"{place} ({entry.question_id!r}): {error}") from error
        # Annotators' answers repeat; a set in order keeps reports short. One without a visible
        # character stays: without it the question would be taken for an unanswerable one.
        stored = (canonical_text(answer.text) or answer.text for answer in entry.answers)
        yield place, GoldQuestion(entry.question_id, text, tuple(dict.fromkeys(stored)))


def _json_lines(path: Path, text: str) -> Iterator[tuple[str, GoldQuestion]]:
    # Not splitlines: JSON strings may hold U+2028 and other line separators as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            yield place, GoldRow.model_validate_json(line).to_question()
        except ValidationError as error:
            raise GoldError(f"{place}: {_first_fault(error)}") from error
        except QuestionError as error:
            raise GoldError(f"{place}: {error}") from error


def _table(path: Path, text: str) -> list[CsvRow] | None:
    try:
        return csv_rows(text)
    except CsvRowError as error:
        raise GoldError(f"{path}: {error}") from error


def _csv_lines(path: Path, rows: Iterable[CsvRow]) -> Iterator[tuple[str, GoldQuestion]]:
    for row in rows:
        place = f"{path}:{row.line}"
        try:
            yield place, GoldRow.model_validate(row.fields()).to_question()
        except ValidationError as error:
            raise GoldError(f"{place}: {_first_fault(error)}") from error
        except (CsvRowError, QuestionError) as error:
            raise GoldError(f"{place}: {error}") from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in fault["loc"])
    if not field:
        return f"{fault['msg']}: {_FORMS}"
    return f"{field}: {fault['msg']}"
