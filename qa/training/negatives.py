"""Passages that resemble a question's but do not answer it: what a search like the product's finds.

Dense ranks and those of TF-IDF are fused (Cormack et al. 2009).
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from index.encoder import Vectors
from qa.squad import SquadParagraph, SquadQuestion

RANK_CONSTANT = 60
QUESTIONS_AT_ONCE = 256

EncodeTexts = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class WantedNegative:
    """A question and the position of its own paragraph."""

    position: int
    question: SquadQuestion


class SearchedContexts:
    """Contexts that are searched as the product does.

    `encode` gives unit vectors of shape (texts, dimension), float32.
    """

    def __init__(self, contexts: Sequence[str], encode: EncodeTexts, depth: int = 24) -> None:
        self._encode = encode
        self._depth = depth
        self._vectorizer = TfidfVectorizer(sublinear_tf=True, dtype=np.float32)
        self._words = self._vectorizer.fit_transform(contexts)
        self._vectors = encode(contexts)

    def search(self, questions: Sequence[str]) -> list[list[int]]:
        """Places of the contexts found for each question, best first."""
        rankings = []
        for first in range(0, len(questions), QUESTIONS_AT_ONCE):
            part = questions[first : first + QUESTIONS_AT_ONCE]
            dense = self._encode(part) @ self._vectors.T
            lexical = (self._vectorizer.transform(part) @ self._words.T).toarray()
            rankings += [self._fused(*scores) for scores in zip(dense, lexical, strict=True)]
        return rankings

    def _fused(self, dense: NDArray[np.float32], lexical: NDArray[np.float32]) -> list[int]:
        scores: dict[int, float] = {}
        for ranking in (_best(dense, self._depth), _best(lexical, self._depth)):
            for rank, number in enumerate(ranking, start=1):
                scores[number] = scores.get(number, 0.0) + 1 / (RANK_CONSTANT + rank)
        return sorted(scores, key=lambda number: (-scores[number], number))


class NegativePassages:
    """Retrieves over the contexts of all paragraphs, or of those with another title only."""

    def __init__(
        self,
        paragraphs: Sequence[SquadParagraph],
        encode: EncodeTexts,
        other_articles_only: bool = False,
    ) -> None:
        self._contexts = [paragraph.context for paragraph in paragraphs]
        self._titles = [paragraph.title for paragraph in paragraphs]
        self._other_articles_only = other_articles_only
        self._lowered = [context.lower() for context in self._contexts]
        self._searched = SearchedContexts(self._contexts, encode)

    def retrieve(
        self, wanted: Sequence[WantedNegative], choices: int, generator: random.Random
    ) -> list[str | None]:
        """One of the best `choices` contexts without the answer for each question.

        None where everything that was retrieved holds an answer.
        """
        return [
            generator.choice(found) if found else None for found in self._found(wanted, choices)
        ]

    def rivals(
        self, wanted: Sequence[WantedNegative], choices: int, count: int, generator: random.Random
    ) -> list[tuple[str, ...]]:
        """Up to `count` of the best `choices` contexts without the answer for each question."""
        return [
            tuple(generator.sample(found, min(count, len(found))))
            for found in self._found(wanted, choices)
        ]

    def _found(self, wanted: Sequence[WantedNegative], choices: int) -> list[list[str]]:
        rankings = self._searched.search([item.question.question for item in wanted])
        return [
            self._without_answer(item, ranking)[:choices]
            for item, ranking in zip(wanted, rankings, strict=True)
        ]

    def _without_answer(self, item: WantedNegative, ranking: Sequence[int]) -> list[str]:
        own = self._contexts[item.position]
        shut_out = self._titles[item.position] if self._other_articles_only else None
        answers = [span.text.lower() for span in item.question.answers]
        return [
            self._contexts[number]
            for number in ranking
            if self._contexts[number] != own
            and self._titles[number] != shut_out
            and not any(text in self._lowered[number] for text in answers)
        ]


def _best(scores: NDArray[np.float32], count: int) -> list[int]:
    """Places of the largest scores, largest first."""
    count = min(count, len(scores))
    places = np.argpartition(-scores, count - 1)[:count]
    best: list[int] = places[np.argsort(-scores[places], kind="stable")].tolist()
    return best
