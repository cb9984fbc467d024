"""Figures of an earlier time beside those of now: "94 million, after 31 million a year before"."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from index.sentences import Bounds
from qa.nearness import distance
from qa.parsing.year import YEAR_DIGITS
from qa.years import Stretch, includes, stretches_of

EARLIER = re.compile(
    r"\b(?:(?:a|one|the)\s+(?:year|month|week|quarter|season)|(?:twelve|12)\s+months)\s+"
    r"(?:ago|earlier|before|previously)\b"
    r"|\b(?:last|(?:the\s+)?(?:previous|prior|preceding))\s+"
    r"(?:year|month|quarter|season|winter|spring|summer|autumn)\b",
    re.IGNORECASE,
)
LAST_YEAR = re.compile(r"last\s+year", re.IGNORECASE)
# Behind at most so many words a phrase of time opens a sentence and is of all its figures.
OPENING_WORDS = 3
# A phrase that no figure is near to is of something else: "auditor until last summer".
FARTHEST = 8
# "Five percent more than last year" tells no figure of last year, "over the last year" is of now.
_NO_TIME_OF = re.compile(
    r"\b(?:than|from|on|over|against|versus|compared\s+(?:with|to))\s+(?:in\s+)?"
    r"(?:the\s+same\s+\w+\s+(?:of\s+)?)?$"
    r"|\bthe\s+$",
    re.IGNORECASE,
)
# "From last year's 31 million" does.
POSSESSIVE = re.compile(r"['’]s\b")
# "31 million euros in 2022", "40 cases in March 2022".
_YEAR_BEHIND = re.compile(
    r"\s+(?:[\w’-]+\s+){0,2}?(?:in|for|of|during)\s+(?:[a-z]+\s+)?"
    rf"(?P<year>{YEAR_DIGITS})\b(?![-–/]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedEarlier:
    """Whether a question asks of the time before, or of a year that it names."""

    question: str
    asked: bool

    @classmethod
    def of(cls, question: str) -> Self:
        """What a question asks of."""
        return cls(question, EARLIER.search(question) is not None)

    def differs(
        self, sentence: str, figure: Bounds, others: Sequence[Bounds], published: date | None
    ) -> bool:
        """Whether a figure is of the other time where a sentence sets one against the other.

        All bounds are offsets into the sentence, half-open; `others` are figures of the same kind.
        A sentence whose figures are all of one time says nothing of it.
        """
        told = _Told.of(sentence, [figure, *others])
        last = None if published is None else published.year - 1
        asked = stretches_of(self.question, published) if told.years or told.last_year else []
        if told.is_of_other_year(figure, asked, last):
            return True
        earlier = told.earlier
        if LAST_YEAR.search(self.question) or not told.has_last_year_newest(asked, last):
            earlier = earlier | told.last_year
        fitting = [bounds in earlier for bounds in (figure, *others)].count(self.asked)
        return fitting > 0 and (figure in earlier) is not self.asked


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence tells of the time of its figures.

    `years` has those of a named year, `last_year` are those of "last year", `earlier` those of
    another phrase such as "a year before".
    """

    years: Mapping[Bounds, int]
    last_year: frozenset[Bounds]
    earlier: frozenset[Bounds]

    @classmethod
    def of(cls, sentence: str, figures: Sequence[Bounds]) -> Self:
        """The times of some figures: a phrase is of the nearest, a year of what it is behind."""
        found = ((bounds, _YEAR_BEHIND.match(sentence, bounds[1])) for bounds in figures)
        years = {bounds: int(match["year"]) for bounds, match in found if match}
        last_year: set[Bounds] = set()
        earlier: set[Bounds] = set()
        for match in EARLIER.finditer(sentence):
            of = last_year if LAST_YEAR.fullmatch(match[0]) else earlier
            of |= _figures_of(match, figures)
        return cls(years, frozenset(last_year), frozenset(earlier))

    def is_of_other_year(self, figure: Bounds, asked: Sequence[Stretch], last: int | None) -> bool:
        """Whether a figure is of a year that is not asked for, beside one of the asked year."""
        years = dict(self.years)
        if last is not None:
            years = dict.fromkeys(self.last_year, last) | years
        if figure not in years or includes(asked, years[figure]):
            return False
        return any(includes(asked, year) for year in years.values())

    def has_last_year_newest(self, asked: Sequence[Stretch], last: int | None) -> bool:
        """Whether "last year" is no time before: it is asked for, or set against older years."""
        if last is None:
            return bool(self.years)
        return includes(asked, last) or any(year < last for year in self.years.values())


def _figures_of(match: re.Match[str], figures: Sequence[Bounds]) -> set[Bounds]:
    """The figures that a phrase is of: the nearest, all where it opens the sentence.

    "Last year's" is of what follows only.
    """
    sentence, (start, end) = match.string, match.span()
    if POSSESSIVE.match(sentence, end):
        figures = [bounds for bounds in figures if bounds[0] >= end]
    elif _NO_TIME_OF.search(sentence, 0, start):
        return set()
    if len(sentence[:start].split()) <= OPENING_WORDS:
        return set(figures)
    apart = {bounds: distance(sentence, bounds, (start, end)) for bounds in figures}
    nearest = min(figures, key=apart.__getitem__, default=None)
    return set() if nearest is None or apart[nearest] > FARTHEST else {nearest}
