"""Whether a sentence speaks of the year that a question asks about."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from qa.dating import find_dates

RECENT = timedelta(days=60)
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


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
        asked, told = years_of(self.question, published), years_of(sentence, published)
        if not asked:
            recent = published is None or not told or max(told) >= published.year
            return 1.0 if recent else self.options.other
        if told:
            fits = any(min(told) <= year <= max(told) for year in asked)
        elif published is None:
            fits = True
        else:
            last = before[before[:-2].rfind(". ") + 1 :]
            named = {year for year in years_of(before, None) if year >= published.year}
            fits = bool(asked & (named | years_of(last, None) | {published.year}))
        return 1.0 if fits else self.options.contradicted


def years_of(text: str, published: date | None) -> frozenset[int]:
    """The years that a text names, or means by such words as "last year"."""
    named = {int(match[0]) for match in YEAR.finditer(text)}
    if published is not None:
        for found in find_dates(text, published):
            named |= {found.first.year, found.last.year}
            if timedelta(0) <= published - found.last <= RECENT:
                named.add(published.year)  # in January, December is of this time
    return frozenset(named)
