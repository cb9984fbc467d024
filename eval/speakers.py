"""Whether the speaker that is shown is the one that the gold states."""

import re
import unicodedata

_POSSESSIVE = re.compile(r"['’]s\b")
_WORD = re.compile(r"\w+")
# Words that name nobody; titles such as "minister" do say something and are kept.
_EMPTY_WORDS = frozenset(
    "a an the of and for in at on by to from with its his her their mr mrs ms dr sir".split()
)


def same_speaker(shown: str | None, gold: str | None) -> bool:
    """Whether the two name one speaker, null being the article itself.

    Null agrees with null only. Two names agree when the content words of one contain all of
    the other's: "Health Minister Grace Mutombwe" with "Grace Mutombwe", "the coast guard" with
    "coast guard", "Mutombwe" with "Grace Mutombwe". Content words are the casefolded words
    without a possessive 's, articles, prepositions and forms of address. A name without any
    agrees with nothing. The rule is lenient where a name continues another ("police", "police
    union"); it knows no synonyms, so "the company" isn't "Orevale Mining".
    """
    if shown is None or gold is None:
        return shown is gold
    shown_words, gold_words = _content_words(shown), _content_words(gold)
    if not shown_words or not gold_words:
        return False
    return shown_words <= gold_words or gold_words <= shown_words


def _content_words(name: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return frozenset(_WORD.findall(_POSSESSIVE.sub("", plain))) - _EMPTY_WORDS
