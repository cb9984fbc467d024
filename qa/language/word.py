"""Words of a sentence, with exact offsets and parts of speech."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import Bounds

ABBREVIATIONS = frozenset(
    "adm assn ave bros brig capt cmdr co col corp cpl dept dr etc feb fla fr gen gov hon inc jan"
    " jr lt ltd maj messrs mr mrs ms mt no nov oct prof rep rev sen sept sgt sr st supt vs".split()
)
QUOTATION_MARKS = frozenset('"“”„«»')
# Every alternative is a run of one kind of character, so matching takes linear time.
_PIECE = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:-?[^\W\d_]+)*"  # 3,000 or 12-year
    r"|[^\W_]+(?:[-&./][^\W_]+)*"  # Geneva-based, AT&T
    r"|\.{3}|\S"
)
_CONTRACTION = re.compile(r"(?:['’](?:s|S|d|m|ll|re|ve)|(?<=s)['’])(?![^\W_])")
_INNER_APOSTROPHE = re.compile(r"['’][^\W_]")


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` of the document; `tag` is a part of speech of the C5 tag set.

    C5 is the tag set of the British National Corpus (Leech et al. 1994), in which NP0 is a
    proper noun, VVD a past tense and PUN punctuation.
    """

    start: int
    end: int
    text: str
    lower: str
    tag: str


def word_bounds(text: str, sentence: Bounds) -> list[Bounds]:
    """Half-open bounds in the document of words, numbers and marks of one sentence.

    A possessive or a contracted verb stands apart from its word; the point of an
    abbreviation belongs to it.
    """
    start, end = sentence
    bounds: list[Bounds] = []
    position = start
    while (match := _PIECE.search(text, position, end)) is not None:
        low, high = match.span()
        contraction = _CONTRACTION.match(text, low, end) if text[low] in "'’" else None
        if contraction is not None and bounds and bounds[-1][1] == low:
            high = contraction.end()
        elif text[low] in "'’" and bounds and bounds[-1][1] == low:
            low, high = _joined(text, bounds, low, end)
        elif _is_abbreviation(text, low, high, end):
            high += 1
        bounds.append((low, high))
        position = high
    return bounds


def _joined(text: str, bounds: list[Bounds], low: int, end: int) -> Bounds:
    """An apostrophe inside a word joins what stands around it, as in O'Neill or didn't."""
    if not _INNER_APOSTROPHE.match(text, low, end) or not text[low - 1].isalnum():
        return low, low + 1
    following = _PIECE.match(text, low + 1, end)
    high = low + 1 if following is None else following.end()
    before = bounds.pop()
    if text[low - 1] == "n" and text[low + 1 : high] == "t" and low - 1 > before[0]:
        bounds.append((before[0], low - 1))
        return low - 1, high
    return before[0], high


def _is_abbreviation(text: str, low: int, high: int, end: int) -> bool:
    """Whether a point follows that ends no sentence."""
    if high + 1 >= end or text[high] != ".":
        return False
    word = text[low:high]
    return (len(word) == 1 and word.isupper()) or word.lower() in ABBREVIATIONS


def bounds_of(words: Sequence[Word], first: int, last: int) -> Bounds:
    """Half-open bounds in the document of ``words[first:last]``."""
    return words[first].start, words[last - 1].end
