"""How far a phrase with a preposition goes in a question, and what stays when it goes."""

import re
from collections.abc import Sequence

from qa.asked_source import SOURCE
from qa.language.chunk import base_end
from qa.language.part_of_speech import DETERMINERS, FINITE, NOUNS
from qa.language.word import Word
from qa.read_question import ReadQuestion

# What follows these tells a time even where it names none: "since the truce".
TEMPORAL = frozenset({"since", "until", "during", "before", "after"})
_OPENS_REST = TEMPORAL | {"by"}
_DETERMINED = re.compile(r"\s+(?:the|a|an|his|her|its|their)\s+(?-i:[a-z])", re.IGNORECASE)
_LEADING = frozenset({"VDB", "VDD", "VDZ", "VM0"})
_PLAIN_NOUNS = frozenset({"NN0", "NN1", "UNC"})


def kept_from(question: ReadQuestion, first: int, preposition: str, part: str) -> int:
    """From where a question stays when a part takes the place of what a preposition begins.

    ``words[first]`` follows that preposition in the question, which the part begins with too.

    What follows a name, and a verb, is not of the phrase; what follows a noun may be ("the war
    with its neighbour"), save a time, a source, and who did it. It goes for another noun too ("on
    the ferry to Belm", "on the bus"), but for a name hardly.
    """
    words, begin = question.words, question.words[first - 1].end
    times = [time.start for time in question.times if time.start > begin]
    limit = next((n for n, word in enumerate(words) if times and word.start >= times[0]), None)
    end = _object_end(words, first, len(words) if limit is None else limit)
    if first < end == len(words) and _ends_with_verb(words):
        return words[end - 2].end
    if first < end < len(words):
        name = words[end - 1].text[0].isupper()
        # "After he died" is a clause.
        verb = words[end].tag in FINITE and preposition not in TEMPORAL
        alike = _DETERMINED.match(part, len(preposition)) and words[first].tag in DETERMINERS
        if preposition == "of" or name or verb or alike:
            return words[end - 1].end
    source = SOURCE.search(question.text, begin)
    rest = [word.start for word in words[end:] if word.lower in _OPENS_REST]
    ends = [start - 1 for start in [*times[:1], *rest[:1]]] + ([source.start()] if source else [])
    return min(ends, default=len(question.text))


def _ends_with_verb(words: Sequence[Word]) -> bool:
    """Whether the last word must be the verb that "do" or "will" wants, and was taken for a noun.

    "How much does a ticket to Belm cost?"
    """
    leading = [n for n, word in enumerate(words) if word.tag in _LEADING]
    if not leading or any(word.tag.startswith("V") for word in words[leading[-1] + 1 :]):
        return False
    candidates = [
        place
        for place in range(leading[-1] + 2, len(words))
        if words[place].tag in _PLAIN_NOUNS and words[place - 1].tag in NOUNS
    ]
    return candidates == [len(words) - 1]


def _object_end(words: Sequence[Word], first: int, limit: int) -> int:
    """Where the noun phrase that begins at `first` ends, with "of" and "and" phrases in it."""
    end = base_end(words, first, limit)
    while first < end < limit - 1:
        joins = words[end].tag in ("PRF", "CJC") or (
            words[end].text == "," and words[end + 1].text[0].isupper()
        )
        further = base_end(words, end + 1, limit) if joins else end
        if further <= end + 1:
            break
        end = further
    return end
