"""From a question to its answer: find candidates, bridge what is missing, compose."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.interface import PassageIndex, PassageSnapshot
from index.passage import RetrievedPassage
from index.retrieval import Retriever
from qa.answer import Answer, Models, Timings
from qa.attribution import SpeakerFinder
from qa.bridging import find_bridge
from qa.candidate import bridged
from qa.composition import Composer, Reply
from qa.confidence import Calibration
from qa.conflict import ConflictOptions, SameThing
from qa.finding import Finder, FinderOptions, Found, Retrieved
from qa.follow_up import FollowUpResolver, stands_alone
from qa.premise import PremiseChecker
from qa.quantity import asks_for_number
from qa.question import Question
from qa.reader import Reader
from qa.sources import SourcedQuestion, without_each_source
from qa.statement import Attributor


@dataclass(frozen=True, slots=True)
class AnswererModels:
    """What reads passages, what its scores are worth, what understands follow-ups and speakers."""

    reader: Reader
    calibration: Calibration
    resolver: FollowUpResolver
    speakers: SpeakerFinder


@dataclass(frozen=True, slots=True)
class Searched:
    """A question with what was retrieved for it, ready to be read.

    `question` is `asked` as a stand-alone one; the snapshot holds the version that was searched.
    """

    asked: Question
    question: Question
    retrieved: Retrieved
    snapshot: PassageSnapshot


@dataclass(frozen=True, slots=True)
class _Told:
    """A question, what was found for it and what is replied."""

    question: Question
    found: Found
    reply: Reply

    @property
    def is_left(self) -> bool:
        """Whether nothing answers it, nor shows that it takes something wrong for granted."""
        return self.reply.answer is None and not self.reply.contradicts


class Answerer:
    """Answers questions from one index. Threads may share it."""

    def __init__(self, index: PassageIndex, retriever: Retriever, models: AnswererModels) -> None:
        self.index = index
        self._finder = Finder(retriever, models.reader, models.calibration, FinderOptions())
        self._resolver = models.resolver
        attributor = Attributor(models.speakers)
        same_thing = SameThing(index.encoder, attributor, ConflictOptions())
        premises = PremiseChecker(models.speakers.tagger)
        self._composer = Composer(same_thing, attributor, premises)
        self._operating_point = models.calibration.operating_point
        self._reader_name = models.reader.name

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer for each question, in order, all of them from the current version."""
        return self.read(self.search(questions, self.index.snapshot()))

    def search(self, questions: Sequence[Question], snapshot: PassageSnapshot) -> list[Searched]:
        """The first half of `answer`: what one version of the index holds on each question."""
        resolved = self._resolver.resolve(questions)
        retrieved = self._finder.retrieve(resolved, snapshot)
        return [
            Searched(asked, question, entry, snapshot)
            for asked, question, entry in zip(questions, resolved, retrieved, strict=True)
        ]

    def read(self, searched: Sequence[Searched]) -> list[Answer]:
        """The second half: one answer for each question, from what was found for it."""
        found = self._finder.read(
            [entry.question for entry in searched], [entry.retrieved for entry in searched]
        )
        return [self._answer(entry, each) for entry, each in zip(searched, found, strict=True)]

    def _bridge(self, question: Question, found: Found, snapshot: PassageSnapshot) -> Found:
        """Search again with a bridging sentence where no figure answers the question directly."""
        best = found.candidates[0].probability if found.candidates else 0.0
        if best >= self._operating_point or not asks_for_number(question.text):
            return found
        encoder = self.index.encoder
        asked = without_each_source(question.text)
        bridge = find_bridge(asked, found.passages, found.documents, encoder)
        if bridge is None:
            return found
        expanded = replace(question, text=bridge.expand(asked))
        (again,) = self._finder.find([expanded], snapshot)
        return _joined(found, replace(again, candidates=bridged(again.candidates, bridge)))

    def _tell(self, question: Question, found: Found, snapshot: PassageSnapshot) -> _Told:
        """The reply to a question from what was found for it, bridged where that helps."""
        bridged_found = self._bridge(question, found, snapshot)
        reply = self._composer.compose(question.text, bridged_found, self._threshold(question))
        return _Told(question, bridged_found, reply)

    def _tell_alone(self, told: _Told, searched: Searched) -> _Told | None:
        """The reply to the question as it was typed, if that may be complete and has an answer."""
        alone = stands_alone(searched.asked.text, told.question.text)
        if alone is None:
            return None
        typed = replace(told.question, text=alone, history=())
        (found,) = self._finder.find([typed], searched.snapshot)
        again = self._tell(typed, found, searched.snapshot)
        return again if again.reply.answer is not None else None

    def _tell_of_source(self, told: _Told, searched: Searched) -> _Told | None:
        """What the source that the question names says to the question without it, if anything."""
        sourced = SourcedQuestion.of(told.question.text)
        if sourced is None:
            return None
        bare = replace(told.question, text=sourced.question)
        (found,) = self._finder.find([bare], searched.snapshot)
        again = self._bridge(bare, found, searched.snapshot)
        threshold = self._threshold(told.question)
        reply = self._composer.compose_of_source(sourced, again, threshold)
        return None if reply is None else _Told(told.question, _joined(told.found, again), reply)

    def _threshold(self, question: Question) -> float:
        """From which probability a question is answered."""
        asked_for = question.min_confidence
        return self._operating_point if asked_for is None else asked_for

    def _answer(self, searched: Searched, found: Found) -> Answer:
        told = self._tell(searched.question, found, searched.snapshot)
        for tell_otherwise in (self._tell_alone, self._tell_of_source):
            if told.is_left:
                told = tell_otherwise(told, searched) or told
        found, reply = told.found, told.reply
        return Answer(
            answer_id=uuid.uuid4().hex,
            question=searched.asked.text,
            resolved_question=told.question.text,
            status=reply.status,
            answer=reply.answer,
            text=reply.text,
            confidence=reply.confidence,
            answers=reply.answers,
            citations=reply.citations,
            passages=found.passages,
            index_version=searched.snapshot.manifest.version,
            models=Models(self.index.encoder.identity.name, self._reader_name),
            timings=Timings(found.retrieve_ms, found.read_ms, found.retrieve_ms + found.read_ms),
        )


def _joined(first: Found, second: Found) -> Found:
    """What two searches found together."""
    candidates = [*first.candidates, *second.candidates]
    return Found(
        passages=_united(first.passages, second.passages),
        documents={**first.documents, **second.documents},
        candidates=tuple(sorted(candidates, key=lambda candidate: -candidate.probability)),
        retrieve_ms=first.retrieve_ms + second.retrieve_ms,
        read_ms=first.read_ms + second.read_ms,
    )


def _united(
    first: Sequence[RetrievedPassage], second: Sequence[RetrievedPassage]
) -> tuple[RetrievedPassage, ...]:
    """The passages of both searches, those of the first before what the second adds."""
    known = {entry.passage.passage_id for entry in first}
    added = [entry for entry in second if entry.passage.passage_id not in known]
    return (*first, *added)
