"""How close a sentence is to the sentences that speak most of the question.

An answer and the words of its question often stand in different sentences: one says who is
at "training grounds near the front", another that those grounds are in the region asked
about. The sentences that best cover the question are its anchors, and a candidate's sentence
counts by the words it shares with one of them. This is relevance feedback (Lavrenko and
Croft 2001) taken to sentences.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from index.sentences import sentence_bounds
from qa.coverage import content_stems

ANCHOR_COUNT = 3


@dataclass(frozen=True, slots=True)
class Anchors:
    """Stems of the anchor sentences, each with its share of the question in (0, 1].

    `weights` holds the inverse sentence frequency of each stem in the retrieved passages.
    """

    anchors: tuple[tuple[frozenset[str], float], ...]
    weights: dict[str, float]

    @classmethod
    def of(cls, question: str, passages: Sequence[str]) -> Self:
        """The sentences of the passages that share most of the question's rarer words."""
        sentences = {
            content_stems(passage[start:end])
            for passage in passages
            for start, end in sentence_bounds(passage)
        }
        counts = Counter(stem for stems in sentences for stem in stems)
        weights = {stem: math.log1p(len(sentences) / count) for stem, count in counts.items()}
        wanted = content_stems(question)
        # A word of the question that no passage has still counts against every sentence.
        rarest = math.log1p(len(sentences))
        whole = sum(weights.get(stem, rarest) for stem in wanted)
        shares = [
            (stems, sum(weights[stem] for stem in stems & wanted) / whole)
            for stems in sorted(sentences, key=sorted)
            if stems & wanted
        ]
        shares.sort(key=lambda pair: -pair[1])
        return cls(tuple(shares[:ANCHOR_COUNT]), weights)

    def similarity(self, sentence: str) -> float:
        """In [0, 1]: the best anchor's share times its weighted cosine with the sentence."""
        stems = content_stems(sentence)
        return max(
            (share * self._cosine(stems, anchor) for anchor, share in self.anchors), default=0.0
        )

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        norms = self._square(one) * self._square(other)
        return self._square(one & other) / math.sqrt(norms) if norms else 0.0

    def _square(self, stems: Iterable[str]) -> float:
        return sum(self.weights.get(stem, 0.0) ** 2 for stem in stems)
