"""Which figures speak of the same thing, and so stand side by side in an answer.

Sources that disagree state different values of one thing. What counts as the same thing is
decided by what can be seen: the kind of value, the noun that is counted, the reader's score of
the figure as an answer to the same question, its size, and whose figure it is
(`qa/value_distance.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from index.encoder import Encoder
from qa.candidate import Candidate
from qa.figure import DATE
from qa.quantity import asks_for_forecast
from qa.source_clause import asked_sources
from qa.statement import Attributor, Statement, is_one_voice
from qa.value import Value
from qa.value_comparison import comparable, same_value
from qa.value_distance import DistanceOptions, ValueDistance, is_expected, log_ratio
from qa.voice import is_voice_of


@dataclass(frozen=True, slots=True)
class ConflictOptions:
    """When another figure is taken to be of the same thing as the answer.

    `distance` is the largest allowed, `date_distance` that of dates: these have no size to tell
    them apart, and an article is full of them. A figure nearly as probable as the best is the
    answer if more stands beside it; `anchor_share` says how nearly. At most `maximum_values` are
    looked at. `apart` says how distances are measured. Chosen on eval/gold/news-development and
    eval/gold/news-development-2.
    """

    distance: float = 1.2
    date_distance: float = 0.3
    anchor_share: float = 0.7
    maximum_values: int = 8
    apart: DistanceOptions = DistanceOptions()

    @property
    def reach(self) -> float:
        """How much less probable than the best a figure may be: all else may speak for it."""
        return self.distance + self.apart.sources + self.apart.neighbour


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
        statements = of_sources(question, statements) or statements
        between = ValueDistance.between(
            question, [s.candidate for s in statements], self._encoder, self._options.apart
        )
        bar = self._options.anchor_share * statements[0].candidate.probability
        anchors = [s for s in statements if s.candidate.probability >= bar]
        sets = [self._beside(anchor, statements, between) for anchor in anchors]
        chosen = max(sets, key=together)
        chosen = sorted(chosen, key=lambda statement: -statement.candidate.probability)
        # What is goes before what is expected.
        return chosen if asks_for_forecast(question) else sorted(chosen, key=is_expected)

    def _by_value(self, candidates: Sequence[Candidate]) -> list[list[Candidate]]:
        """The candidates of each distinct value that is not hopeless, most probable first."""
        first, options = candidates[0], self._options
        groups: list[list[Candidate]] = []
        for other in candidates:
            if not _is_of_kind(first, other) or log_ratio(first, other) > options.reach:
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
        self, anchor: Statement, statements: Sequence[Statement], between: ValueDistance
    ) -> list[Statement]:
        """The anchor and the statements of the same thing; one of each voice."""
        kept = [anchor]
        is_date = anchor.candidate.figure is not None and anchor.candidate.figure.kind == DATE
        limit = self._options.date_distance if is_date else self._options.distance
        others = [
            (between.of_figures(anchor.candidate, other.candidate), other)
            for other in statements
            if other is not anchor and (_is_read(other) or not is_date)
        ]
        for near, other in sorted(others, key=lambda pair: pair[0]):
            if any(_same(other.candidate, entry.candidate) for entry in kept):
                continue
            distance = near + max(between.of_voices(other, entry) for entry in kept)
            if distance <= limit:
                kept.append(other)
        return kept


def together(statements: Sequence[Statement]) -> float:
    """The probability in (0, 1) that one of the statements is right.

    Each voice counts once, and the voices as independent of each other. The order of the statements
    does not change it in the last digit: of the same statements the first order is chosen.
    """
    voices: list[Statement] = []
    for statement in sorted(statements, key=_by_probability):
        if not any(is_one_voice(statement, other) for other in voices):
            voices.append(statement)
    likely = [statement.candidate.probability for statement in voices]
    # Of one voice exactly: what it is shown with must reach itself as a threshold.
    rest = math.prod(1.0 - probability for probability in reversed(likely))
    return max([1.0 - rest, *likely])


def of_sources(question: str, statements: Sequence[Statement]) -> list[Statement]:
    """The statements from the sources that a question names, none where one of them is missing.

    Who is only spoken of in it is no source: "how many workers does the company say ...".
    """
    asked = asked_sources(question)
    own = [
        [is_voice_of(source, s.speaker_name, s.candidate.document.text) for source in asked]
        for s in statements
    ]
    if not all(any(of_source) for of_source in zip(*own, strict=True)):
        return []
    return [s for s, is_from in zip(statements, own, strict=True) if any(is_from)]


def _by_probability(statement: Statement) -> tuple[float, str, int]:
    """A key by which the most probable statement comes first, whatever their order was."""
    candidate = statement.candidate
    return -candidate.probability, candidate.document.document_id, candidate.start


def _reach(candidate: Candidate) -> tuple[bool, float]:
    """How much of the question's times and names a candidate speaks of; more is better."""
    return candidate.timely, candidate.evidence.name_coverage


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
