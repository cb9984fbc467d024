"""Noun phrases of a tagged sentence, as half-open word numbers."""

from collections.abc import Sequence

from qa.language.chunk import Chunk, base_end, chunks_of, is_name
from qa.language.lexicon import (
    ANYBODY,
    MAKERS,
    PUBLICATIONS,
    READING,
    TIMES,
    VAGUE,
    VAGUE_MODIFIERS,
)
from qa.language.part_of_speech import FINITE, NOUNS
from qa.language.phrase_end import trimmed_end
from qa.language.word import Word

Phrase = tuple[int, int]


def phrase_before(words: Sequence[Word], low: int, high: int) -> Phrase | None:
    """The noun phrase that ends a clause's words before its verb, ``words[low:high]``.

    Adverbials before it ("On Tuesday the ministry"), after it ("the ministry on Tuesday") and
    participles that only describe it ("a man held in May") are left out.
    """
    high = trimmed_end(words, low, high)
    chunks = chunks_of(words, low, high)
    while chunks and chunks[-1].kind == "participle":
        chunks.pop()
    if not chunks or chunks[-1].kind != "phrase":
        return None
    place = len(chunks) - 1
    first, last = chunks[place].first, chunks[place].last
    while place > 0:
        before = chunks[place - 1].kind
        outer = chunks[place - 2].kind if place > 1 else "other"
        if before == "preposition" and outer in ("other", "conjunction"):
            return _after_place(words, chunks[-1].first, high)
        if outer == "phrase" and _links(chunks, place):
            place -= 2
            first = chunks[place].first
            continue
        described = _described(chunks, place)
        if described is None:
            if before == "preposition":
                return None
            break
        if _is_maker(words, chunks, place, described):
            return first, last
        place = described
        first, last = chunks[place].first, chunks[place].last
    return source_of(words, first, trimmed_end(words, first, last))


def nearest_phrase(words: Sequence[Word], low: int, high: int) -> Phrase | None:
    """The noun phrase that ends at a place, whatever stands before it."""
    whole = phrase_before(words, low, high)
    chunks = chunks_of(words, low, high)
    if whole is not None or not chunks or chunks[-1].kind != "phrase":
        return whole
    return chunks[-1].first, chunks[-1].last


def subject_at(words: Sequence[Word], low: int, high: int) -> Phrase | None:
    """The first noun phrase of a clause, its subject, when a finite verb follows it."""
    first = low
    while first < high and words[first].tag in ("CJC", "AV0"):
        first += 1
    for place in range(first, high):
        if words[place].tag in FINITE:
            return phrase_before(words, first, place)
    return None


def is_source(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether a phrase can be who says something, rather than nobody in particular."""
    first, last = phrase
    inside = words[first:last]
    if any(word.tag in ("PNI", "EX0") for word in inside) or not has_noun(words, first, last):
        return False
    head = inside[-1].lower
    if head in TIMES and inside[0].tag != "AT0":
        return False
    if len(inside) == 1 and head in ANYBODY:
        return False
    return head not in VAGUE or any(
        word.lower not in VAGUE_MODIFIERS and word.tag not in ("CRD", "DT0") for word in inside[:-1]
    )


def head_of(words: Sequence[Word], phrase: Phrase) -> int:
    """The place of the noun that a phrase is about, "officials" of "officials in the city"."""
    first, last = phrase
    return base_end(words, first, last) - 1


def _links(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a preposition or "and" joins a phrase to the phrase before it."""
    joint = chunks[place - 1].kind
    if joint == "conjunction":
        # "The flood hit the town and officials said": the town belongs to another clause.
        return all(chunk.kind != "finite" for chunk in chunks[: place - 1])
    return joint == "preposition"


def _described(chunks: Sequence[Chunk], place: int) -> int | None:
    """The phrase that a participle before a phrase describes: "a man" of "a man held in May"."""
    at = place - 1
    verbs = {"participle"}
    if chunks[at].kind == "preposition":
        at -= 1
        verbs = {"participle", "finite"}
    if at < 1 or chunks[at].kind not in verbs or chunks[at - 1].kind != "phrase":
        return None
    return at - 1


def _is_maker(words: Sequence[Word], chunks: Sequence[Chunk], place: int, described: int) -> bool:
    """Whether a phrase is "X" of "data released by X"."""
    joint = words[chunks[place - 1].first].lower
    made = words[chunks[described + 1].first].lower not in READING
    return made and joint in MAKERS and words[chunks[described].last - 1].lower in PUBLICATIONS


def _after_place(words: Sequence[Word], first: int, last: int) -> Phrase | None:
    """The rest of "In <Place> police": what follows the names after a leading preposition."""
    place = first
    while place < last and (is_name(words, place) or words[place].lower in TIMES):
        place += 1
    return None if place in (first, last) else (place, last)


def is_title_word(word: Word) -> bool:
    """Whether a common noun goes on a title, as in "Conference on Trade"."""
    return word.text[0].isupper() and word.tag in ("NN0", "NN1", "NN2", "AJ0")


def source_of(words: Sequence[Word], first: int, last: int) -> Phrase | None:
    """The maker of figures or a report, where the phrase names it; a name without its place."""
    if last <= first:
        return None
    base = base_end(words, first, last)
    if base < last and words[base].lower in MAKERS and words[base - 1].lower in PUBLICATIONS:
        return base + 1, last
    placed = base + 1 < last and words[base].tag == "PRP" and is_name(words, base - 1)
    if placed and not is_title_word(words[base + 1]):
        return first, base
    return first, last


def has_noun(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a noun or pronoun stands among some words."""
    return any(word.tag in NOUNS or word.tag == "PNP" for word in words[first:last])
