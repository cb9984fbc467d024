"""Passages by their words: BM25 over SQLite's full-text index."""

from collections.abc import Sequence
from sqlite3 import Connection

from index.interface import Ranking
from index.passage import PassageFilter
from index.records import filter_clause


def search_words(
    connection: Connection, words: Sequence[str], condition: PassageFilter, count: int
) -> Ranking:
    """The `count` best passages by BM25 over any of the words, scores above 0."""
    if not words:
        return []
    # Each word is quoted, so no part of a question is read as query syntax.
    query = " OR ".join(f'"{word}"' for word in words)
    where, parameters = filter_clause(condition)
    # `where` holds columns and question marks.
    rows = connection.execute(
        "SELECT rowid, -rank FROM words WHERE words MATCH ? AND rowid IN (SELECT p.number"  # nosec B608
        f" FROM passages p JOIN documents d USING (document_id){where})"
        " ORDER BY rank, rowid LIMIT ?"
        if where
        else "SELECT rowid, -rank FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT ?",
        (query, *parameters, count),
    )
    return [(int(number), float(score)) for number, score in rows]
