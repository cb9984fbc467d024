"""Near-duplicate texts: the same wire report in ten articles counts once."""

import re
from collections.abc import Sequence

from rensa import RMinHash, RMinHashLSH

from index.differing_words import Wording, differ_in_sense

# In news articles hardly a pair of passages is between 0.5 and 0.7: either a report was taken
# over nearly whole, or two texts only share a sentence or a standing phrase.
THRESHOLD = 0.7
SHINGLE_WORDS = 3
# A pair at the threshold is missed with probability (1 - 0.7 ** 3) ** 42, about 2e-8.
_BANDS = 42
_HASHES = 3 * _BANDS
_SEED = 1
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
_NUMBER_WORDS = frozenset(
    "no none one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty"
    " ninety dozen dozens hundred hundreds thousand thousands million millions billion billions"
    " half third quarter twice once".split()
)

Shingles = frozenset[str]


def near_duplicate_groups(texts: Sequence[str]) -> list[int]:
    """The group number of each text; texts of one number are near-duplicates.

    Groups are numbered from 0 in the order of their first text. Two texts are near-duplicates
    when the Jaccard similarity of their word 3-grams is at least `THRESHOLD` and both state
    the same figures: "5 died" and "7 died" differ, however much else they share. So do texts with
    another name, day or month in one place, and one that denies what the other says. A group
    holds what such pairs connect. Case, punctuation and white space don't count; a text without
    words equals only itself.

    Candidate pairs come from MinHash signatures cut into bands (Broder 1997; Leskovec et al.,
    Mining of Massive Datasets, chapter 3), but only their exact similarity decides. The same
    texts give the same groups in every process.
    """
    distinct: dict[tuple[Shingles, frozenset[str]], int] = {}
    places = [distinct.setdefault(_key(text), len(distinct)) for text in texts]
    groups = _Groups(len(distinct))
    keys = list(distinct)
    examples = dict(zip(reversed(places), reversed(texts), strict=True))
    wordings: dict[int, Wording] = {}
    for first, second in _candidates([shingles for shingles, _ in keys]):
        if groups.root(first) == groups.root(second) or keys[first][1] != keys[second][1]:
            continue
        if jaccard(keys[first][0], keys[second][0]) < THRESHOLD:
            continue
        for place in (first, second):
            if place not in wordings:
                wordings[place] = Wording.of(examples[place])
        if not differ_in_sense(wordings[first], wordings[second]):
            groups.join(first, second)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(groups.root(place), len(numbers)) for place in places]


def jaccard(first: Shingles, second: Shingles) -> float:
    """Shared elements by all elements of two sets, in [0, 1]; 1 for two empty sets."""
    union = len(first | second)
    return len(first & second) / union if union else 1.0


def shingles(text: str) -> Shingles:
    """The word 3-grams of a text in lower case; a shorter text is its own only one."""
    return _shingles(_words(text), text)


def figures(text: str) -> frozenset[str]:
    """The figures and number words of a text."""
    return _figures(_words(text))


def _key(text: str) -> tuple[Shingles, frozenset[str]]:
    words = _words(text)
    return _shingles(words, text), _figures(words)


def _words(text: str) -> list[str]:
    return list(map(str.casefold, _WORD.findall(text)))


def _shingles(words: Sequence[str], text: str) -> Shingles:
    if not words:
        return frozenset({text.strip()})
    if len(words) < SHINGLE_WORDS:
        return frozenset({" ".join(words)})
    runs = zip(*(words[place:] for place in range(SHINGLE_WORDS)), strict=False)
    return frozenset(map(" ".join, runs))


def _figures(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word for word in set(words) if word[0].isdigit() or word in _NUMBER_WORDS)


def _candidates(sets: Sequence[Shingles]) -> list[tuple[int, int]]:
    """Pairs of places, the smaller first, whose sets may be similar."""
    hashes = RMinHash.from_token_sets([sorted(words) for words in sets], _HASHES, _SEED)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=_HASHES, num_bands=_BANDS)
    index.insert_many(hashes)
    return [
        (place, other)
        for place, found in enumerate(index.query_all(hashes))
        for other in sorted(set(found))
        if place < other
    ]


class _Groups:
    """Disjoint sets of numbers below a count, each known by its smallest member."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.root(first), self.root(second)))
        self._parents[high] = low
