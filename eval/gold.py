"""The gold set: questions with what a right reply must say and cite."""

import gzip
import json
import logging
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from eval.gold_csv import CsvRow, CsvRowError, csv_rows
from qa.question import QuestionError, Turn, check_question
from qa.squad import GZIP_MAGIC, SquadFormatError, load_squad

_LOGGER = logging.getLogger(__name__)
_FORMS = (
    "give JSONL, one question a line, SQuAD 1.1 or 2.0 JSON, or CSV with the columns question and "
    "answers, gzipped or not"
)


class GoldError(ValueError):
    """The gold set cannot be used; the message names the file, the line and the fault."""


@dataclass(frozen=True, slots=True)
class GoldValue:
    """A figure that a reply to a question with conflicting sources must show."""

    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with its right answers; no answers means "not in the articles".

    `evidence` is text that the cited sentence must contain, unless it states one of `values`;
    None where any mention of an answer will do. Of a question without answers it is the text that
    contradicts what the question takes for granted. `type` groups the scores.
    """

    question_id: str
    question: str
    answers: tuple[str, ...]
    evidence: str | None = None
    document_id: str | None = None
    type: str | None = None
    history: tuple[Turn, ...] = ()
    values: tuple[GoldValue, ...] = ()

    @property
    def is_answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.answers)


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty: leave it out or state some text")
    return text


Said = Annotated[str, AfterValidator(_said)]


class _Row(BaseModel):
    """Fields that the format doesn't name are passed over: gold sets carry notes."""

    model_config = ConfigDict(extra="ignore")


class _TurnRow(_Row):
    question: str
    answer: str | None = None


class _ValueRow(_Row):
    text: Said
    speaker: Said | None = None


class _GoldRow(_Row):
    id: Said
    question: Said
    # Required, since a forgotten field would otherwise read as "not in the articles".
    answers: list[Said]
    evidence: Said | None = None
    document_id: str | None = None
    type: str | None = None
    history: list[_TurnRow] | None = None
    values: list[_ValueRow] | None = None

    def to_question(self) -> GoldQuestion:
        return GoldQuestion(
            question_id=self.id,
            question=check_question(self.question),
            answers=tuple(self.answers),
            evidence=self.evidence,
            document_id=self.document_id,
            type=self.type,
            history=tuple(Turn(turn.question, turn.answer) for turn in self.history or ()),
            values=tuple(GoldValue(value.text, value.speaker) for value in self.values or ()),
        )


def load_gold(path: Path) -> list[GoldQuestion]:
    """Read a gold set; its content, not its name, tells JSONL, SQuAD, CSV and gzip.

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
        paragraphs = load_squad(path)
    except (SquadFormatError, OSError) as error:
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
        # Annotators' answers repeat; a set in order keeps reports short.
        answers = tuple(dict.fromkeys(answer.text for answer in entry.answers))
        yield place, GoldQuestion(entry.question_id, text, answers)


def _json_lines(path: Path, text: str) -> Iterator[tuple[str, GoldQuestion]]:
    # Not splitlines: JSON strings may hold U+2028 and other line separators as they are.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            yield place, _GoldRow.model_validate_json(line).to_question()
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
            yield place, _GoldRow.model_validate(row.fields()).to_question()
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
