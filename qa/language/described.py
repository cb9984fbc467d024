"""What a participle before "by" tells of: all before it, or only the noun that it describes."""

from collections.abc import Sequence

from qa.language.chunk import Chunk, chunks_of
from qa.language.lexicon import BE, SUBORDINATING_PREPOSITIONS, TIMES
from qa.language.subject import clause_start
from qa.language.word import Word

# "Nine deaths in the north", but "a fall of 5% after the loss" and "twelve years for lies".
_TYING = frozenset("of in at near on inside".split())
_SUBORDINATE = frozenset({"CJS", "AVQ"})


def told_start(words: Sequence[Word], verb: int) -> int:
    """Where what the participle at `verb` reports before itself begins.

    In "five died, less than the nine reported by X" that is "the nine", in "nine deaths were
    reported by X" the whole clause. 0 where nothing limits it.
    """
    if not verb or words[verb - 1].tag == "PUN":
        return 0
    before = verb
    while before and words[before - 1].tag in ("AV0", "XX0"):
        before -= 1
    if before and words[before - 1].lower in BE:
        return _clause(words, before)
    start = clause_start(words, verb)
    chunks = chunks_of(words, start, verb)
    if not chunks:
        return verb if start and words[start - 1].tag in _SUBORDINATE else 0
    if chunks[-1].kind != "phrase":
        return 0
    first = _phrase(words, chunks)
    # "The toll rose to nine, a figure confirmed by X": the phrase stands for what is before it.
    added = first == start and all(word.tag != "CRD" for word in words[first:verb])
    return 0 if added else first


def _clause(words: Sequence[Word], end: int) -> int:
    """The first word of a subordinate clause, "after the loss was told by X"; 0 of a main one."""
    start = clause_start(words, end)
    if start and words[start - 1].tag in _SUBORDINATE:
        return start
    joints = (at for at in range(end - 1, start - 1, -1) if _subordinates(words[at]))
    return next(joints, -1) + 1


def _subordinates(word: Word) -> bool:
    return word.tag == "PRP" and word.lower in SUBORDINATING_PREPOSITIONS


def _phrase(words: Sequence[Word], chunks: Sequence[Chunk]) -> int:
    """Where the noun phrase that ends some chunks begins, with the phrases that it hangs on."""
    place = len(chunks) - 1
    while place > 1 and chunks[place - 2].kind == "phrase":
        outer = words[chunks[place - 2].last - 1].lower
        joint = words[chunks[place - 1].first]
        tied = joint.lower in _TYING and outer not in TIMES
        if not tied and joint.tag != "CJC":
            break
        place -= 2
    return chunks[place].first
