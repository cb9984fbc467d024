"""Which words stand in most passages: they weigh nothing and cost most of a search by words."""

from collections.abc import Sequence
from sqlite3 import Connection

from index.terms import term_lists

# Fewer passages are searched fast enough with every word.
MINIMUM_PASSAGES = 20_000
MOST_KNOWN = 50_000


class CommonWords:
    """Remembers for one version which words stand in more than half of its passages.

    SQLite's BM25 weighs such a word with one millionth, whatever its share, so that the order of
    passages that hold any other word of a question stays the same without it.
    Threads may share it.
    """

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    def left_out(self, connection: Connection, words: Sequence[str], passages: int) -> list[str]:
        """The words without common ones; all of them where there are no others."""
        if passages < MINIMUM_PASSAGES:
            return list(words)
        known = self._known
        if unknown := [word for word in words if word not in known]:
            if len(known) > MOST_KNOWN:
                self._known = known = {}
            known.update(_common(connection, unknown, passages))
        # Another thread may have begun anew meanwhile: what it does not know is kept.
        return [word for word in words if not known.get(word)] or list(words)


def _common(connection: Connection, words: Sequence[str], passages: int) -> dict[str, bool]:
    connection.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, row)"
    )
    common = {}
    for word, terms in zip(words, term_lists(words), strict=True):
        row = None
        # A word that is cut into several is searched as a phrase, which is rarer than each.
        if len(terms) == 1:
            row = connection.execute(
                "SELECT doc FROM temp.vocabulary WHERE term = ?", terms
            ).fetchone()
        common[word] = row is not None and 2 * row[0] > passages
    return common
