"""The value that a question asks for, and the figures that may be it."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from qa.dimension import asked_dimension, is_of_dimension
from qa.figure import figures_in, is_of_other_kind
from qa.question_kind import question_kind
from qa.value_noun import QuestionKind
from qa.value_parsing import FoundValue


@dataclass(frozen=True, slots=True)
class AskedValue:
    """Which kind of value is asked for, and of which dimension a measure is, None if any."""

    kind: QuestionKind
    dimension: str | None

    @classmethod
    def of(cls, question: str) -> Self | None:
        """What a question asks for, None if no value answers it."""
        kind = question_kind(question)
        if kind is None:
            return None
        # How deep a cut is has no dimension, nor how long something lasts.
        measured = kind in ("measure", "extent")
        return cls(kind, asked_dimension(question) if measured else None)

    def figures_in(self, text: str, published: date | None) -> list[FoundValue]:
        """The figures of a text that may answer, in order; dates are resolved against the day."""
        found = figures_in(text, self.kind, published)
        return [figure for figure in found if is_of_dimension(figure, self.dimension)]

    def excludes(self, found: FoundValue) -> bool:
        """Whether a figure is of another kind or dimension, so that it cannot answer."""
        return is_of_other_kind(found, self.kind) or not is_of_dimension(found, self.dimension)
