"""Words as SQLite's full-text index reads them, so that every store finds by the same."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from index.store import TOKENIZER

TABLES = f"""
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE terms USING fts5vocab (words, instance);
"""


def term_lists(texts: Sequence[str]) -> list[list[str]]:
    """The stemmed words of each text, in lower case and without diacritics, in order."""
    found: list[list[str]] = [[] for _ in texts]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(TABLES)
        connection.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", enumerate(texts))
        rows = connection.execute('SELECT doc, term FROM terms ORDER BY doc, "offset"')
        for place, term in rows:
            found[place].append(term)
    return found
