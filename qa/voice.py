"""Who speaks, as a question or an article names them, and whether two names are of one."""

import re
from dataclasses import dataclass
from typing import Self

from qa.coverage import content_stems, names
from qa.direction import directed_otherwise
from qa.initialism import in_one_form
from qa.language.lexicon import BODIES, PERSONS
from qa.nation import find_nations, nations_in
from qa.text_words import WORD, stem_of

# What a source publishes stands for the source.
_PUBLISHED = frozenset("estimates estimate figures data tally count statistics numbers".split())
# Who belongs to somebody and does not speak for them: "the company's rival".
_OTHERS = content_stems(
    """adversaries adversary allies ally competitor competitors critic critics enemies enemy
    neighbor neighbors neighbour neighbours opponent opponents predecessor rival rivals successor
    victim victims"""
)
_FORMER = content_stems("former ex")
_TITLES = content_stems(" ".join(PERSONS))
# These describe nobody: "two senior officials".
_QUANTIFIERS = content_stems(
    "several few two three four five six seven eight nine ten dozens hundreds unnamed senior"
)
# What such an office is for is told behind "of the" as well: "ministry of the interior".
_OFFICES = content_stems("department minister ministers ministries ministry secretary")
_PHRASE_END = re.compile(r"\s(?:of|in|for|at|from|to|on)\s|,")
_ABROAD = re.compile(r"\s(?:in|at|from|to|on)\s")
# "Of health" describes, "of the company" says whose.
_COMPLEMENT = re.compile(r"\sof\s+(?P<article>(?:the|an?|its|his|her|their)\s)?(?P<told>[^,]+)")
_JOINT = re.compile(r".*(?:,|\b(?:and|or|of)\b)", re.DOTALL)
# Typed without capitals.
_TYPED_WHO = re.compile(r"^the\s+who\b")


@dataclass(frozen=True, slots=True)
class Voice:
    """A name for who speaks.

    `told` is the name without its countries, whose codes are `nations`; `words` are the stems of
    all its content words, initialisms such as "WHO" included. `head` is the last word of its first
    phrase, "ministry" of "the health ministry in Gaza", "" if it names a country and no more.
    """

    told: str
    nations: frozenset[str]
    words: frozenset[str]
    head: str

    @classmethod
    def of(cls, name: str, typed: bool = False) -> Self:
        """The parts of a name; `typed` ones may lack capitals."""
        told = name
        # The ambassador to a country speaks for another.
        nations = nations_in(_ABROAD.split(told)[0], typed) or nations_in(told, typed)
        for start, end, _ in list(find_nations(told, typed)):
            told = f"{told[:start]}{' ' * (end - start)}{told[end:]}"
        words = [w for w in WORD.findall(_PHRASE_END.split(told)[0]) if w not in _PUBLISHED]
        return cls(told, nations, content_stems(told) | names(told), words[-1] if words else "")

    def is_named_by(self, speaker: Self) -> bool:
        """Whether an article's name for a speaker is one for this source.

        It is if it has each word of the source, or if its head is one of them and what describes
        the two does not differ: the "health ministry" of two countries is not one source.
        """
        if self._is_apart(speaker):
            return False
        if self.words <= speaker.words:
            return bool(self.words or self.nations & speaker.nations) and self._owns(speaker)
        if not speaker.words:
            return bool(self.nations & speaker.nations)
        if stem_of(speaker.head) not in self.words or directed_otherwise(self.words, speaker.words):
            return False
        return self._fits(speaker)

    def _owns(self, speaker: Self) -> bool:
        """Whether who has all words of the source is described by no other name than its country.

        "Hamas officials" are no officials of a country.
        """
        if not self.nations or speaker.nations or not speaker.is_common:
            return True
        return names(_before(speaker.told, stem_of(speaker.head))) <= self.words | _QUANTIFIERS

    def _is_apart(self, other: Self) -> bool:
        """Whether two names are of different countries, or one is of who stands against the other.

        "The company's rival" is not the company, nor is a former president the president.
        """
        if self.nations and other.nations and not self.nations & other.nations:
            return True
        heads = {stem_of(self.head), stem_of(other.head)}
        return bool((self.words ^ other.words) & (_FORMER | _OTHERS & heads))

    def _fits(self, speaker: Self) -> bool:
        """Whether two names with one head may be of one, by the names and words around it."""
        head = stem_of(speaker.head)
        named, told = names(self.told), names(speaker.told.split(",")[0])
        named, told = named | self.nations, (told - {head} | told & named) | speaker.nations
        if named and told and named.isdisjoint(told):
            return False
        complements = [_complement(entry.told, head) for entry in (self, speaker)]
        if all(complements) and complements[0].isdisjoint(complements[1]):
            return False
        one, other = (content_stems(_before(entry.told, head)) for entry in (self, speaker))
        one, other = one - _QUANTIFIERS, other - _QUANTIFIERS
        if speaker.is_common:
            return one <= other or other <= one
        # First names differ, titles may be of one: "Mayor Doe" and "Jane Doe".
        one, other = one - _TITLES, other - _TITLES
        return not one or not other or not one.isdisjoint(other)

    @property
    def is_common(self) -> bool:
        """Whether the head is a common noun: "ministry" in "the Interior Ministry", not a name."""
        known = self.head.lower().removesuffix("s") in BODIES | PERSONS
        return known or self.head.islower() or self.told.startswith(self.head)


def is_voice_of(source: str, speaker: str | None, text: str = "") -> bool:
    """Whether a speaker, as an article names them, is a source that a question names.

    `text` is the article's: it tells what the initials in one of the names stand for.
    """
    if speaker is None:
        return False
    told = _TYPED_WHO.sub("the WHO", source)
    told, speaker = in_one_form(told, speaker, text, typed=True)
    return Voice.of(told, typed=True).is_named_by(Voice.of(speaker))


def _complement(told: str, head: str) -> frozenset[str]:
    """The stems of what stands behind "of" without an article: "of health"."""
    match = _COMPLEMENT.search(told)
    if match is None or (match["article"] and head not in _OFFICES):
        return frozenset()
    return content_stems(match["told"])


def _before(told: str, head: str) -> str:
    """What stands before the last word with a stem: "the health" of "the health ministry"."""
    places = [match.start() for match in WORD.finditer(told) if stem_of(match[0]) == head]
    return _JOINT.sub("", told[: places[-1]]) if places else ""
