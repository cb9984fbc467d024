"""From spans to candidates: what speaks for each, and how probable it is."""

from collections import defaultdict
from collections.abc import Sequence, Set

from index.sentences import Bounds
from qa.agreement import normalise_answer
from qa.candidate import Candidate
from qa.confidence import Calibration, Evidence
from qa.counted_noun import AskedNames, is_part, owner_in
from qa.coverage import content_stems, named_in, names, share_of
from qa.earlier import AskedEarlier
from qa.fate import AskedFate
from qa.figure import DATE
from qa.nation import find_nations, nations_in
from qa.place import Place, ReadPassage, find_places
from qa.quantity import asked_noun
from qa.reader import Reader
from qa.second_reading import SecondReadingOptions, second_margins
from qa.span import Span
from qa.text_words import TextWords
from qa.timing import AskedTime

# What is left of the probability of a figure that counts somebody else: too little for the best
# reading to make up for.
COUNTS_OTHERS = 0.1


def weigh(
    question: str,
    spans: Sequence[Span],
    passages: Sequence[ReadPassage],
    reader: Reader,
    calibration: Calibration,
    second_reading: SecondReadingOptions,
) -> list[Candidate]:
    """Every place that may answer as a candidate, most probable first.

    The reader reads the likeliest places again.
    """
    places = find_places(question, spans, passages)
    seconds = second_margins(question, places, reader, second_reading)
    comparison, asked_times = _Comparison(question, places, passages), _Times(question)
    evidence = list(map(comparison.evidence, places, seconds))
    times = [asked_times.factor(place) for place in places]
    asked = _AskedCount(question)
    factors = [
        time * (COUNTS_OTHERS if asked.is_of_others(place) else 1.0)
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
        self._names = names(question) | named_in(question, [entry.words for entry in passages])
        self._countries = _countries_of(question, self._names)
        words: dict[str, set[str]] = defaultdict(set)
        for entry in passages:
            words[entry.document.document_id] |= entry.words.every | entry.title_words.every
        nations = _nations_of(passages) if self._countries else {}
        self._named = {
            name: self._share(known, nations.get(name, frozenset()))
            for name, known in words.items()
        }
        wanted = content_stems(question)
        # Many places share a sentence.
        self._sentences = {
            text: share_of(wanted, content_stems(text))
            for text in {place.sentence for place in places}
        }

    def evidence(self, place: Place, second_margin: float) -> Evidence:
        """What is known of one place."""
        return Evidence(
            margin=place.margin,
            second_margin=second_margin,
            cosine=place.read.retrieved.dense,
            passage_coverage=place.read.coverage,
            sentence_coverage=self._sentences[place.sentence],
            name_coverage=self._named[place.read.document.document_id],
        )

    def _share(self, known: Set[str], nations: Set[str]) -> float:
        """The share of the question's names that a document has; a country by any of its names."""
        told = self._names & known
        for stems, codes in self._countries:
            told |= stems if codes & nations else frozenset()
        return len(told) / len(self._names) if self._names else 1.0


def _countries_of(question: str, asked: Set[str]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The stems of each country's name among a question's names, and the codes it may have."""
    named = [
        (TextWords.of(question[start:end]).every & asked, codes)
        for start, end, codes in find_nations(question, typed=True)
    ]
    return [(stems, codes) for stems, codes in named if stems]


def _nations_of(passages: Sequence[ReadPassage]) -> dict[str, frozenset[str]]:
    """The codes of the countries that the passages of each document name."""
    found: dict[str, frozenset[str]] = defaultdict(frozenset)
    for entry in passages:
        found[entry.document.document_id] |= nations_in(entry.titled)
    return found


class _Times:
    """What the time that a sentence speaks of leaves of the probability of its places."""

    def __init__(self, question: str) -> None:
        self._asked, self._earlier = AskedTime(question), AskedEarlier.of(question)
        self._known: dict[tuple[str, Bounds], float] = {}

    def factor(self, place: Place) -> float:
        """In (0, 1]: 1 where the figure may be of the asked time."""
        figure = place.figure
        if figure is None:
            return self._of_sentence(place)
        if figure.kind == DATE:
            return 1.0  # the time is what is asked for
        own, others = place.figures_in_sentence(figure)
        published = place.read.document.published_at
        differs = self._earlier.differs(place.sentence, own, others, published)
        return self._of_sentence(place) * (self._asked.options.contradicted if differs else 1.0)

    def _of_sentence(self, place: Place) -> float:
        """What the years of its sentence leave; places of one sentence share it."""
        document, passage = place.read.document, place.read.retrieved.passage
        key = document.document_id, place.context
        if key not in self._known:
            before = document.text[passage.start : place.context[0]]
            self._known[key] = self._asked.factor(place.sentence, before, document.published_at)
        return self._known[key]


class _AskedCount:
    """Whom a question wants counted, against whom a figure counts."""

    def __init__(self, question: str) -> None:
        self._noun = asked_noun(question)
        self._names = AskedNames(self._noun, owner_in(question))
        self._fate = AskedFate.of(question)

    def is_of_others(self, place: Place) -> bool:
        """Whether the figure counts others: of another name or fate, or not only the asked part."""
        figure, text = place.figure, place.read.document.text
        if figure is None:
            return False
        if figure.counted is not None:
            counted = text[slice(*figure.counted)]
            if is_part(self._noun, counted) or self._names.differ(counted, text):
                return True
        if figure.kind != "count":
            return False
        return self._fate.differs(place.sentence, *place.figures_in_sentence(figure))


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
