"""Questions as they are typed into a search box."""

import re

WORD = re.compile(r"[\w'’-]+")
# Words that people leave out of searches; question words, negations and prepositions that
# change what is asked stay.
LEFT_OUT = frozenset(
    "a an the is are was were be been being am do does did has have had will would can could "
    "shall should may might must it its this that these those there their his her of to".split()
)


def search_style(question: str) -> str:
    """The question without the words that people leave out of searches, and without marks.

    The question itself, less its mark, where nothing would be left.
    """
    kept = [word for word in WORD.findall(question) if word.lower() not in LEFT_OUT]
    return " ".join(kept) or question.rstrip("?").rstrip()
