"""From spans to candidates: what speaks for each, and how probable it is."""

from collections import defaultdict
from collections.abc import Sequence, Set

from qa.agreement import normalise_answer
from qa.anchoring import Anchors
from qa.candidate import Candidate
from qa.confidence import Calibration, Evidence
from qa.counted_noun import AskedNames, owner_in
from qa.coverage import coverage, named_in, names, words_in
from qa.figure import DATE
from qa.place import Place, ReadPassage, find_places
from qa.quantity import asked_noun
from qa.span import Span
from qa.timing import AskedTime

# What is left of the probability of a figure that counts somebody else: too little for the best
# reading to make up for.
NAMED_OTHERWISE = 0.1


def weigh(
    question: str, spans: Sequence[Span], passages: Sequence[ReadPassage], calibration: Calibration
) -> list[Candidate]:
    """Every place that may answer as a candidate, most probable first."""
    places = find_places(question, spans, passages)
    comparison, asked_time = _Comparison(question, places, passages), AskedTime(question)
    evidence = [comparison.evidence(place) for place in places]
    times = [_time_factor(asked_time, place) for place in places]
    asked_names = AskedNames(asked_noun(question), owner_in(question))
    factors = [
        time * (NAMED_OTHERWISE if _counts_others(asked_names, place) else 1.0)
        for time, place in zip(times, places, strict=True)
    ]
    answers = [normalise_answer(place.text) for place in places]
    probabilities = calibration.probabilities(evidence, answers, factors)
    candidates = map(_candidate, places, evidence, probabilities, times)
    return sorted(candidates, key=lambda candidate: -candidate.probability)


class _Comparison:
    """What the passages of one question say together, against which each place is held."""

    def __init__(
        self, question: str, places: Sequence[Place], passages: Sequence[ReadPassage]
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

    def evidence(self, place: Place) -> Evidence:
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

    def _agreeing(self, place: Place) -> list[str]:
        """The other documents with the same answer that speak of as many of the names."""
        own = place.read.document.document_id
        others = self._documents[normalise_answer(place.text)] - {own}
        return [other for other in others if self._named[other] >= self._named[own]]

    def _share(self, known: Set[str]) -> float:
        """The share of the question's names among the words of a document."""
        return len(self._names & known) / len(self._names) if self._names else 1.0


def _time_factor(asked_time: AskedTime, place: Place) -> float:
    """What the years that the sentence speaks of leave of a candidate's probability."""
    if place.figure is not None and place.figure.kind == DATE:
        return 1.0  # the time is what is asked for
    document, passage = place.read.document, place.read.retrieved.passage
    before = document.text[passage.start : place.context[0]]
    return asked_time.factor(place.sentence, before, document.published_at)


def _counts_others(asked_names: AskedNames, place: Place) -> bool:
    """Whether the figure counts somebody whom the article names otherwise than the asked noun."""
    figure, text = place.figure, place.read.document.text
    if figure is None or figure.counted is None:
        return False
    return asked_names.differ(text[slice(*figure.counted)], text)


def _candidate(place: Place, evidence: Evidence, probability: float, time: float) -> Candidate:
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
