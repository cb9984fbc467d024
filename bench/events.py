"""Reports on one event each, with questions that several of them answer differently."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.squad import UNREADABLE, SquadFormatError


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """A right answer: ``reports[report][start:end]`` of its event."""

    report: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EventQuestion:
    """A question with every place of any report that answers it; none where none does."""

    question: str
    answers: tuple[ReportSpan, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """The texts of all reports on an event, and what was asked of them together."""

    title: str
    reports: tuple[str, ...]
    questions: tuple[EventQuestion, ...]


def load_events(path: Path) -> list[Event]:
    """Read a SQuAD 2.0 file in which each article is an event and each paragraph a report.

    The list `across` of an article holds what is asked of all of its reports: a question and
    answers, each with the number of its report from 0 on, its text and its start.

    Raises:
        SquadFormatError: the file is not of that form, or an answer is not where it is said to be.
    """
    try:
        articles = json.loads(path.read_text(encoding="utf-8"))["data"]
        return [_event(article) for article in articles]
    except UNREADABLE as error:
        raise SquadFormatError(
            f"{path} is not SQuAD JSON with what is asked across reports: {error!r}"
        ) from error


def _event(article: dict[str, Any]) -> Event:
    reports = tuple(str(paragraph["context"]) for paragraph in article["paragraphs"])
    questions = tuple(
        EventQuestion(str(entry["question"]), tuple(_spans(entry["answers"], reports)))
        for entry in article["across"]
    )
    return Event(str(article["title"]), reports, questions)


def _spans(answers: list[dict[str, Any]], reports: tuple[str, ...]) -> Iterator[ReportSpan]:
    for answer in answers:
        number, start, text = answer["article"], answer["answer_start"], answer["text"]
        span = ReportSpan(number, start, start + len(text))
        found = reports[number][span.start : span.end]
        if found != text:
            raise ValueError(f"report {number} has {found!r} at {start}, the answer is {text!r}")
        yield span
