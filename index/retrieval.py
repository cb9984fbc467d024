"""Hybrid retrieval: dense and lexical ranks fused, with both scores kept apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

import numpy as np

from index.article_index import ArticleIndex
from index.near_duplicate import near_duplicate_groups
from index.passage import Passage, PassageFilter, RetrievedPassage
from index.records import filter_clause, matching_numbers, read_passages
from index.snapshot import Snapshot

WORD = re.compile(r"\w+")
Ranking = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class RetrievalOptions:
    """`candidates` are taken from each retriever before fusion.

    `rank_constant` is k of reciprocal rank fusion; a weight of 0 leaves a retriever out.
    `spare` passages step in for near-duplicates of better ones, which are left out.
    """

    candidates: int = 50
    rank_constant: int = 60
    dense_weight: float = 1.0
    lexical_weight: float = 1.0
    maximum_words: int = 64
    spare: int = 10


class Retriever:
    """Finds the passages that may answer a question."""

    def __init__(self, index: ArticleIndex, options: RetrievalOptions) -> None:
        self._index = index
        self._options = options

    def retrieve(
        self, snapshot: Snapshot, questions: Sequence[str], condition: PassageFilter, top_k: int
    ) -> list[list[RetrievedPassage]]:
        """At most `top_k` passages for each question, best first, from documents that pass.

        All of them are of the version that the snapshot of the index holds.
        """
        if not questions:
            return []
        vectors = snapshot.vectors
        count = max(top_k, self._options.candidates)
        # Each runs apart: rounding differs with what runs together, and the score of a passage
        # must not depend on what else is asked at the moment.
        encoder = self._index.encoder
        queries = np.vstack([encoder.encode_questions([question]) for question in questions])
        with snapshot.store.reading() as connection:
            allowed = None
            if not condition.is_empty:
                allowed = np.array(matching_numbers(connection, condition), dtype=np.int64)
            rankings = vectors.search(queries, count, allowed)
            results = []
            for question, query, dense in zip(questions, queries, rankings, strict=True):
                lexical = search_words(connection, question, condition, count, self._options)
                fused = reciprocal_rank_fusion(dense, lexical, self._options)
                likely = fused[: top_k + self._options.spare]
                passages = read_passages(connection, [number for number, _ in likely])
                kept = _distinct(likely, passages)[:top_k]
                scores = dict(lexical)
                results.append(
                    [
                        RetrievedPassage(
                            passage=passages[number],
                            score=score,
                            dense=vectors.cosine(number, query),
                            lexical=scores.get(number),
                        )
                        for number, score in kept
                    ]
                )
            return results


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


def _distinct(ranking: Ranking, passages: Mapping[int, Passage]) -> Ranking:
    """The ranking with only the best passage of those that are nearly the same text."""
    groups = near_duplicate_groups([passages[number].text for number, _ in ranking])
    first = {group: place for place, group in reversed(list(enumerate(groups)))}
    return [ranking[place] for place in sorted(first.values())]


def search_words(
    connection: Connection,
    question: str,
    condition: PassageFilter,
    count: int,
    options: RetrievalOptions,
) -> Ranking:
    """The `count` best passages by BM25 over any word of the question, scores above 0."""
    words = list(dict.fromkeys(WORD.findall(question.lower())))[: options.maximum_words]
    if not words:
        return []
    # Each word is quoted, so no part of a question is read as query syntax.
    query = " OR ".join(f'"{word}"' for word in words)
    where, parameters = filter_clause(condition)
    rows = connection.execute(
        "SELECT rowid, -rank FROM words WHERE words MATCH ? AND rowid IN (SELECT p.number"
        f" FROM passages p JOIN documents d USING (document_id){where})"
        " ORDER BY rank, rowid LIMIT ?"
        if where
        else "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT ?",
        (query, *parameters, count),
    )
    return [(int(number), float(score)) for number, score in rows]
