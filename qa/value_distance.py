"""How far two figures are from speaking of one thing, as far as that can be seen."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.sentences import sentence_bounds
from qa.candidate import Candidate
from qa.counted_noun import likeness
from qa.figure import DATE
from qa.initialism import in_one_form, voice_words
from qa.parsing.qualifier import EXPECTED
from qa.quantity import asked_noun
from qa.statement import Statement
from qa.value import Value

TINY = 1e-6
NEVER = math.inf
# Sentences further apart than this follow no longer closely, however long they are.
NEAR_CHARACTERS = 1_200
# The unit vector of each noun that is counted or asked for.
Vectors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class DistanceOptions:
    """What tells figures apart, in units of ``log(p_answer / p)``; see `ValueDistance`.

    `magnitude` is for each power of ten between the two, `noun` for what is counted as far as its
    likeness to the answer's or the question's noun falls below `noun_likeness`, `sentence` for the
    share of the question that its sentence speaks of less, where it counts nothing, and
    `unattributed` where one of two figures of an article has no source. Two sources of one article
    speak for one thing with `sources`, and so do what is and what is expected; `neighbour` does
    where they stand in other sentences, but at most `neighbour_sentences` apart: reports set one
    figure against the other. Chosen on eval/gold/news-development and
    eval/gold/news-development-2.
    """

    magnitude: float = 0.9
    noun: float = 2.0
    noun_likeness: float = 0.6
    sentence: float = 0.8
    unattributed: float = 0.4
    sources: float = 0.5
    neighbour: float = 0.5
    neighbour_sentences: int = 2


class ValueDistance:
    """Tells how far the figures that may answer one question are from each other.

    The distance of another figure from the answer is ``log(p_answer / p)``, p being the
    probability that it is right, more for what speaks against one thing and less for what speaks
    for it.
    """

    def __init__(self, asked: str, nouns: Vectors, options: DistanceOptions) -> None:
        self._asked = asked
        self._vectors = nouns
        self._options = options
        # Each two are compared many times.
        self._voices: dict[tuple[str, str, str], list[frozenset[str]]] = {}

    @classmethod
    def between(
        cls,
        question: str,
        candidates: Sequence[Candidate],
        encoder: Encoder,
        options: DistanceOptions,
    ) -> "ValueDistance":
        """For some candidates of a question; what they count is embedded in one batch."""
        asked = asked_noun(question)
        nouns = [asked, *map(_noun_of, candidates)]
        known = [noun for noun in dict.fromkeys(nouns) if noun]
        vectors = zip(known, encoder.encode_passages(known), strict=True) if known else ()
        return cls(asked, dict(vectors), options)

    def of_figures(self, anchor: Candidate, other: Candidate) -> float:
        """How far another figure is from the anchor, whoever states it; 0 or more."""
        options = self._options
        distance = max(0.0, log_ratio(anchor, other))
        if other.evidence.name_coverage < anchor.evidence.name_coverage:
            return NEVER
        if anchor.timely and not other.timely:
            return NEVER
        if other.figure is None or other.figure.kind == DATE:
            return distance
        distance += options.magnitude * _powers_of_ten(anchor, other)
        if _noun_of(other):
            alike = self._likeness(anchor, other)
            return distance + options.noun * max(0.0, options.noun_likeness - alike)
        covered = (entry.evidence.sentence_coverage for entry in (anchor, other))
        more, less = covered
        return distance + options.sentence * max(0.0, more - less)

    def of_voices(self, one: Statement, other: Statement) -> float:
        """What speaks against one thing in who states two figures, below 0 what for it.

        A source that gives a second figure speaks of something else, unless one is of what is and
        the other of what is expected; and so does an article by itself.
        """
        if one.candidate.document.document_id != other.candidate.document.document_id:
            return 0.0
        beside = self._beside_each_other(one.candidate, other.candidate)
        near = self._options.neighbour if beside else 0.0
        if is_expected(one) != is_expected(other):
            return -self._options.sources - near
        names = self._words_of_voices(one, other)
        if all(names):
            apart = not (names[0] <= names[1] or names[1] <= names[0])
            return -self._options.sources - near if apart else NEVER
        return self._options.unattributed - near if any(names) else NEVER

    def _words_of_voices(self, one: Statement, other: Statement) -> list[frozenset[str]]:
        """The words by which two speakers of an article are told apart, none where it has none."""
        speakers = one.speaker_name or "", other.speaker_name or ""
        key = one.candidate.document.document_id, *speakers
        if key not in self._voices:
            forms = in_one_form(*speakers, one.candidate.document.text)
            self._voices[key] = [voice_words(form) for form in forms]
        return self._voices[key]

    def _beside_each_other(self, one: Candidate, other: Candidate) -> bool:
        """Whether two figures of an article stand in sentences that follow closely."""
        first, last = sorted((one.context_start, other.context_start))
        if not first < last <= first + NEAR_CHARACTERS:
            return False
        between = sentence_bounds(one.document.text[first:last])
        return len(between) <= self._options.neighbour_sentences

    def _likeness(self, anchor: Candidate, other: Candidate) -> float:
        """How alike what another figure counts is to what the anchor or the question does."""
        wanted = [noun for noun in (self._asked, _noun_of(anchor)) if noun]
        counted = _noun_of(other)
        vector = self._vectors[counted]
        return max(
            (
                likeness(noun, counted, float(np.dot(vector, self._vectors[noun])))
                for noun in wanted
            ),
            default=1.0,
        )


def log_ratio(first: Candidate, other: Candidate) -> float:
    """The logarithm of how many times as probable the first candidate is."""
    return math.log(max(first.probability, TINY) / max(other.probability, TINY))


def is_expected(statement: Statement) -> bool:
    """Whether a figure is told as one that is expected."""
    figure = statement.figure
    return figure is not None and EXPECTED in (figure.value.qualifier or "")


def _powers_of_ten(one: Candidate, other: Candidate) -> float:
    """The distance of two figures' sizes as a logarithm, 0 where one has none."""
    sizes = [_size(entry.figure.value) for entry in (one, other) if entry.figure is not None]
    return abs(math.log10(sizes[1] / sizes[0])) if len(sizes) == 2 and min(sizes) > 0 else 0.0


def _size(value: Value) -> float:
    """The figure, or the middle of a range."""
    if value.number is not None:
        return abs(value.number)
    ends = [abs(end) for end in (value.low, value.high) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0


def _noun_of(candidate: Candidate) -> str:
    """What the figure counts, as the article writes it; "" if nothing."""
    figure = candidate.figure
    if figure is None or figure.counted is None:
        return ""
    return candidate.document.text[slice(*figure.counted)]
