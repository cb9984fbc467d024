"""The figures that a reply shows and who it says gave them, against those of the gold."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.figure import ReadFigure, plain_figure, same_figure, stated_figure
from eval.gold_question import GoldQuestion, GoldValue
from eval.metrics import mean
from eval.relevance import contains_figure
from eval.speakers import same_speaker
from qa.answer_schema import AnswerBody, DistinctAnswerBody


@dataclass(frozen=True, slots=True)
class FigureMatcher:
    """Tells which answers show which gold figures.

    `read` turns the gold's text into a number. `tolerance` in [0, 1] is how far, relative to
    the larger, two numbers may be apart.
    """

    read: ReadFigure = plain_figure
    tolerance: float = 0.0

    def shows(self, answer: DistinctAnswerBody, gold_text: str) -> bool:
        """Whether the answer holds the gold's text as a whole, or its `value` is equal."""
        if contains_figure(answer.text, gold_text):
            return True
        wanted, stated = self.read(gold_text), stated_figure(answer.value)
        if wanted is None or stated is None:
            return False
        return same_figure(wanted, stated, self.tolerance)

    def differ(self, first: str, second: str) -> bool:
        """Whether two gold texts state different figures; the tolerance plays no part."""
        one, other = self.read(first), self.read(second)
        if one is None or other is None:
            return first.casefold().split() != second.casefold().split()
        return not same_figure(one, other)


EXACT_FIGURES = FigureMatcher()


@dataclass(frozen=True, slots=True)
class ValueResult:
    """A gold figure; `shown_speaker` and `speaker_correct` are None where it isn't shown."""

    text: str
    speaker: str | None
    shown: bool
    shown_speaker: str | None
    speaker_correct: bool | None


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer of the reply; `speaker_correct` is None without a gold figure or a speaker."""

    text: str
    speaker: str | None
    is_gold_value: bool
    speaker_correct: bool | None


@dataclass(frozen=True, slots=True)
class ValuesResult:
    """The figures of one question: those of the gold, and the answers that were shown."""

    gold: tuple[ValueResult, ...]
    shown: tuple[ShownAnswer, ...]

    @property
    def precision(self) -> float | None:
        """Of the shown answers, the share that is a gold figure; None where none is shown."""
        return mean(answer.is_gold_value for answer in self.shown)

    @property
    def recall(self) -> float:
        """Of the gold figures, the share that is shown."""
        return sum(value.shown for value in self.gold) / len(self.gold)

    @property
    def is_faultless(self) -> bool:
        """Whether every figure is shown with the right speaker, and nothing else."""
        return all(value.speaker_correct for value in self.gold) and all(
            answer.is_gold_value and answer.speaker_correct is not False for answer in self.shown
        )


def states_conflict(values: Sequence[GoldValue], matcher: FigureMatcher = EXACT_FIGURES) -> bool:
    """Whether the gold states at least two figures that differ."""
    return any(matcher.differ(values[0].text, value.text) for value in values[1:])


def score_values(
    body: AnswerBody, gold: GoldQuestion, matcher: FigureMatcher = EXACT_FIGURES
) -> ValuesResult | None:
    """Hold the answers of a reply against the gold's figures; None where it states none.

    "Not in the articles" shows nothing. One answer may show several figures, and several
    answers one; a figure's speaker is then right when one of these answers has it right.
    """
    if not gold.values:
        return None
    answers = [] if body.status == "not_in_articles" else body.answers
    return ValuesResult(
        gold=tuple(
            _value_result(value, [entry for entry in answers if matcher.shows(entry, value.text)])
            for value in gold.values
        ),
        shown=tuple(
            _shown_answer(
                entry, [value for value in gold.values if matcher.shows(entry, value.text)]
            )
            for entry in answers
        ),
    )


def _value_result(value: GoldValue, showing: Sequence[DistinctAnswerBody]) -> ValueResult:
    if not showing:
        return ValueResult(value.text, value.speaker, False, None, None)
    right = [answer for answer in showing if same_speaker(answer.speaker, value.speaker)]
    shown_speaker = (right or showing)[0].speaker
    return ValueResult(value.text, value.speaker, True, shown_speaker, bool(right))


def _shown_answer(answer: DistinctAnswerBody, values: Sequence[GoldValue]) -> ShownAnswer:
    correct: bool | None = None
    if values and answer.speaker is not None:
        correct = any(same_speaker(answer.speaker, value.speaker) for value in values)
    return ShownAnswer(answer.text, answer.speaker, bool(values), correct)
