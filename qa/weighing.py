"""From spans to candidates: where each stands, what speaks for it, how probable it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.document import Document
from index.passage import RetrievedPassage
from index.sentences import Bounds, sentences_around
from qa.agreement import normalise_answer
from qa.anchoring import Anchors
from qa.candidate import Candidate
from qa.confidence import Calibration, Evidence
from qa.coverage import coverage, names, words_in
from qa.quantity import asks_for_number, states_number
from qa.rate import asks_for_rate, is_rate
from qa.sources import EACH_SOURCE
from qa.span import Span
from qa.value_parsing import FoundValue


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A retrieved passage, its document and the figures in it that may answer.

    Figures have offsets into the document's text.
    """

    retrieved: RetrievedPassage
    document: Document
    figures: tuple[FoundValue, ...]

    @property
    def marked(self) -> list[Bounds]:
        """Where the figures stand in the passage's text."""
        first = self.retrieved.passage.start
        return [(figure.start - first, figure.end - first) for figure in self.figures]


@dataclass(frozen=True, slots=True)
class _Place:
    """A span in its document, with the sentence or sentences around it."""

    read: ReadPassage
    start: int
    end: int
    margin: float
    context: Bounds
    figure: FoundValue | None

    @property
    def key(self) -> tuple[str, int, int]:
        return self.read.document.document_id, self.start, self.end

    @property
    def text(self) -> str:
        return self.read.document.text[self.start : self.end]

    @property
    def sentence(self) -> str:
        return self.read.document.text[slice(*self.context)]


def weigh(
    question: str, spans: Sequence[Span], passages: Sequence[ReadPassage], calibration: Calibration
) -> list[Candidate]:
    """Every span as a candidate, most probable first, each place in a document once.

    Spans without a number are left out where only a number can answer, and rates where none is
    asked for.
    """
    places = _places(question, spans, passages)
    # Only a value answers a question for one; what else the reader likes is beside the point.
    places = [place for place in places if place.figure is not None] or places
    comparison = _Comparison(question, places, passages)
    candidates = [_candidate(place, comparison.evidence(place), calibration) for place in places]
    return sorted(candidates, key=lambda candidate: -candidate.probability)


class _Comparison:
    """What the passages of one question say together, against which each place is held."""

    def __init__(
        self, question: str, places: Sequence[_Place], passages: Sequence[ReadPassage]
    ) -> None:
        self._question = question
        self._names = names(question)
        self._anchors = Anchors.of(question, [entry.retrieved.passage.text for entry in passages])
        words: dict[str, set[str]] = defaultdict(set)
        for entry in passages:
            known = words[entry.document.document_id]
            known |= words_in(f"{entry.document.title} {entry.retrieved.passage.text}")
        self._words: Mapping[str, set[str]] = words
        self._documents: dict[str, set[str]] = defaultdict(set)
        for place in places:
            answer = normalise_answer(place.text)
            self._documents[answer].add(place.read.document.document_id)

    def evidence(self, place: _Place) -> Evidence:
        """What is known of one place."""
        retrieved, document = place.read.retrieved, place.read.document
        answer = normalise_answer(place.text)
        known = self._words[document.document_id]
        return Evidence(
            margin=place.margin,
            cosine=retrieved.dense,
            passage_coverage=coverage(self._question, f"{document.title} {retrieved.passage.text}"),
            sentence_coverage=coverage(self._question, place.sentence),
            name_coverage=(len(self._names & known) / len(self._names) if self._names else 1.0),
            anchor_similarity=self._anchors.similarity(place.sentence),
            agreement=min(2, len(self._documents[answer]) - 1) / 2,
        )


def _places(question: str, spans: Sequence[Span], passages: Sequence[ReadPassage]) -> list[_Place]:
    numbers_only = asks_for_number(question)
    rates = asks_for_rate(EACH_SOURCE.sub("", question))
    places: dict[tuple[str, int, int], _Place] = {}
    for span in spans:
        read = passages[span.passage]
        if numbers_only and not states_number(read.retrieved.passage.text[span.start : span.end]):
            continue
        first = read.retrieved.passage.start
        start, end = first + span.start, first + span.end
        context = sentences_around(read.document.text, start, end)
        place = _Place(read, start, end, span.score, context, _figure(read, start, end))
        if not rates and _is_rate(place):
            continue
        # Overlapping passages give the same place twice: the better reading counts.
        if place.key not in places or places[place.key].margin < place.margin:
            places[place.key] = place
    return list(places.values())


def _is_rate(place: _Place) -> bool:
    figure = place.figure
    if figure is None or figure.kind != "count":
        return False
    return is_rate(place.read.document.text, (figure.start, figure.end), figure.counted)


def _candidate(place: _Place, evidence: Evidence, calibration: Calibration) -> Candidate:
    return Candidate(
        document=place.read.document,
        retrieved=place.read.retrieved,
        start=place.start,
        end=place.end,
        context_start=place.context[0],
        context_end=place.context[1],
        evidence=evidence,
        probability=calibration.probability(evidence),
        figure=place.figure,
    )


def _figure(read: ReadPassage, start: int, end: int) -> FoundValue | None:
    """The first figure that the span holds whole, else the first that it touches."""
    touched = [figure for figure in read.figures if figure.start < end and figure.end > start]
    whole = [f for f in touched if start <= f.start and f.end <= end]
    return next(iter(whole or touched), None)
