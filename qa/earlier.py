"""Figures of an earlier time beside those of now: "94 million, after 31 million a year before"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from index.sentences import Bounds
from qa.nearness import distance

EARLIER = re.compile(
    r"\b(?:(?:a|one|the)\s+(?:year|month|week|quarter|season)|(?:twelve|12)\s+months)\s+"
    r"(?:ago|earlier|before|previously)\b"
    r"|\b(?:last|(?:the\s+)?(?:previous|prior|preceding))\s+"
    r"(?:year|month|quarter|season|winter|spring|summer|autumn)\b",
    re.IGNORECASE,
)
# Behind at most so many words a phrase of time opens a sentence and is of all its figures.
OPENING_WORDS = 3


@dataclass(frozen=True, slots=True)
class AskedEarlier:
    """Whether a question asks of the time before."""

    asked: bool

    @classmethod
    def of(cls, question: str) -> Self:
        """What a question asks of."""
        return cls(EARLIER.search(question) is not None)

    def differs(self, sentence: str, figure: Bounds, others: Sequence[Bounds]) -> bool:
        """Whether a figure is of the other time where a sentence sets one against the other.

        All bounds are offsets into the sentence, half-open; `others` are figures of the same kind.
        A sentence whose figures are all of one time says nothing of it.
        """
        earlier = _earlier(sentence, [figure, *others])
        fitting = [bounds in earlier for bounds in (figure, *others)].count(self.asked)
        return fitting > 0 and (figure in earlier) is not self.asked


def _earlier(sentence: str, figures: Sequence[Bounds]) -> set[Bounds]:
    """The figures that are of an earlier time: to each phrase the nearest."""
    found: set[Bounds] = set()
    for match in EARLIER.finditer(sentence):
        if len(sentence[: match.start()].split()) <= OPENING_WORDS:
            return set(figures)
        found.add(min(figures, key=lambda bounds: distance(sentence, bounds, match.span())))
    return found
