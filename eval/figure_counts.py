"""What each question adds to the scores over all figures together."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from eval.values import ValuesResult


@dataclass(frozen=True, slots=True)
class FigureCount:
    """How many figures or answers of a question count in a score, and how many are right."""

    right: int
    counted: int

    @classmethod
    def of(cls, marks: Iterable[bool | None]) -> Self:
        """Counts what is marked right or wrong; None does not count."""
        known = [mark for mark in marks if mark is not None]
        return cls(sum(known), len(known))


FIGURE_COUNTS: Mapping[str, Callable[[ValuesResult], FigureCount]] = {
    "values_precision_micro": lambda values: FigureCount.of(
        answer.is_gold_value for answer in values.shown
    ),
    "values_recall_micro": lambda values: FigureCount.of(value.shown for value in values.gold),
    "speaker_accuracy": lambda values: FigureCount.of(
        value.speaker_correct for value in values.gold
    ),
    "speaker_precision": lambda values: FigureCount.of(
        answer.speaker_correct for answer in values.shown
    ),
    "speaker_recall": lambda values: FigureCount.of(
        value.speaker_correct for value in values.gold if value.speaker is not None
    ),
}
