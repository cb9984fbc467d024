"""Which figures speak of the same thing as the answer, and so belong beside it.

Sources that disagree state different values of one thing. What counts as the same thing is
decided by what can be seen: the kind of value, the noun that is counted, the reader's score of
the figure as an answer to the same question, its size, and whose figure it is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder
from qa.candidate import Candidate
from qa.coverage import content_words
from qa.figure import DATE
from qa.statement import Statement
from qa.value import Value
from qa.value_comparison import same_value

TINY = 1e-6


@dataclass(frozen=True, slots=True)
class ConflictOptions:
    """When another figure is taken to be of the same thing as the first answer.

    Its distance is ``log(p_first / p) + magnitude_weight * |log10(value / value_first)|``: sources
    that disagree on one thing state figures of one order. `distance` is the largest allowed, and
    `noun_cosine` in [-1, 1] how alike the nouns that are counted must be. Chosen on
    eval/gold/news-development. Dates have no size to tell them apart, and an article is full of
    them: `date_distance` is theirs.
    """

    distance: float = 1.2
    date_distance: float = 0.4
    magnitude_weight: float = 0.6
    noun_cosine: float = 0.45


class SameThing:
    """Finds the figures that speak of the same thing as the first answer."""

    def __init__(self, encoder: Encoder, options: ConflictOptions) -> None:
        self._encoder = encoder
        self._options = options

    def among(self, question: str, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """The candidates of each distinct value of one thing, the first candidate's foremost.

        `candidates` come most probable first, and so do those of each value; a first candidate
        without a figure stays alone.
        """
        first, *others = candidates
        if first.figure is None:
            return [[first]]
        options = self._options
        limit = options.date_distance if first.figure.kind == DATE else options.distance
        likely = [
            other
            for other in others
            if other.figure is not None
            and other.figure.kind == first.figure.kind
            and self._distance(first, other) <= limit
        ]
        groups = [[first]]
        for other, fits in zip(likely, self._alike(question, first, likely), strict=True):
            group = next((group for group in groups if _same(other, group[0])), None)
            if group is not None:
                group.append(other)
            elif fits:
                groups.append([other])
        return groups

    def _distance(self, first: Candidate, other: Candidate) -> float:
        distance = math.log(max(first.probability, TINY) / max(other.probability, TINY))
        if first.figure is None or other.figure is None or first.figure.kind == DATE:
            return distance
        sizes = [_size(candidate.figure.value) for candidate in (first, other)]  # type: ignore[union-attr]
        if min(sizes) <= 0:
            return distance
        return distance + self._options.magnitude_weight * abs(math.log10(sizes[1] / sizes[0]))

    def _alike(self, question: str, first: Candidate, others: Sequence[Candidate]) -> list[bool]:
        """Whether each figure counts a noun like the first one's or like the question's."""
        nouns = [_noun(candidate) for candidate in (first, *others)]
        known = [noun for noun in dict.fromkeys((*nouns, question)) if noun]
        vectors = dict(zip(known, self._encoder.encode_questions(known), strict=True))
        wanted = [vectors[noun] for noun in (nouns[0], question) if noun]
        return [
            not noun
            or max(float(np.dot(vectors[noun], vector)) for vector in wanted)
            >= self._options.noun_cosine
            for noun in nouns[1:]
        ]


def one_per_voice(statements: Sequence[Statement]) -> list[Statement]:
    """The first statement of each voice of each article: a speaker, or the article itself.

    A source that gives a second figure speaks of something else, unless one is of what is and
    the other of what is expected.
    """
    kept: list[Statement] = []
    for statement in statements:
        if not any(_one_voice(statement, other) for other in kept):
            kept.append(statement)
    return kept


def _one_voice(one: Statement, other: Statement) -> bool:
    """Whether one source of one article speaks; "Doe" is "Minister Jane Doe"."""
    if one.candidate.document.document_id != other.candidate.document.document_id:
        return False
    if _is_expected(one) != _is_expected(other):
        return False
    names = [content_words(statement.speaker_name or "") for statement in (one, other)]
    if not names[0] or not names[1]:
        return one.speaker is None and other.speaker is None
    return names[0] <= names[1] or names[1] <= names[0]


def _is_expected(statement: Statement) -> bool:
    figure = statement.figure
    return figure is not None and "expected" in (figure.value.qualifier or "")


def _size(value: Value) -> float:
    """The figure, or the middle of a range."""
    if value.number is not None:
        return abs(value.number)
    ends = [abs(end) for end in (value.low, value.high) if end is not None]
    return sum(ends) / len(ends) if ends else 0.0


def _same(one: Candidate, other: Candidate) -> bool:
    if one.figure is None or other.figure is None:
        return False
    if one.figure.kind == DATE:
        return _overlap(one.figure.value, other.figure.value)
    return same_value(one.figure.value, other.figure.value)


def _overlap(one: Value, other: Value) -> bool:
    """Whether two stretches of days share one: "in May" does not contradict "on 12 May"."""
    ends = (one.low, one.high, other.low, other.high)
    if any(end is None for end in ends):
        return False
    first_low, first_high, low, high = ends
    return first_low <= high and low <= first_high  # type: ignore[operator]


def _noun(candidate: Candidate) -> str:
    figure = candidate.figure
    if figure is None or figure.counted is None:
        return ""
    return candidate.document.text[slice(*figure.counted)]
