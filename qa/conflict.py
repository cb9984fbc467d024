"""Which figures speak of the same thing as the answer, and so belong beside it.

Sources that disagree state different values of one thing. What counts as the same thing is
decided by what can be seen: the kind of value, the noun that is counted, the reader's score of
the figure as an answer to the same question, and whether the figure is a rate or a source is
named where the question asks for sources.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.encoder import Encoder
from qa.candidate import Candidate
from qa.value import same_value

EACH_SOURCE = re.compile(
    r"\b(?:each|every|all|different|which|various|both)\s+(?:the\s+)?(?:source|side|part(?:y|ies)"
    r"|account|estimate|report|forecast)s?\b|\baccording\s+to\s+(?:whom|each|every|all)\b",
    re.IGNORECASE,
)
RATE_BEFORE = re.compile(r"\b(?:every|each|per)\s+(?:\w+\s+)?$", re.IGNORECASE)
RATE_AFTER = re.compile(r"^\s+(?:a|an|per|each|every)\b(?!\s+(?:few|lot|number))", re.IGNORECASE)
RATE_REACH = 24


@dataclass(frozen=True, slots=True)
class ConflictOptions:
    """`share` in [0, 1] of the first answer's probability that another figure must have.

    `noun_cosine` in [-1, 1] is how alike the nouns that are counted must be.
    """

    share: float = 0.5
    noun_cosine: float = 0.45


def asks_each_source(question: str) -> bool:
    """Whether the question wants what each source says."""
    return EACH_SOURCE.search(question) is not None


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
        bar = self._options.share * first.probability
        likely = [
            other
            for other in others
            if other.figure is not None
            and other.probability >= bar
            and other.figure.kind == first.figure.kind
            and is_rate(other) == is_rate(first)
        ]
        groups = [[first]]
        for other, fits in zip(likely, self._alike(question, first, likely), strict=True):
            group = next((group for group in groups if _same(other, group[0])), None)
            if group is not None:
                group.append(other)
            elif fits:
                groups.append([other])
        return groups

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


def is_rate(candidate: Candidate) -> bool:
    """Whether the figure counts something for each unit of another: "every 30", "5 a day"."""
    figure, text = candidate.figure, candidate.document.text
    if figure is None:
        return False
    end = figure.end if figure.counted is None else figure.counted[1]
    before = text[max(0, figure.start - RATE_REACH) : figure.start]
    return bool(RATE_BEFORE.search(before) or RATE_AFTER.match(text[end : end + RATE_REACH]))


def _same(one: Candidate, other: Candidate) -> bool:
    return (
        one.figure is not None
        and other.figure is not None
        and same_value(one.figure.value, other.figure.value)
    )


def _noun(candidate: Candidate) -> str:
    figure = candidate.figure
    if figure is None or figure.counted is None:
        return ""
    return candidate.document.text[slice(*figure.counted)]
