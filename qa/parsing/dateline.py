"""The date before an article's first words, which tells when they were written."""

from collections.abc import Sequence

from qa.parsing.token import Token, glued, word_at

_DASHES = frozenset("- – —".split())
_BEFORE = frozenset((",", "(", "\n", ""))
# "(Reuters)", "(Canadian Press)"
_LONGEST_AGENCY = 4


def is_dateline(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether ``tokens[first:end]`` is a date such as that of "ROME, Nov. 4 (Reuters) - The"."""
    if word_at(tokens, first - 1) not in _BEFORE:
        return False
    if word_at(tokens, end) == "(":
        closing = range(end + 1, end + 2 + _LONGEST_AGENCY)
        end = next((place + 1 for place in closing if word_at(tokens, place) == ")"), end)
    spaced = not (glued(tokens, end) or glued(tokens, end + 1))
    return word_at(tokens, end) in _DASHES and spaced
