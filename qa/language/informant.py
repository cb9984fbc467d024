"""Whether a noun phrase after "citing" is who told something, or only a reason for it."""

import re
from collections.abc import Sequence

from qa.language.chunk import is_name
from qa.language.lexicon import (
    BODIES,
    FEMALE,
    FIRMS,
    GROUNDS,
    MALE,
    OCCASIONS,
    PERSONS,
    PUBLICATIONS,
)
from qa.language.noun_phrase import Phrase, head_of, is_source
from qa.language.part_of_speech import DETERMINERS, NOUNS, PRONOUNS
from qa.language.word import Word

_INFORMANTS = (BODIES | FEMALE | FIRMS | MALE | OCCASIONS | PERSONS | PUBLICATIONS) - GROUNDS
_PERSON = re.compile(
    r"(?:[a-z]+-)?(?:[a-z]+(?:person|people|ologist)|[a-z]*(?:man|men|makers?|workers?|fighters?))$"
    r"|[a-z]+ologists$"
)
# Bodies whose name is also that of what they do: "poor service", "market forces".
_SERVICES = frozenset({"force", "service"})


def is_informant(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a phrase names a person, a body or a publication: "two officials", "a report".

    "Weak demand" and "the strike by machinists" are none.
    """
    if not is_source(words, phrase):
        return False
    head = head_of(words, phrase)
    while head > phrase[0] and words[head].tag not in NOUNS:
        head -= 1  # "people familiar with the matter"
    noun = words[head].lower
    if words[head].tag in PRONOUNS or is_name(words, head):
        return True
    singular = noun if noun in _INFORMANTS else _singular(noun)
    if singular in _SERVICES:
        return words[phrase[0]].tag in DETERMINERS or is_name(words, phrase[0])
    return singular in _INFORMANTS or _PERSON.match(noun) is not None


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun.removesuffix("es") if noun.endswith("sses") else noun.removesuffix("s")
