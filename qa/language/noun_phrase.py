"""Noun phrases of a tagged sentence, as half-open word numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.language.lexicon import (
    ANYBODY,
    ATTACHING_PREPOSITIONS,
    MAKERS,
    OCCASIONS,
    PUBLICATIONS,
    READING,
    SUBORDINATING_PREPOSITIONS,
    TIMES,
    VAGUE,
    VAGUE_MODIFIERS,
)
from qa.language.part_of_speech import (
    DETERMINERS,
    FINITE,
    MODIFIERS,
    NOUNS,
    PARTICIPLES,
    PRONOUNS,
)
from qa.language.phrase_end import trimmed_end
from qa.language.word import Word

Phrase = tuple[int, int]
Kind = Literal["phrase", "preposition", "conjunction", "participle", "finite", "other"]

_LOOKAHEAD = 12


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: Kind
    first: int
    last: int


def phrase_after(words: Sequence[Word], first: int) -> Phrase | None:
    """The noun phrase that begins at a word, with its prepositional phrases; None without one."""
    last = _base_end(words, first, len(words))
    if last == first or not _has_noun(words, first, last):
        return None
    end = last
    while end < len(words):
        extended = _extension(words, first, end)
        if extended is None:
            break
        end = extended
    if _is_published_by(words, end):
        return phrase_after(words, end + 2)
    return _source_of(words, first, trimmed_end(words, first, end))


def phrase_before(words: Sequence[Word], low: int, high: int) -> Phrase | None:
    """The noun phrase that ends a clause's words before its verb, ``words[low:high]``.

    Adverbials before it ("On Tuesday the ministry"), after it ("the ministry on Tuesday") and
    participles that only describe it ("a man held in May") are left out.
    """
    high = trimmed_end(words, low, high)
    chunks = _chunks(words, low, high)
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
    return _source_of(words, first, trimmed_end(words, first, last))


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
    if any(word.tag in ("PNI", "EX0") for word in inside) or not _has_noun(words, first, last):
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
    return _base_end(words, first, last) - 1


def is_name(words: Sequence[Word], place: int) -> bool:
    """Whether a word is part of a proper name; the first of a sentence has a capital anyway."""
    word = words[place]
    if word.tag == "NP0":
        return True
    inside = place > 0 and words[place - 1].tag != "PUQ"
    return inside and word.tag in NOUNS and word.text[0].isupper()


def _chunks(words: Sequence[Word], low: int, high: int) -> list[_Chunk]:
    """The words as base noun phrases and single words between them, without adverbs."""
    chunks = []
    place = low
    while place < high:
        last = _base_end(words, place, high)
        if last > place:
            chunks.append(_Chunk("phrase", place, last))
        elif words[place].tag not in ("AV0", "AVP", "XX0"):
            chunks.append(_Chunk(_kind(words[place]), place, place + 1))
        place = max(last, place + 1)
    return chunks


def _kind(word: Word) -> Kind:
    if word.tag in ("PRP", "PRF"):
        return "other" if word.lower in SUBORDINATING_PREPOSITIONS else "preposition"
    if word.tag == "CJC":
        return "conjunction"
    if word.tag in FINITE:
        return "finite"
    return "participle" if word.tag in PARTICIPLES else "other"


def _base_end(words: Sequence[Word], first: int, limit: int) -> int:
    """Where a run of determiners, modifiers and nouns that begins at `first` ends."""
    place, has_noun = first, False
    while place < limit:
        tag = words[place].tag
        if tag in NOUNS:
            # "In May police": a day or a month ends a phrase of its own.
            timed = has_noun and words[place - 1].lower in TIMES
            if timed and words[place].lower not in TIMES:
                break
            has_noun = True
        elif tag == "POS":
            has_noun = False
        elif tag in PRONOUNS:
            return place + 1 if place == first else place
        elif tag in ("VVN", "VVG"):
            following = words[place + 1].tag if place + 1 < limit else ""
            if has_noun or place == first or following not in NOUNS | MODIFIERS:
                break
        elif tag in DETERMINERS or tag == "DT0":
            if has_noun:
                break
        elif tag not in MODIFIERS or (tag == "CRD" and has_noun and words[place - 1].tag == "NN2"):
            break
        place += 1
    return place


def _has_noun(words: Sequence[Word], first: int, last: int) -> bool:
    return any(word.tag in NOUNS or word.tag == "PNP" for word in words[first:last])


def _links(chunks: Sequence[_Chunk], place: int) -> bool:
    """Whether a preposition or "and" joins a phrase to the phrase before it."""
    joint = chunks[place - 1].kind
    if joint == "conjunction":
        # "The flood hit the town and officials said": the town belongs to another clause.
        return all(chunk.kind != "finite" for chunk in chunks[: place - 1])
    return joint == "preposition"


def _described(chunks: Sequence[_Chunk], place: int) -> int | None:
    """The phrase that a participle before a phrase describes: "a man" of "a man held in May"."""
    at = place - 1
    verbs = {"participle"}
    if chunks[at].kind == "preposition":
        at -= 1
        verbs = {"participle", "finite"}
    if at < 1 or chunks[at].kind not in verbs or chunks[at - 1].kind != "phrase":
        return None
    return at - 1


def _is_maker(words: Sequence[Word], chunks: Sequence[_Chunk], place: int, described: int) -> bool:
    """Whether a phrase is "X" of "data released by X"."""
    joint = words[chunks[place - 1].first].lower
    made = words[chunks[described + 1].first].lower not in READING
    return made and joint in MAKERS and words[chunks[described].last - 1].lower in PUBLICATIONS


def _is_published_by(words: Sequence[Word], end: int) -> bool:
    """Whether "released by" follows published things."""
    return (
        end + 2 < len(words)
        and words[end - 1].lower in PUBLICATIONS
        and words[end].tag == "VVN"
        and words[end].lower not in READING
        and words[end + 1].lower in MAKERS
    )


def _after_place(words: Sequence[Word], first: int, last: int) -> Phrase | None:
    """The rest of "In <Place> police": what follows the names after a leading preposition."""
    place = first
    while place < last and (is_name(words, place) or words[place].lower in TIMES):
        place += 1
    return None if place in (first, last) else (place, last)


def _extension(words: Sequence[Word], first: int, end: int) -> int | None:
    """The end of a phrase with the next prepositional or coordinated phrase, if one belongs."""
    joint = words[end]
    following = _base_end(words, end + 1, len(words))
    if following == end + 1:
        return None
    if joint.tag == "CJC" and joint.lower in ("and", "or", "&"):
        # "according to police and fire officials" against "and fire destroyed a house"
        rest = _chunks(words, following, min(len(words), following + _LOOKAHEAD))
        stop = next((chunk.kind for chunk in rest if chunk.kind in ("finite", "other")), None)
        return None if stop == "finite" else following
    if joint.tag in ("PRP", "PRF") and _attaches(words, first, end, following):
        return following
    return None


def _attaches(words: Sequence[Word], first: int, end: int, following: int) -> bool:
    """Whether a prepositional phrase belongs to the noun before it."""
    if words[end].lower == "of":
        return True
    if any(word.lower in TIMES | OCCASIONS for word in words[end + 1 : following]):
        return False
    named = is_name(words, _base_end(words, first, end) - 1)
    return not named and words[end].lower in ATTACHING_PREPOSITIONS


def _source_of(words: Sequence[Word], first: int, last: int) -> Phrase | None:
    """The maker of figures or a report, where the phrase names it; a name without its place."""
    if last <= first:
        return None
    base = _base_end(words, first, last)
    if base < last and words[base].lower in MAKERS and words[base - 1].lower in PUBLICATIONS:
        return base + 1, last
    if base < last and words[base].tag == "PRP" and is_name(words, base - 1):
        return first, base
    return first, last
