"""How much of a question's content a text speaks of."""

from collections.abc import Sequence, Set

from qa.text_words import FUNCTION_WORDS, WORD, TextWords, bare, stem_of

MAXIMUM_INITIALISMS = 2


def content_words(text: str) -> frozenset[str]:
    """The lower-case words that are not function words, without a possessive ending."""
    return frozenset(map(bare, set(WORD.findall(text)))) - FUNCTION_WORDS


def content_stems(text: str) -> frozenset[str]:
    """The content words, cut to their first letters."""
    return TextWords.of(text).content


def names(text: str) -> frozenset[str]:
    """The stems of words with a capital letter, function words apart, and of numbers.

    More than two words without a lower-case letter tell no names by their capitals; elsewhere
    "US" and "WHO" are no function words.
    """
    words = WORD.findall(text)
    shouted = len(words) > MAXIMUM_INITIALISMS and text == text.upper()
    return frozenset(stem_of(word) for word in words if _is_name(word, shouted))


def named_in(question: str, texts: Sequence[TextWords]) -> frozenset[str]:
    """The stems of the question's content words that the texts write with a capital only.

    Questions are often typed without capitals: "who did ottilie kill".
    """
    every = frozenset[str]().union(*(words.every for words in texts))
    uncapitalised = frozenset[str]().union(*(words.uncapitalised for words in texts))
    return (content_stems(question) & every) - uncapitalised


def coverage(question: str, text: str) -> float:
    """Share in [0, 1] of the question's content words that the text has; 1 if it has none."""
    return share_of(content_stems(question), content_stems(text))


def share_of(wanted: Set[str], known: Set[str]) -> float:
    """Share in [0, 1] of the wanted stems that are known; 1 if none is wanted."""
    return len(wanted & known) / len(wanted) if wanted else 1.0


def _is_name(word: str, shouted: bool) -> bool:
    if word[0].isdigit():
        return True
    is_initialism = len(word) > 1 and word.isupper()
    return word[0].isupper() and not shouted and (is_initialism or bare(word) not in FUNCTION_WORDS)
