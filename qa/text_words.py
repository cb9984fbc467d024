"""The words of a text, taken apart once for all that is asked of them."""

import re
from dataclasses import dataclass
from typing import Self

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\d+(?:[.,]\d+)*")
STEM_LENGTH = 5
FUNCTION_WORDS = frozenset(
    """a about according after all also an and any anyone are as at be because been before being but
    by can could did do does doing done during each for from get give given go had has have he her
    him his how i if in into is it its just like long make many may me might more most much my name
    near not of off often old on one only or other our out over own said say says shall she should
    since so some such take tell than that the their them then there these they this those through
    to told under until up upon us used was way we were what when where which while who whom whose
    why will with would you your""".split()
)


@dataclass(frozen=True, slots=True)
class TextWords:
    """The stems of a text's words: of `every` word, and of its `content` words.

    `uncapitalised` are those that it writes without a capital letter in some place. A stem is the
    beginning of a word in lower case: a crude stemmer that treats "soldier" and "soldiers" alike
    in any language written with suffixes.
    """

    every: frozenset[str]
    content: frozenset[str]
    uncapitalised: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Self:
        """The words of a text."""
        every, content, uncapitalised = set(), set(), set()
        for word in set(WORD.findall(text)):
            known = bare(word)
            stem = known[:STEM_LENGTH]
            every.add(stem)
            if known not in FUNCTION_WORDS:
                content.add(stem)
            if not word[0].isupper():
                uncapitalised.add(stem)
        return cls(frozenset(every), frozenset(content), frozenset(uncapitalised))


def bare(word: str) -> str:
    """A word in lower case, without a possessive ending."""
    return word.lower().removesuffix("'s").removesuffix("’s")


def stem_of(word: str) -> str:
    """The first letters of a word in lower case, without a possessive ending."""
    return bare(word)[:STEM_LENGTH]
