"""From spans to candidates: where each stands, what speaks for it, how probable it is."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from index.document import Document
from index.passage import RetrievedPassage
from index.sentences import Bounds, sentences_around
from qa.agreement import normalise_answer
from qa.anchoring import Anchors
from qa.candidate import Candidate
from qa.confidence import Calibration, Evidence
from qa.counted_noun import names_others
from qa.coverage import coverage, named_in, names, words_in
from qa.figure import DATE, figure_bounds
from qa.quantity import asked_noun, asks_for_number, states_number
from qa.rate import asks_for_rate, is_rate
from qa.sources import EACH_SOURCE
from qa.span import Span, unquoted
from qa.timing import AskedTime
from qa.value_parsing import FoundValue

# What is left of the probability of a figure that counts somebody else: too little for the best
# reading to make up for.
NAMED_OTHERWISE = 0.1


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

    def within(self, start: int, end: int) -> list[FoundValue]:
        """The figures that lie in ``document.text[start:end]``."""
        return [figure for figure in self.figures if start <= figure.start and figure.end <= end]

    def touched(self, start: int, end: int) -> FoundValue | None:
        """The first figure of which a part lies in ``document.text[start:end]``."""
        return next((f for f in self.figures if f.start < end and f.end > start), None)


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
    comparison, asked_time = _Comparison(question, places, passages), AskedTime(question)
    evidence = [comparison.evidence(place) for place in places]
    times = [_time_factor(asked_time, place) for place in places]
    noun = asked_noun(question)
    factors = [
        time * (NAMED_OTHERWISE if _counts_others(noun, place) else 1.0)
        for time, place in zip(times, places, strict=True)
    ]
    answers = [normalise_answer(place.text) for place in places]
    probabilities = calibration.probabilities(evidence, answers, factors)
    candidates = map(_candidate, places, evidence, probabilities, times)
    return sorted(candidates, key=lambda candidate: -candidate.probability)


class _Comparison:
    """What the passages of one question say together, against which each place is held."""

    def __init__(
        self, question: str, places: Sequence[_Place], passages: Sequence[ReadPassage]
    ) -> None:
        self._question = question
        texts = [entry.retrieved.passage.text for entry in passages]
        self._names = names(question) | named_in(question, texts)
        self._anchors = Anchors.of(question, texts)
        words: dict[str, set[str]] = defaultdict(set)
        for entry in passages:
            known = words[entry.document.document_id]
            known |= words_in(f"{entry.document.title} {entry.retrieved.passage.text}")
        self._named = {name: self._share(known) for name, known in words.items()}
        self._documents: dict[str, set[str]] = defaultdict(set)
        for place in places:
            answer = normalise_answer(place.text)
            self._documents[answer].add(place.read.document.document_id)

    def evidence(self, place: _Place) -> Evidence:
        """What is known of one place."""
        retrieved, document = place.read.retrieved, place.read.document
        return Evidence(
            margin=place.margin,
            cosine=retrieved.dense,
            passage_coverage=coverage(self._question, f"{document.title} {retrieved.passage.text}"),
            sentence_coverage=coverage(self._question, place.sentence),
            name_coverage=self._named[document.document_id],
            sentence_names=self._share(words_in(place.sentence)),
            anchor_similarity=self._anchors.similarity(place.sentence),
            agreement=min(2, len(self._agreeing(place))) / 2,
        )

    def _agreeing(self, place: _Place) -> list[str]:
        """The other documents with the same answer that speak of as many of the names."""
        own = place.read.document.document_id
        others = self._documents[normalise_answer(place.text)] - {own}
        return [other for other in others if self._named[other] >= self._named[own]]

    def _share(self, known: Set[str]) -> float:
        """The share of the question's names among the words of a document."""
        return len(self._names & known) / len(self._names) if self._names else 1.0


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
        figures = read.within(start, end)
        if len(figures) > 1:
            continue  # each of them has a span of its own
        figure = figures[0] if figures else read.touched(start, end)
        if figure is None:
            start, end = unquoted(read.document.text, start, end)
        else:
            start, end = figure_bounds(read.document.text, (start, end), figure)
        context = sentences_around(read.document.text, start, end)
        place = _Place(read, start, end, span.score, context, figure)
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


def _time_factor(asked_time: AskedTime, place: _Place) -> float:
    """What the years that the sentence speaks of leave of a candidate's probability."""
    if place.figure is not None and place.figure.kind == DATE:
        return 1.0  # the time is what is asked for
    document, passage = place.read.document, place.read.retrieved.passage
    before = document.text[passage.start : place.context[0]]
    return asked_time.factor(place.sentence, before, document.published_at)


def _counts_others(noun: str, place: _Place) -> bool:
    """Whether the figure counts somebody whom the article names otherwise than the asked noun."""
    figure, text = place.figure, place.read.document.text
    if not noun or figure is None or figure.counted is None:
        return False
    return names_others(noun, text[slice(*figure.counted)], text)


def _candidate(place: _Place, evidence: Evidence, probability: float, time: float) -> Candidate:
    return Candidate(
        document=place.read.document,
        retrieved=place.read.retrieved,
        start=place.start,
        end=place.end,
        context_start=place.context[0],
        context_end=place.context[1],
        evidence=evidence,
        probability=probability,
        figure=place.figure,
        timely=time == 1.0,
    )
