"""The noun phrase that begins at a word of a tagged sentence, with what is added to it."""

from collections.abc import Sequence

from qa.language.chunk import base_end, chunks_of, is_name
from qa.language.lexicon import (
    ATTACHING_PREPOSITIONS,
    MAKERS,
    OCCASIONS,
    PUBLICATIONS,
    READING,
    TIMES,
)
from qa.language.noun_phrase import Phrase, has_noun, is_title_word, source_of
from qa.language.phrase_end import trimmed_end
from qa.language.word import Word

_LOOKAHEAD = 12


def phrase_after(words: Sequence[Word], first: int) -> Phrase | None:
    """The noun phrase that begins at a word, with its prepositional phrases; None without one."""
    last = base_end(words, first, len(words))
    if last == first or not has_noun(words, first, last):
        return None
    end = last
    while end < len(words):
        extended = _extension(words, first, end)
        if extended is None:
            break
        end = extended
    maker = _maker_start(words, end)
    if maker is not None:
        return phrase_after(words, maker)
    return source_of(words, first, trimmed_end(words, first, end))


def _maker_start(words: Sequence[Word], end: int) -> int | None:
    """Where "X" of "released by X" or "on Friday from X" begins after published things."""
    if words[end - 1].lower not in PUBLICATIONS:
        return None
    at = end
    if at < len(words) and words[at].tag == "VVN" and words[at].lower not in READING:
        at += 1
    while at < len(words) and (words[at].lower in TIMES or words[at].lower == "on"):
        at += 1
    if at == end or at + 1 >= len(words) or words[at].lower not in MAKERS:
        return None
    return at + 1


def _extension(words: Sequence[Word], first: int, end: int) -> int | None:
    """The end of a phrase with the next prepositional or coordinated phrase, if one belongs."""
    joint = words[end]
    following = base_end(words, end + 1, len(words))
    if following == end + 1:
        return None
    if joint.tag == "CJC" and joint.lower in ("and", "or", "&"):
        if _tells_another(words, end + 1, following):
            return None
        # "according to police and fire officials" against "and fire destroyed a house"
        rest = chunks_of(words, following, min(len(words), following + _LOOKAHEAD))
        stop = next((chunk.kind for chunk in rest if chunk.kind in ("finite", "other")), None)
        return None if stop == "finite" else following
    if joint.tag in ("PRP", "PRF") and _attaches(words, first, end, following):
        return following
    return None


def _tells_another(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a phrase is a figure of another source: "X and 500 by Y", no "X and two others"."""
    if all(word.tag != "CRD" for word in words[first:last]):
        return False
    sourced = last < len(words) and words[last].lower in ("according", "by")
    return sourced or not has_noun(words, first, last)


def _attaches(words: Sequence[Word], first: int, end: int, following: int) -> bool:
    """Whether a prepositional phrase belongs to the noun before it."""
    if words[end].lower == "of":
        return True
    if any(word.lower in TIMES | OCCASIONS for word in words[end + 1 : following]):
        return False
    if words[end].lower not in ATTACHING_PREPOSITIONS:
        return False
    named = is_name(words, base_end(words, first, end) - 1)
    return not named or is_title_word(words[end + 1])
