"""Hybrid retrieval: dense and lexical ranks fused, with both scores kept apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.encoder import Vectors
from index.interface import (
    PassageIndex,
    PassageSnapshot,
    Query,
    Ranking,
    Rankings,
    StoredPassage,
)
from index.near_duplicate import near_duplicate_groups
from index.passage import PassageFilter, RetrievedPassage

WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """`candidates` are taken from each retriever before fusion.

    `rank_constant` is k of reciprocal rank fusion, chosen as docs/retrieval.md tells; a weight of 0
    leaves a retriever out.
    `spare` passages step in for near-duplicates of better ones, which are left out.
    """

    candidates: int = 50
    rank_constant: int = 10
    dense_weight: float = 1.0
    lexical_weight: float = 1.0
    maximum_words: int = 64
    spare: int = 10


class Retriever:
    """Finds the passages that may answer a question."""

    def __init__(self, index: PassageIndex, options: RetrievalOptions) -> None:
        self._index = index
        self._options = options

    def retrieve(
        self,
        snapshot: PassageSnapshot,
        questions: Sequence[str],
        condition: PassageFilter,
        top_k: int,
    ) -> list[list[RetrievedPassage]]:
        """At most `top_k` passages for each question, best first, from documents that pass.

        All of them are of the version that the snapshot of the index holds.
        """
        if not questions:
            return []
        options, encoder = self._options, self._index.encoder
        # Each runs apart: rounding differs with what runs together, and the score of a passage
        # must not depend on what else is asked at the moment.
        queries = [
            Query(encoder.encode_questions([text])[0], question_words(text, options.maximum_words))
            for text in questions
        ]
        found = snapshot.search(queries, condition, max(top_k, options.candidates))
        likely = [
            reciprocal_rank_fusion(rankings.dense, rankings.lexical, options)[
                : top_k + options.spare
            ]
            for rankings in found
        ]
        passages = snapshot.passages({number for ranking in likely for number, _ in ranking})
        # In some stores a version can expire between the search and this.
        stored = [[entry for entry in ranking if entry[0] in passages] for ranking in likely]
        return [
            _retrieved(_distinct(ranking, passages)[:top_k], passages, query.vector, rankings)
            for ranking, query, rankings in zip(stored, queries, found, strict=True)
        ]


def question_words(question: str, maximum: int) -> list[str]:
    """The first `maximum` distinct words of a question, in lower case."""
    return list(dict.fromkeys(WORD.findall(question.lower())))[:maximum]


def reciprocal_rank_fusion(
    dense: Ranking, lexical: Ranking, options: RetrievalOptions
) -> list[tuple[int, float]]:
    """Sum of weight / (k + rank), divided by its largest possible value (Cormack et al. 2009).

    Ties go to the smaller number, so the order never depends on the machine.
    """
    scores: dict[int, float] = {}
    weights = (options.dense_weight, options.lexical_weight)
    for ranking, weight in zip((dense, lexical), weights, strict=True):
        if weight > 0:
            for rank, (number, _) in enumerate(ranking, start=1):
                share = weight / (options.rank_constant + rank)
                scores[number] = scores.get(number, 0.0) + share
    largest = sum(weights) / (options.rank_constant + 1)
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [(number, score / largest) for number, score in ordered]


def _retrieved(
    ranking: Ranking, passages: Mapping[int, StoredPassage], query: Vectors, rankings: Rankings
) -> list[RetrievedPassage]:
    """The passages of a ranking with all of their scores."""
    lexical = dict(rankings.lexical)
    return [
        RetrievedPassage(
            passage=passages[number].passage,
            score=score,
            dense=float(passages[number].vector @ query),
            lexical=lexical.get(number),
        )
        for number, score in ranking
    ]


def _distinct(ranking: Ranking, passages: Mapping[int, StoredPassage]) -> Ranking:
    """The ranking with only the best passage of those that are nearly the same text."""
    groups = near_duplicate_groups([passages[number].passage.text for number, _ in ranking])
    first = {group: place for place, group in reversed(list(enumerate(groups)))}
    return [ranking[place] for place in sorted(first.values())]
