"""From a question to its answer: retrieve, read, weigh, compose."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import replace

from index.article_index import ArticleIndex
from index.document import Document
from index.errors import DocumentNotFoundError
from index.passage import PassageFilter, RetrievedPassage
from index.retrieval import Retriever
from qa.answer import Answer, Models, Timings
from qa.bridging import find_bridge
from qa.candidate import Candidate, bridged, weigh
from qa.composition import compose
from qa.confidence import Calibration
from qa.quantity import asks_for_number
from qa.question import Question
from qa.reader import Reader


class Answerer:
    """Answers questions from one index. Threads may share it."""

    def __init__(
        self, index: ArticleIndex, retriever: Retriever, reader: Reader, calibration: Calibration
    ) -> None:
        self.index = index
        self._retriever = retriever
        self._reader = reader
        self._calibration = calibration

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question, in order; all are read in one batch."""
        started = time.perf_counter()
        version = self.index.snapshot().manifest.version
        retrieved = self._retrieve(questions)
        documents = self._documents(retrieved)
        # A document removed since the retrieval is not cited: nobody could open it.
        retrieved = [
            [entry for entry in entries if entry.passage.document_id in documents]
            for entries in retrieved
        ]
        read_started = time.perf_counter()
        candidates = self._read(questions, retrieved, documents)
        ended = time.perf_counter()
        share = 1_000.0 / max(1, len(questions))
        timings = Timings(
            retrieve=(read_started - started) * share,
            read=(ended - read_started) * share,
            total=(ended - started) * share,
        )
        return [
            self._compose(question, found, passages, version, timings)
            for question, found, passages in zip(questions, candidates, retrieved, strict=True)
        ]

    def _retrieve(self, questions: Sequence[Question]) -> list[list[RetrievedPassage]]:
        """Questions with the same conditions are searched together."""
        groups: dict[tuple[PassageFilter, int], list[int]] = {}
        for number, question in enumerate(questions):
            groups.setdefault((_condition(question), question.top_k), []).append(number)
        retrieved: list[list[RetrievedPassage]] = [[] for _ in questions]
        for (condition, top_k), numbers in groups.items():
            texts = [questions[number].text for number in numbers]
            found = self._retriever.retrieve(texts, condition, top_k)
            for number, entries in zip(numbers, found, strict=True):
                retrieved[number] = entries
        return retrieved

    def _documents(self, retrieved: Sequence[Sequence[RetrievedPassage]]) -> dict[str, Document]:
        documents: dict[str, Document] = {}
        for name in {entry.passage.document_id for entries in retrieved for entry in entries}:
            try:
                documents[name] = self.index.document(name)
            except DocumentNotFoundError:
                continue
        return documents

    def _read(
        self,
        questions: Sequence[Question],
        retrieved: Sequence[Sequence[RetrievedPassage]],
        documents: dict[str, Document],
    ) -> list[list[Candidate]]:
        spans = self._reader.read(
            [
                (question.text, [entry.passage.text for entry in entries])
                for question, entries in zip(questions, retrieved, strict=True)
            ]
        )
        candidates = [
            weigh(question.text, found, entries, documents, self._calibration)
            for question, found, entries in zip(questions, spans, retrieved, strict=True)
        ]
        return [
            self._bridge(question.text, found, entries, documents)
            for question, found, entries in zip(questions, candidates, retrieved, strict=True)
        ]

    def _bridge(
        self,
        question: str,
        candidates: list[Candidate],
        passages: Sequence[RetrievedPassage],
        documents: dict[str, Document],
    ) -> list[Candidate]:
        """Read again with a bridging sentence where no figure answers the question directly."""
        direct = max((candidate.probability for candidate in candidates), default=0.0)
        if direct >= self._calibration.operating_point or not asks_for_number(question):
            return candidates
        bridge = find_bridge(question, passages, documents, self.index.encoder)
        if bridge is None:
            return candidates
        expanded = bridge.expand(question)
        (spans,) = self._reader.read([(expanded, [entry.passage.text for entry in passages])])
        again = bridged(weigh(expanded, spans, passages, documents, self._calibration), bridge)
        return sorted([*candidates, *again], key=lambda candidate: -candidate.probability)

    def _compose(
        self,
        question: Question,
        candidates: Sequence[Candidate],
        passages: Sequence[RetrievedPassage],
        version: int,
        timings: Timings,
    ) -> Answer:
        threshold = question.min_confidence
        if threshold is None:
            threshold = self._calibration.operating_point
        reply = compose(candidates, passages, threshold)
        return Answer(
            answer_id=uuid.uuid4().hex,
            question=question.text,
            resolved_question=question.text,
            status=reply.status,
            answer=reply.answer,
            text=reply.text,
            confidence=reply.confidence,
            answers=reply.answers,
            citations=reply.citations,
            passages=tuple(passages),
            index_version=version,
            models=Models(self.index.encoder.identity.name, self._reader.name),
            timings=timings,
        )


def _condition(question: Question) -> PassageFilter:
    """The question's filter, narrowed to what was published by its day."""
    if question.as_of is None:
        return question.filter
    latest = question.filter.published_before
    until = question.as_of if latest is None else min(latest, question.as_of)
    return replace(question.filter, published_before=until)
