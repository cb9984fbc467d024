"""Figures that differ between reports: what the product shows side by side of all that is right.

    python -m bench.differing_figures qa/training/events.json

Every question across the reports of an event is asked of an index of all reports. It prints, over
the questions that some figure answers, precision and recall of the values shown, and of the
conflicts found: questions that several values answer.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.events import Event, EventQuestion, load_events
from bench.kept_index import kept_index
from bench.report import command_line, print_result, report_progress
from index.chunking import ChunkingOptions
from index.document import Document
from index.retrieval import RetrievalOptions, Retriever
from qa.agreement import normalise_answer
from qa.answer import Answer, Citation
from qa.answering import Answerer
from qa.assembly import open_encoder, open_models
from qa.model_files import SHIPPED_FOLLOW_UPS, SHIPPED_READER
from qa.quantity import asks_for_number
from qa.question import Question
from qa.value_comparison import same_value
from qa.value_parsing import find_values

BATCH = 16


@dataclass(frozen=True, slots=True)
class ShownFigures:
    """Of one question: how many values are right, how many were shown, and how many are both."""

    wanted: int
    shown: int
    right: int


@click.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def main(file: Path) -> None:
    """Ask what is asked across the reports in FILE."""
    print_result(command_line(), summary(ask(load_events(file))))


def ask(events: Sequence[Event]) -> list[ShownFigures]:
    """What is shown for each question for a number that the reports answer."""
    asked = [
        (number, question)
        for number, event in enumerate(events)
        for question in event.questions
        if question.answers and asks_for_number(question.question)
    ]
    shown: list[ShownFigures] = []
    encoder = open_encoder()
    with tempfile.TemporaryDirectory() as folder:
        documents = [
            Document(document_id(number, place), f"{event.title} {place}", text, "written")
            for number, event in enumerate(events)
            for place, text in enumerate(event.reports)
        ]
        index = kept_index(Path(folder), documents, encoder, ChunkingOptions())
        models = open_models(SHIPPED_READER, SHIPPED_FOLLOW_UPS)
        answerer = Answerer(index, Retriever(index, RetrievalOptions()), models)
        for first in range(0, len(asked), BATCH):
            part = asked[first : first + BATCH]
            answers = answerer.answer([Question(q.question) for _, q in part])
            shown += [
                compare(answer, events[number], number, question)
                for answer, (number, question) in zip(answers, part, strict=True)
            ]
            report_progress(len(shown), len(asked))
    return shown


def compare(answer: Answer, event: Event, number: int, question: EventQuestion) -> ShownFigures:
    """Hold an answer against every place that is right; places that say the same are one value."""
    spans = [(span.report, span.start, span.end) for span in question.answers]
    values = numbered_values([event.reports[report][start:end] for report, start, end in spans])
    places = {
        (document_id(number, report), start, end): value
        for (report, start, end), value in zip(spans, values, strict=True)
    }
    cited = {citation.number: citation for citation in answer.citations}
    shown = answer.answers if answer.status == "conflicting" else answer.answers[:1]
    right = {_value_at(cited[entry.citation], places) for entry in shown} - {None}
    return ShownFigures(len(set(values)), len(shown), len(right))


def numbered_values(texts: Sequence[str]) -> list[int]:
    """The number of the value that each text gives: texts that say the same have one."""
    distinct: list[str] = []
    numbers = []
    for text in texts:
        known = (number for number, other in enumerate(distinct) if says_same(text, other))
        number = next(known, len(distinct))
        if number == len(distinct):
            distinct.append(text)
        numbers.append(number)
    return numbers


def says_same(one: str, other: str) -> bool:
    """Whether two texts give one figure, as "Fourteen" and "about 14", or are alike in words."""
    if normalise_answer(one) == normalise_answer(other):
        return True
    first, second = find_values(one), find_values(other)
    return bool(first and second) and same_value(first[0].value, second[0].value)


def summary(shown: Sequence[ShownFigures]) -> dict[str, object]:
    """Shares in [0, 1] over all questions; None where nothing counts, such as nothing shown."""
    conflicts = [entry for entry in shown if entry.wanted > 1]
    told = [entry for entry in shown if entry.shown > 1]
    both = sum(entry.wanted > 1 for entry in told)
    return {
        "questions": len(shown),
        "with several values": len(conflicts),
        "left": _share(sum(entry.shown == 0 for entry in shown), len(shown)),
        "values precision": _share(_sum_right(shown), sum(entry.shown for entry in shown)),
        "values recall": _share(_sum_right(shown), sum(entry.wanted for entry in shown)),
        "conflicts precision": _share(both, len(told)),
        "conflicts recall": _share(both, len(conflicts)),
    }


def document_id(event: int, report: int) -> str:
    """The name under which a report is stored."""
    return f"event-{event}-report-{report}"


def _value_at(quote: Citation, places: Mapping[tuple[str, int, int], int]) -> int | None:
    """The number of the first value whose place a quote touches, None where it touches none."""
    for (name, start, end), value in places.items():
        if name == quote.document_id and start < quote.end and quote.start < end:
            return value
    return None


def _sum_right(shown: Sequence[ShownFigures]) -> int:
    return sum(entry.right for entry in shown)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


if __name__ == "__main__":
    main()
