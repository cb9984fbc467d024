"""The noun phrase that a figure counts: "armed border guards" after "64".

It is found without a tagger: after a number of two or more the head is a plural, and after a
plural no word in "s" can be a verb. TextBlob's tagger would take 0.6 s to load.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.parsing.model_number import model_end
from qa.parsing.token import Token, glued, word_at
from qa.parsing.vocabulary import (
    FUNCTION_WORDS,
    MODIFYING_PLURALS,
    VERBS,
    is_past,
    is_plural,
)

MAXIMUM_WORDS = 8
MAXIMUM_PARTS = 6
_FILLERS = frozenset("more further extra additional".split())
_DETERMINERS = frozenset("the its their his her our those these all".split())
# Adjectives that count people by themselves: "12 dead and 43 injured".
_NOMINALS = frozenset("dead injured wounded killed missing hurt homeless displaced".split())
_POSSESSIVE = ("'s", "’s")
_NOUNS_IN_ING = frozenset(
    """building meeting being wing king ring thing evening morning wedding painting hearing killing
    shooting bombing stabbing crossing spring string warning ruling filing listing""".split()
)
_NOUNS_IN_LY = frozenset("family assembly supply ally monopoly anomaly italy july rally".split())
_PEOPLES = ("ese", "ish", "ench", "iss", "utch")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """``tokens[first:end]``; `head` is its head noun in lower case."""

    first: int
    end: int
    head: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with what hyphens join to it; `last` is its last part in lower case."""

    first: int
    end: int
    last: str
    capital: bool

    @property
    def is_verb(self) -> bool:
        """Whether it is a common verb; "membrane-bound" is none."""
        return self.last in VERBS and self.end == self.first + 1


def counted_phrase(
    tokens: Sequence[Token], place: int, singular: bool = False
) -> NounPhrase | None:
    """The noun phrase that starts at `place`; `singular` after the number one."""
    while word_at(tokens, place) in _FILLERS:
        place += 1
    words = _words(tokens, place)
    if not words:
        return None
    if singular:
        return _phrase(words, _singular_length(words))
    length = _plural_length(words)
    if length:
        return _phrase(words, length)
    first = words[0]
    if first.last in _NOMINALS:
        return NounPhrase(first.first, first.end, first.last)
    if len(words) == 1 and first.capital and first.last.endswith(_PEOPLES):
        return NounPhrase(first.first, first.end, first.last)
    return None


def whole_phrase(tokens: Sequence[Token], place: int) -> NounPhrase | None:
    """What a share or measure is of: "voters" at "of the voters", singular or plural."""
    if word_at(tokens, place) != "of":
        return None
    place += 1
    while word_at(tokens, place) in _DETERMINERS:
        place += 1
    words = _words(tokens, place)
    if not words:
        return None
    return _phrase(words, _plural_length(words) or _singular_length(words))


def _phrase(words: Sequence[_Word], length: int) -> NounPhrase | None:
    if not length:
        return None
    return NounPhrase(words[0].first, words[length - 1].end, words[length - 1].last)


def _words(tokens: Sequence[Token], place: int) -> list[_Word]:
    """The words from `place` on that may belong to one noun phrase."""
    words: list[_Word] = []
    while place < len(tokens) and len(words) < MAXIMUM_WORDS:
        token = tokens[place]
        if token.kind != "word" or _is_function_word(tokens, place):
            break
        end = model_end(tokens, place)
        while _hyphenated(tokens, end) and end < place + 2 * MAXIMUM_PARTS:
            end += 2
        last = tokens[end - 1].lower
        if word_at(tokens, end) == "s" and glued(tokens, end):
            last, end = f"{token.lower}-{last}s", end + 1  # "F-35s"
        words.append(_Word(place, end, last, token.text[0].isupper()))
        place = end
    return words


def _is_function_word(tokens: Sequence[Token], place: int) -> bool:
    """Whether a word such as "of" stands at `place`, not "US" and not the letter of "A320"."""
    if glued(tokens, place + 1) and tokens[place + 1].kind == "number":
        return False
    return tokens[place].lower in FUNCTION_WORDS and tokens[place].text != "US"


def _hyphenated(tokens: Sequence[Token], place: int) -> bool:
    return (
        word_at(tokens, place) == "-"
        and glued(tokens, place)
        and glued(tokens, place + 1)
        and tokens[place + 1].kind != "mark"
    )


def _plural_length(words: Sequence[_Word]) -> int:
    """The number of words up to the head of a plural phrase, 0 if there is no plural."""
    for count, word in enumerate(words):
        if is_plural(word.last):
            return _extended(words, count + 1)
        if word.is_verb:
            return 0
    return 0


def _extended(words: Sequence[_Word], length: int) -> int:
    """The length with the nouns after the first plural: "police officers", "sports cars"."""
    last = words[length - 1]
    modifies = last.last in MODIFYING_PLURALS or _ends_name(words, length)
    for count in range(length, len(words)):
        word = words[count]
        if word.is_verb or is_past(word.last) or (count > length and not modifies):
            break
        if is_plural(word.last):
            return count + 1
    return length


def _ends_name(words: Sequence[_Word], length: int) -> bool:
    """Whether the plural ends a name, such as "United Nations" in "United Nations aid workers"."""
    return length >= 2 and words[length - 1].capital and words[length - 2].capital


def _singular_length(words: Sequence[_Word]) -> int:
    """The number of words up to the verb: after a singular noun, a word in "s" is one."""
    length = 0
    for word in words:
        is_first = length == 0 or words[length - 1].last.endswith(_POSSESSIVE)
        if word.is_verb or (not is_first and _looks_like_verb(word.last)):
            break
        if length == 0 and is_plural(word.last) and word.last not in MODIFYING_PLURALS:
            break  # "one learns"
        length += 1
    while length and _ends_no_phrase(words[length - 1].last):
        length -= 1
    return 0 if length == 1 and is_past(words[0].last) else length  # "one wanted to leave"


def _ends_no_phrase(lower: str) -> bool:
    """Whether a word is an adverb or possessive, which a noun must follow."""
    return lower.endswith(_POSSESSIVE) or (lower.endswith("ly") and lower not in _NOUNS_IN_LY)


def _looks_like_verb(lower: str) -> bool:
    if lower.endswith("ing") and lower not in _NOUNS_IN_ING:
        return True
    return is_past(lower) or is_plural(lower)
