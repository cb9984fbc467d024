"""How much of a question's content a text speaks of."""

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\d+(?:[.,]\d+)*")
STEM_LENGTH = 5
MAXIMUM_INITIALISMS = 2
FUNCTION_WORDS = frozenset(
    """a about according after all also an and any anyone are as at be because been before being but
    by can could did do does doing done during each for from get give given go had has have he her
    him his how i if in into is it its just like long make many may me might more most much my name
    near not of off often old on one only or other our out over own said say says shall she should
    since so some such take tell than that the their them then there these they this those through
    to told under until up upon us used was way we were what when where which while who whom whose
    why will with would you your""".split()
)


def content_words(text: str) -> frozenset[str]:
    """The lower-case words that are not function words, without a possessive ending."""
    words = (_bare(word) for word in WORD.findall(text))
    return frozenset(word for word in words if word not in FUNCTION_WORDS)


def content_stems(text: str) -> frozenset[str]:
    """The content words, cut to their first letters.

    Cutting is a crude stemmer that treats "soldier" and "soldiers" alike in any language
    written with suffixes.
    """
    return frozenset(word[:STEM_LENGTH] for word in content_words(text))


def names(text: str) -> frozenset[str]:
    """The stems of words with a capital letter, function words apart, and of numbers.

    More than two words without a lower-case letter tell no names by their capitals; elsewhere
    "US" and "WHO" are no function words.
    """
    words = WORD.findall(text)
    shouted = len(words) > MAXIMUM_INITIALISMS and text == text.upper()
    return frozenset(stem_of(word) for word in words if _is_name(word, shouted))


def named_in(question: str, texts: Sequence[str]) -> frozenset[str]:
    """The stems of the question's content words that the texts write with a capital only.

    Questions are often typed without capitals: "who did ottilie kill".
    """
    wanted = content_stems(question)
    found: dict[str, bool] = {}
    for text in texts:
        for word in WORD.findall(text):
            stem = stem_of(word)
            if stem in wanted:
                found[stem] = found.get(stem, True) and word[0].isupper()
    return frozenset(stem for stem, capital in found.items() if capital)


def words_in(text: str) -> frozenset[str]:
    """The stems of all words."""
    return frozenset(stem_of(word) for word in WORD.findall(text))


def coverage(question: str, text: str) -> float:
    """Share in [0, 1] of the question's content words that the text has; 1 if it has none."""
    wanted = content_stems(question)
    return len(wanted & content_stems(text)) / len(wanted) if wanted else 1.0


def stem_of(word: str) -> str:
    """The first letters of a word in lower case, without a possessive ending."""
    return _bare(word)[:STEM_LENGTH]


def _is_name(word: str, shouted: bool) -> bool:
    if word[0].isdigit():
        return True
    is_initialism = len(word) > 1 and word.isupper()
    return (
        word[0].isupper() and not shouted and (is_initialism or _bare(word) not in FUNCTION_WORDS)
    )


def _bare(word: str) -> str:
    return word.lower().removesuffix("'s").removesuffix("’s")
