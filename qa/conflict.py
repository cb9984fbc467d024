"""Which figures speak of the same thing, and so stand side by side in an answer.

Sources that disagree state different values of one thing. What counts as the same thing is
decided by what can be seen: the kind of value, the noun that is counted, the reader's score of
the figure as an answer to the same question, its size, and whose figure it is.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.sentences import sentence_bounds
from qa.candidate import Candidate
from qa.counted_noun import likeness
from qa.coverage import content_words
from qa.figure import DATE
from qa.parsing.qualifier import EXPECTED
from qa.quantity import asked_noun, asks_for_forecast
from qa.sources import SourcedQuestion, asks_for_sources, names_source
from qa.statement import Attributor, Statement
from qa.value import Value
from qa.value_comparison import comparable, same_value

TINY = 1e-6
NEVER = math.inf
# Sentences further apart than this follow no longer closely, however long they are.
NEAR_CHARACTERS = 1_200


@dataclass(frozen=True, slots=True)
class ConflictOptions:
    """When another figure is taken to be of the same thing as the answer.

    Its distance from the answer is ``log(p_answer / p)``, p being the probability that it is
    right, and more for what speaks against one thing: `magnitude` for each power of ten between
    the two, `noun` for what is counted as far as its likeness to the answer's or the question's
    noun falls below `noun_likeness`, `sentence` for the share of the question that its sentence
    speaks of less, where it counts nothing, and `unattributed` where one of two figures of an
    article has no source. Two sources of one article speak for it with `sources`, and so do what
    is and what is expected; `neighbour` does where they stand in other sentences, but at most
    `neighbour_sentences` apart: reports set one figure against the other. `distance` is the
    largest allowed, `date_distance` that of dates: these have no size to tell them apart, and an
    article is full of them. A figure nearly as probable as the best is the answer if more stands
    beside it; `anchor_share` says how nearly. At most `maximum_values` are looked at. Chosen on
    eval/gold/news-development and eval/gold/news-development-2.
    """

    distance: float = 1.2
    date_distance: float = 0.3
    magnitude: float = 0.9
    noun: float = 2.0
    noun_likeness: float = 0.6
    sentence: float = 0.8
    unattributed: float = 0.4
    sources: float = 0.5
    neighbour: float = 0.5
    neighbour_sentences: int = 2
    anchor_share: float = 0.7
    maximum_values: int = 8


class SameThing:
    """Finds the figures that speak of one thing and answer a question together."""

    def __init__(self, encoder: Encoder, attributor: Attributor, options: ConflictOptions) -> None:
        self._encoder = encoder
        self._attributor = attributor
        self._options = options

    def among(self, question: str, candidates: Sequence[Candidate]) -> list[Statement]:
        """The statements of the values of one thing, the most probable one foremost.

        `candidates` come most probable first; a first one without a figure stays alone.
        """
        if candidates[0].figure is None:
            return [self._attributor.state(candidates[:1])]
        groups = self._by_value(candidates)
        statements = [statement for group in groups for statement in self._stated(group)]
        statements = _of_sources(question, statements) or statements
        nouns = self._noun_vectors(question, statements)
        bar = self._options.anchor_share * statements[0].candidate.probability
        anchors = [s for s in statements if s.candidate.probability >= bar]
        sets = [self._beside(anchor, statements, nouns) for anchor in anchors]
        chosen = max(sets, key=together)
        chosen = sorted(chosen, key=lambda statement: -statement.candidate.probability)
        # What is goes before what is expected.
        return chosen if asks_for_forecast(question) else sorted(chosen, key=_is_expected)

    def _by_value(self, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """The candidates of each distinct value that is not hopeless, most probable first."""
        first, options = candidates[0], self._options
        reach = options.distance + options.sources + options.neighbour
        groups: list[list[Candidate]] = []
        for other in candidates:
            if not _is_of_kind(first, other) or _log_ratio(first, other) > reach:
                continue
            group = next((group for group in groups if _same(other, group[0])), None)
            if group is not None:
                group.append(other)
            elif len(groups) < options.maximum_values:
                groups.append([other])
        return groups

    def _stated(self, group: Sequence[Candidate]) -> list[Statement]:
        """The statement of one value, and by what speaks of more of the question if it differs.

        The most probable place of a value need not be the one that can stand beside the answer.
        """
        statement = self._attributor.state(group)
        most = max(map(_reach, group))
        if _reach(statement.candidate) == most:
            return [statement]
        reaching = [candidate for candidate in group if _reach(candidate) == most]
        return [statement, self._attributor.state(reaching)]

    def _beside(
        self, anchor: Statement, statements: Sequence[Statement], nouns: "_Nouns"
    ) -> list[Statement]:
        """The anchor and the statements of the same thing; one of each voice."""
        kept = [anchor]
        is_date = anchor.candidate.figure is not None and anchor.candidate.figure.kind == DATE
        limit = self._options.date_distance if is_date else self._options.distance
        others = [
            (self._distance(anchor.candidate, other.candidate, nouns), other)
            for other in statements
            if other is not anchor and (_is_read(other) or not is_date)
        ]
        for near, other in sorted(others, key=lambda pair: pair[0]):
            if any(_same(other.candidate, entry.candidate) for entry in kept):
                continue
            distance = near + max(self._voices(other, entry) for entry in kept)
            if distance <= limit:
                kept.append(other)
        return kept

    def _distance(self, anchor: Candidate, other: Candidate, nouns: "_Nouns") -> float:
        """How far another figure is from the anchor, whoever states it."""
        options = self._options
        distance = max(0.0, _log_ratio(anchor, other))
        if other.evidence.name_coverage < anchor.evidence.name_coverage:
            return NEVER
        if anchor.timely and not other.timely:
            return NEVER
        if other.figure is None or other.figure.kind == DATE:
            return distance
        distance += options.magnitude * _powers_of_ten(anchor, other)
        if _noun_of(other):
            alike = nouns.likeness(anchor, other)
            return distance + options.noun * max(0.0, options.noun_likeness - alike)
        covered = (entry.evidence.sentence_coverage for entry in (anchor, other))
        more, less = covered
        return distance + options.sentence * max(0.0, more - less)

    def _voices(self, one: Statement, other: Statement) -> float:
        """What speaks against one thing in who states two figures, below 0 what for it.

        A source that gives a second figure speaks of something else, unless one is of what is and
        the other of what is expected; and so does an article by itself.
        """
        if one.candidate.document.document_id != other.candidate.document.document_id:
            return 0.0
        beside = self._beside_each_other(one.candidate, other.candidate)
        near = self._options.neighbour if beside else 0.0
        if _is_expected(one) != _is_expected(other):
            return -self._options.sources - near
        names = [content_words(entry.speaker_name or "") for entry in (one, other)]
        if all(names):
            apart = not (names[0] <= names[1] or names[1] <= names[0])
            return -self._options.sources - near if apart else NEVER
        return self._options.unattributed - near if any(names) else NEVER

    def _beside_each_other(self, one: Candidate, other: Candidate) -> bool:
        """Whether two figures of an article stand in sentences that follow closely."""
        first, last = sorted((one.context_start, other.context_start))
        if not first < last <= first + NEAR_CHARACTERS:
            return False
        between = sentence_bounds(one.document.text[first:last])
        return len(between) <= self._options.neighbour_sentences

    def _noun_vectors(self, question: str, statements: Sequence[Statement]) -> "_Nouns":
        asked = asked_noun(question)
        nouns = [asked, *(_noun_of(statement.candidate) for statement in statements)]
        known = [noun for noun in dict.fromkeys(nouns) if noun]
        if not known:
            return _Nouns(asked, {})
        vectors = self._encoder.encode_passages(known)
        return _Nouns(asked, dict(zip(known, vectors, strict=True)))


@dataclass(frozen=True, slots=True)
class _Nouns:
    """The noun that is asked for, "" if none is, and the unit vectors of all nouns."""

    asked: str
    vectors: Mapping[str, NDArray[np.float32]]

    def likeness(self, anchor: Candidate, other: Candidate) -> float:
        """How alike what another figure counts is to what the anchor or the question does."""
        wanted = [noun for noun in (self.asked, _noun_of(anchor)) if noun]
        counted = _noun_of(other)
        vector = self.vectors[counted]
        return max(
            (likeness(noun, counted, float(np.dot(vector, self.vectors[noun]))) for noun in wanted),
            default=1.0,
        )


def together(statements: Sequence[Statement]) -> float:
    """The probability in (0, 1) that one of the statements is right.

    Each voice counts once, and the voices as independent of each other. The order of the statements
    does not change it in the last digit: of the same statements the first order is chosen.
    """
    voices: dict[tuple[str, str | None], float] = {}
    for statement in statements:
        candidate = statement.candidate
        voice = candidate.document.document_id, statement.speaker_name
        voices[voice] = max(candidate.probability, voices.get(voice, 0.0))
    return 1.0 - math.prod(1.0 - probability for probability in sorted(voices.values()))


def _of_sources(question: str, statements: Sequence[Statement]) -> list[Statement]:
    """The statements from the source that a question names, none where it names none."""
    sourced = SourcedQuestion.of(question)
    if sourced is not None:
        return [s for s in statements if sourced.is_from(s.speaker_name)]
    if not asks_for_sources(question):
        return []
    return [s for s in statements if names_source(question, s.speaker_name)]


def _reach(candidate: Candidate) -> tuple[bool, float]:
    """How much of the question's times and names a candidate speaks of; more is better."""
    return candidate.timely, candidate.evidence.name_coverage


def _log_ratio(first: Candidate, other: Candidate) -> float:
    return math.log(max(first.probability, TINY) / max(other.probability, TINY))


def _is_of_kind(first: Candidate, other: Candidate) -> bool:
    """Whether two figures can be compared at all."""
    if first.figure is None or other.figure is None or first.figure.kind != other.figure.kind:
        return False
    if first.figure.kind == DATE:
        return True
    return first is other or comparable(first.figure.value, other.figure.value)


def _is_read(statement: Statement) -> bool:
    """Whether the reader prefers the span to no answer."""
    return statement.candidate.evidence.margin > 0


def _is_expected(statement: Statement) -> bool:
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


def _noun_of(candidate: Candidate) -> str:
    """What the figure counts, as the article writes it; "" if nothing."""
    figure = candidate.figure
    if figure is None or figure.counted is None:
        return ""
    return candidate.document.text[slice(*figure.counted)]
