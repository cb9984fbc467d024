"""Whether a sentence speaks of the year that a question asks about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.years import Stretch, named_years, stretches_of


@dataclass(frozen=True, slots=True)
class TimeOptions:
    """Factors in [0, 1] on the probability of what is said of another time.

    `contradicted` is for a sentence of other years than the question names, `other` for one of
    other years than its article's where the question names none. Chosen on
    eval/gold/news-development.
    """

    contradicted: float = 0.3
    other: float = 0.75


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The years that a question names, and those it means beside an article of a day."""

    question: str
    options: TimeOptions = TimeOptions()

    def factor(self, sentence: str, before: str, published: date | None) -> float:
        """In (0, 1]: 1 where the sentence may speak of the asked year.

        A sentence without a year speaks of the article's, or of a coming one that the text
        before it names; of a past year only the sentence after it.
        """
        asked, told = stretches_of(self.question, published), stretches_of(sentence, published)
        if not asked:
            recent = published is None or not told or _hull(told)[1] >= published.year
            return 1.0 if recent else self.options.other
        if told:
            spoken_of = [_hull(told)]
        elif published is None:
            return 1.0
        else:
            last = before[before[:-2].rfind(". ") + 1 :]
            coming = {year for year in named_years(before) if year >= published.year}
            spoken_of = [(y, y) for y in coming | named_years(last) | {published.year}]
        fits = any(_meet(one, other) for one in asked for other in spoken_of)
        return 1.0 if fits else self.options.contradicted


def _hull(stretches: Sequence[Stretch]) -> Stretch:
    """From the first to the last year of all."""
    return min(first for first, _ in stretches), max(last for _, last in stretches)


def _meet(one: Stretch, other: Stretch) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
