"""Bodies by their initials: the "WHO" of an article is its "World Health Organization"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from index.sentences import Bounds
from qa.coverage import content_words
from qa.language.lexicon import BODIES, PERSONS
from qa.text_words import FUNCTION_WORDS

MAXIMUM_LETTERS = 8
# A name is looked through for its first words only.
MAXIMUM_WORDS = 16
# Without a capital, two letters are the initials of too much.
LEAST_TYPED = 3
# So often an abbreviation is looked for where its article introduces it, and so far before.
MAXIMUM_PLACES = 3
LOOK_BACK = 120
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")


def in_one_form(one: str, other: str, text: str, typed: bool = False) -> tuple[str, str]:
    """Two names for who speaks, both with the initials that one of them has.

    Initials stand for the words before them where the article `text` gives them in parentheses,
    "the World Health Organization (WHO)", and elsewhere for words that begin with them. `typed`:
    the first name may lack capitals.
    """
    one, other = _undotted(one), _undotted(other)
    return (
        _shortened(one, _initialisms(other, False), text, typed),
        _shortened(other, _initialisms(one, typed), text, False),
    )


def voice_words(name: str) -> frozenset[str]:
    """The content words of a name, "who" of "the WHO" among them."""
    return content_words(name) | {short.lower() for short in _initialisms(name, False)}


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of a name that stand at its `bounds`; `whole` if it has no other ones of content."""

    words: Sequence[str]
    bounds: Bounds
    whole: bool

    @property
    def content(self) -> list[str]:
        return list(filter(_is_content, self.words))

    def begins_with(self, short: str) -> bool:
        """Whether the words begin with the letters of an abbreviation, or those of content do."""
        initials = ("".join(word[0] for word in words) for words in (self.words, self.content))
        return short.lower() in map(str.lower, initials)

    def may_be_called(self, short: str) -> bool:
        """Whether an article that gives an abbreviation behind the words means them by it.

        Not all letters need be initials of a body's name, but a person's party is no other name.
        """
        if self.begins_with(short):
            return True
        letters = iter("".join(word[0] for word in self.content).lower())
        is_part = all(letter in letters for letter in short.lower())
        return self.whole and (is_part or self.words[-1].lower() in BODIES)

    def is_name(self) -> bool:
        """Whether all words of content have a capital, and are not the two names of a person."""
        head = self.words[-1].lower()
        may_be_body = head.endswith("s") or head in BODIES | PERSONS
        named = all(word[0].isupper() for word in self.content)
        return named and (may_be_body or len(self.words) > 2)


def _undotted(name: str) -> str:
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), name)


def _initialisms(name: str, typed: bool) -> list[str]:
    """The words of a name that may be initials: those with two capitals, any of a typed name."""
    words = (match[0] for match in islice(_WORD.finditer(name), MAXIMUM_WORDS))
    return [word for word in words if _is_initialism(word, typed)]


def _is_initialism(word: str, typed: bool) -> bool:
    if not 2 <= len(word) <= MAXIMUM_LETTERS:
        return False
    return sum(map(str.isupper, word)) > 1 or (typed and _is_content(word))


def _is_content(word: str) -> bool:
    return word.lower() not in FUNCTION_WORDS


def _shortened(name: str, shorts: Sequence[str], text: str, typed: bool) -> str:
    """The name with initials in place of the words that they stand for in the text."""
    stretches = list(_stretches(name))
    for short in shorts if stretches else ():
        introductions = _introductions(short, text)
        for stretch in stretches:
            start, end = stretch.bounds
            if introductions:
                told = name[start:end].lower()
                ends = any(before.endswith(told) for before in introductions)
                is_meant = ends and stretch.may_be_called(short)
            else:
                may_be = stretch.is_name() or (typed and len(short) >= LEAST_TYPED)
                is_meant = may_be and stretch.begins_with(short)
            if is_meant:
                return f"{name[:start]}{short}{name[end:]}"
    return name


def _stretches(name: str) -> Iterator[_Stretch]:
    """The stretches of two words and more that begin and end with one of content."""
    words = list(islice(_WORD.finditer(name), MAXIMUM_WORDS))
    content = [place for place, word in enumerate(words) if _is_content(word[0])]
    for first in content:
        for last in content:
            if first < last:
                inside = [word[0] for word in words[first : last + 1]]
                bounds = words[first].start(), words[last].end()
                yield _Stretch(inside, bounds, (first, last) == (content[0], content[-1]))


def _introductions(short: str, text: str) -> list[str]:
    """What stands before initials where the text gives them in parentheses, in lower case."""
    letters = r"\.?".join(map(re.escape, short))
    places = re.finditer(rf"\(\s?(?:the\s)?{letters}\.?\s?\)", text, re.IGNORECASE)
    return [
        text[max(0, match.start() - LOOK_BACK) : match.start()].rstrip().lower()
        for match in islice(places, MAXIMUM_PLACES)
    ]
