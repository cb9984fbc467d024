"""Where a phrase ends when times and occasions follow it: "X in a statement on Friday"."""

from collections.abc import Sequence

from qa.language.lexicon import OCCASIONS, TIMES
from qa.language.word import Word

_LONGEST_OCCASION = 6


def trimmed_end(words: Sequence[Word], first: int, last: int) -> int:
    """The end of ``words[first:last]`` without the times and occasions at its end.

    A phrase of nothing else is left as it is.
    """
    while True:
        end = _occasion(words, first, _time(words, first, last))
        if end in (first, last):
            return last
        last = end


def _time(words: Sequence[Word], first: int, last: int) -> int:
    """Where "late on Jan. 5" begins, when it ends the words."""
    end = last
    while end > first and _is_time(words, first, end - 1):
        end -= 1
    if end == last:
        return last
    while end > first and words[end - 1].tag in ("ORD", "AJ0", "DT0", "AT0", "CRD"):
        end -= 1
    return end - 1 if end > first and words[end - 1].tag == "PRP" else end


def _is_time(words: Sequence[Word], first: int, place: int) -> bool:
    word = words[place]
    number = word.tag == "CRD" and place > first
    return number or word.lower in TIMES or word.tag in ("AV0", "AVP")


def _occasion(words: Sequence[Word], first: int, end: int) -> int:
    """Where "in a statement" begins, when it ends the words."""
    if end <= first or words[end - 1].lower not in OCCASIONS:
        return end
    for place in range(end - 2, max(first, end - _LONGEST_OCCASION), -1):
        if words[place].tag == "PRP":
            return place
    return end
