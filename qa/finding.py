"""Retrieve, read and weigh: from questions to candidates."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.document import Document
from index.interface import PassageSnapshot
from index.passage import PassageFilter, RetrievedPassage
from index.retrieval import Retriever
from qa.asked_value import AskedValue
from qa.candidate import Candidate
from qa.confidence import Calibration
from qa.coverage import content_stems, share_of
from qa.follow_up_text import searched_text
from qa.place import ReadPassage
from qa.question import Question
from qa.reader import Reader, ReaderInput
from qa.second_reading import SecondReadingOptions
from qa.selection import SelectionOptions, worth_reading
from qa.sources import without_each_source
from qa.span import Span
from qa.text_words import TextWords
from qa.weighing import weigh


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What was retrieved for one question, with the documents of its passages.

    `retrieve_ms` is its share of the batch's time.
    """

    passages: tuple[RetrievedPassage, ...]
    documents: Mapping[str, Document]
    retrieve_ms: float


@dataclass(frozen=True, slots=True)
class Found:
    """What was retrieved for one question and the candidates read there, best first.

    `retrieve_ms` and `read_ms` are its share of the batch's time.
    """

    passages: tuple[RetrievedPassage, ...]
    documents: Mapping[str, Document]
    candidates: tuple[Candidate, ...]
    retrieve_ms: float
    read_ms: float


@dataclass(frozen=True, slots=True)
class FinderOptions:
    """Which of the retrieved passages are read, and which places of them a second time."""

    selection: SelectionOptions = SelectionOptions()
    second_reading: SecondReadingOptions = SecondReadingOptions()


class Finder:
    """Finds candidates in versions of one index. Threads may share it."""

    def __init__(
        self,
        retriever: Retriever,
        reader: Reader,
        calibration: Calibration,
        options: FinderOptions,
    ) -> None:
        self._retriever = retriever
        self._reader = reader
        self._calibration = calibration
        self._options = options

    def find(self, questions: Sequence[Question], snapshot: PassageSnapshot) -> list[Found]:
        """What answers each question in one version of the index, in order."""
        return self.read(questions, self.retrieve(questions, snapshot))

    def retrieve(self, questions: Sequence[Question], snapshot: PassageSnapshot) -> list[Retrieved]:
        """The passages that may answer each question, all of one version of the index.

        Those of documents that are gone, since the version expired meanwhile, are left out.
        """
        started = time.perf_counter()
        retrieved = self._retrieve(list(map(_of_the_thing, questions)), snapshot)
        documents = snapshot.documents(
            {entry.passage.document_id for entries in retrieved for entry in entries}
        )
        stored = [
            tuple(entry for entry in entries if entry.passage.document_id in documents)
            for entries in retrieved
        ]
        retrieve_ms = _share_ms(started, len(questions))
        return [
            Retrieved(entries, _documents_of(entries, documents), retrieve_ms) for entries in stored
        ]

    def read(self, questions: Sequence[Question], retrieved: Sequence[Retrieved]) -> list[Found]:
        """The candidates in what was retrieved for each question; needs no index any more."""
        started = time.perf_counter()
        candidates = self._read(list(map(_of_the_thing, questions)), retrieved)
        read_ms = _share_ms(started, len(questions))
        return [
            Found(entry.passages, entry.documents, weighed, entry.retrieve_ms, read_ms)
            for entry, weighed in zip(retrieved, candidates, strict=True)
        ]

    def _retrieve(
        self, questions: Sequence[Question], snapshot: PassageSnapshot
    ) -> list[list[RetrievedPassage]]:
        """Questions with the same conditions are searched together."""
        groups: dict[tuple[PassageFilter, int], list[int]] = {}
        for number, question in enumerate(questions):
            groups.setdefault((_condition(question), question.top_k), []).append(number)
        retrieved: list[list[RetrievedPassage]] = [[] for _ in questions]
        for (condition, top_k), numbers in groups.items():
            texts = [searched_text(questions[number]) for number in numbers]
            found = self._retriever.retrieve(snapshot, texts, condition, top_k)
            for number, entries in zip(numbers, found, strict=True):
                retrieved[number] = entries
        return retrieved

    def _read(
        self, questions: Sequence[Question], retrieved: Sequence[Retrieved]
    ) -> list[tuple[Candidate, ...]]:
        asked = [AskedValue.of(question.text) for question in questions]
        passages = [
            _considered(question.text, value, entry.passages, entry.documents)
            for question, value, entry in zip(questions, asked, retrieved, strict=True)
        ]
        spans = self._spans(questions, asked, passages)
        return [
            tuple(
                weigh(
                    question.text,
                    found,
                    entries,
                    self._reader,
                    self._calibration,
                    self._options.second_reading,
                )
            )
            for question, found, entries in zip(questions, spans, passages, strict=True)
        ]

    def _spans(
        self,
        questions: Sequence[Question],
        asked: Sequence[AskedValue | None],
        passages: Sequence[Sequence[ReadPassage]],
    ) -> list[list[Span]]:
        """The best spans of each question in those of its passages that are worth reading."""
        chosen = [
            worth_reading(
                [entry.retrieved.dense for entry in entries],
                [entry.coverage for entry in entries],
                value is not None,
                self._options.selection,
            )
            for value, entries in zip(asked, passages, strict=True)
        ]
        read = self._reader.read(
            [
                ReaderInput(
                    question.text,
                    [entries[number].retrieved.passage.text for number in numbers],
                    [entries[number].marked for number in numbers],
                )
                for question, entries, numbers in zip(questions, passages, chosen, strict=True)
            ]
        )
        return [
            [replace(span, passage=numbers[span.passage]) for span in spans]
            for spans, numbers in zip(read, chosen, strict=True)
        ]


def _of_the_thing(question: Question) -> Question:
    """The question as it is found and read: what it says of its sources no article says."""
    return replace(question, text=without_each_source(question.text))


def _documents_of(
    retrieved: Sequence[RetrievedPassage], documents: Mapping[str, Document]
) -> dict[str, Document]:
    """Those of one question alone: its answer must not depend on what is asked with it."""
    return {name: documents[name] for name in {entry.passage.document_id for entry in retrieved}}


def _share_ms(started: float, questions: int) -> float:
    """Each question's share of the milliseconds since `started` on the performance counter."""
    return (time.perf_counter() - started) * 1_000.0 / max(1, questions)


def _considered(
    question: str,
    asked: AskedValue | None,
    retrieved: Sequence[RetrievedPassage],
    documents: Mapping[str, Document],
) -> list[ReadPassage]:
    """The passages with what they cover, and the figures that may answer one for a value."""
    wanted = content_stems(question)
    titles = {name: TextWords.of(document.title) for name, document in documents.items()}
    passages = []
    for entry in retrieved:
        passage, document = entry.passage, documents[entry.passage.document_id]
        found = asked.figures_in(passage.text, document.published_at) if asked else []
        figures = tuple(figure.moved(passage.start) for figure in found)
        words, title = TextWords.of(passage.text), titles[passage.document_id]
        covered = share_of(wanted, words.content | title.content)
        passages.append(ReadPassage(entry, document, figures, words, title, covered))
    return passages


def _condition(question: Question) -> PassageFilter:
    """The question's filter, narrowed to what was published by its day."""
    if question.as_of is None:
        return question.filter
    latest = question.filter.published_before
    until = question.as_of if latest is None else min(latest, question.as_of)
    return replace(question.filter, published_before=until)
