"""Which kind of value answers a question."""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.how_long import length_kind
from qa.how_question import how_kind
from qa.parsing.token import Token, tokenise, word_at
from qa.question_word import AUXILIARIES, COPULAS, ENDS, MAXIMUM_DISTANCE
from qa.value_noun import (
    ASKED_NOUNS,
    SEARCHED_NOUNS,
    STATED_NOUNS,
    QuestionKind,
    kind_of_noun,
    last_of_first,
)

# Without one of these, words are searched for: "death toll bridge collapse".
_ASKING = frozenset("who whom whose what which when where why how".split())
_JOINTS = frozenset("and or but".split())
# Behind these a stretch of time says when, and is not asked for: "coffee crop next year".
_RELATIVE = frozenset("last this next previous past coming current each every per".split())
_DETERMINERS = frozenset("the a an its their this that his her of for total".split())
# "What is the sum demanded", "what was the crowd estimated at".
_GIVEN = frozenset(
    """estimated expected projected forecasted recorded registered reported counted measured
    announced""".split()
)
# Who is so many may do or be told something: "what was the army accused of".
_BODIES = frozenset("crowd army staff workforce membership audience majority".split())
# "What is the island called", "what is the lake named after".
_NAMING = frozenset("called named dubbed nicknamed titled renamed".split())
# With one of these at the end of the question something else is asked for: "what is the fine for".
_STRANDED = frozenset("of for with on as about against into after like do".split())
_RELATIVES = frozenset("that which who whom".split())
_OPINION = frozenset(
    """think thinks say says believe believes estimate estimates reckon reckons claim claims expect
    expects put puts forecast predict report want wants""".split()
)
# "What did the losses total?"
_AMOUNTING = frozenset("amount total".split())
_DOING = frozenset("do does did".split())
# "What does it cost", "what did the seat cost".
_COSTING: dict[str, QuestionKind] = {"cost": "money", "weigh": "measure", "measure": "measure"}
_CLOSING = frozenset("? . , ; : ! in at from".split()) | {""}
# "The cost", "the low-cost airline".
_NO_VERB_BEHIND = _DETERMINERS | {"-", "‑"}
# "What figure do they give?"; "which opposition figure" is somebody.
_FIGURES = frozenset("figure figures estimate estimates total".split())
_GIVING = _OPINION | frozenset("cite confirm give given name quote state".split())
_LENGTH = "length"
_WHEN = re.compile(
    r"(?:^|[.,;:]|\b(?:and|but|so|since|until|till|by|from|know|say|me|exactly|about)\b)\s{0,9}"
    r"when(?:\s(?:exactly|precisely|approximately|roughly|else))?"
    r"(?:\s(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could|should|shall|may)\b"
    r"|['’]s\b|\s{0,9}[?.!]|$)"
)


def question_kind(question: str) -> QuestionKind | None:
    """The kind of value that answers an English question, None if no value does.

    "Number" is said where a figure is wanted, but not clear of what: "How much did it
    change?", "How large is it?". "Extent" is a time or a length, "How long is the device?", and
    "part" a count or a share, "How many of them left?". "Percentage" includes any share.
    """
    tokens = tokenise(question)
    for place, token in enumerate(tokens):
        kind: QuestionKind | None = None
        if token.lower == "how":
            kind = how_kind(tokens, place)
        elif token.lower in ("what", "which", "what's", "what’s"):
            kind = _what(tokens, place)
        if kind is not None:
            return kind
    if _WHEN.search(question.strip().lower()):
        return "date"
    words = [token.lower for token in tokens]
    if _ASKING.isdisjoint(words) and not AUXILIARIES & set(words[:1]):
        asked = [word for before, word in pairwise(["", *words]) if before not in _RELATIVE]
        kind = last_of_first(asked, SEARCHED_NOUNS)
        is_length = kind == "measure" and _LENGTH in words
        return length_kind(words, words.index(_LENGTH)) if is_length else kind
    return None


def _what(tokens: Sequence[Token], place: int) -> QuestionKind | None:
    """The kind from the head of "what ... noun" or "what is the ... noun"."""
    first = place + 1
    if tokens[place].lower in ("what", "which") and word_at(tokens, first) not in AUXILIARIES:
        phrase, end = _phrase(tokens, first)
        kind = last_of_first(phrase[:4], ASKED_NOUNS)
        if tokens[place].lower == "what" and not _FIGURES.isdisjoint(phrase[:1]):
            kind = "number"
        if phrase[-1:] == ["toll"] and _is_given(tokens, end):
            kind = "count"  # not "what toll did it take"
        is_length = kind == "measure" and phrase[-1] == _LENGTH
        return _of_length(tokens, end) if is_length else kind
    noun = first
    if word_at(tokens, first) in AUXILIARIES:
        costing = _costing(tokens, first + 1)
        if costing is not None:
            return costing
        while word_at(tokens, noun) in AUXILIARIES:
            noun += 1
    phrase, end = _phrase(tokens, noun)
    last = _last_word(tokens, end)
    if last in _STRANDED and not _has_relative(tokens, end):
        return None
    stated = word_at(tokens, first) not in _DOING or _is_change(tokens, place)
    if not stated and not _is_said(phrase, last):
        return None
    return _of_length(tokens, end) if phrase[-1:] == [_LENGTH] else _what_is(phrase)


def _is_given(tokens: Sequence[Token], place: int) -> bool:
    """Whether somebody is said to give what stands before a place."""
    following = (token.lower for token in tokens[place : place + MAXIMUM_DISTANCE])
    return not _GIVING.isdisjoint(following)


def _of_length(tokens: Sequence[Token], end: int) -> QuestionKind:
    """The kind of the "length" that ends at a place, by what it is of."""
    first = max(0, end - MAXIMUM_DISTANCE)
    words = [token.lower for token in tokens[first : end + MAXIMUM_DISTANCE]]
    return length_kind(words, end - 1 - first)


def _phrase(tokens: Sequence[Token], place: int) -> tuple[list[str], int]:
    """The words of the noun phrase at `place`, and the place behind it."""
    end = place
    limit = min(len(tokens), place + MAXIMUM_DISTANCE)
    while end < limit and tokens[end].lower not in ENDS:
        if tokens[end].lower in _JOINTS and word_at(tokens, end + 1) in _ASKING:
            break  # "what is the army's figure, and what is the rebels'"
        end += 1
    return [token.lower for token in tokens[place:end]], end


def _last_word(tokens: Sequence[Token], place: int) -> str:
    """The last word or number from `place` on, "" if there is none near the end."""
    near = tokens[max(place, len(tokens) - MAXIMUM_DISTANCE) :]
    return next((token.lower for token in reversed(near) if token.kind != "mark"), "")


def _is_change(tokens: Sequence[Token], place: int) -> bool:
    """Whether a value is asked for: "from what did it lower the price", "from what to what"."""
    before = word_at(tokens, place - 1)
    return before == "from" or (before == "to" and word_at(tokens, place - 2) == "what")


def _has_relative(tokens: Sequence[Token], place: int) -> bool:
    """Whether what follows may be a relative clause: "the size of the loan that it asks for"."""
    following = (token.lower for token in tokens[place : place + MAXIMUM_DISTANCE])
    return not _RELATIVES.isdisjoint(following)


def _is_said(phrase: Sequence[str], last: str) -> bool:
    """Whether the value of the noun is asked for in "what did the ...".

    It is with "what does he say the price is", "what did it lower its rate to" and "what did the
    losses total", not with "what did the army do".
    """
    opinion = not _OPINION.isdisjoint(phrase)
    return opinion or last in ("to", "at") or not _AMOUNTING.isdisjoint(phrase[-1:])


def _what_is(phrase: list[str]) -> QuestionKind | None:
    """The kind from the noun of "what is the ... noun", which a participle may follow."""
    if phrase and phrase[-1].endswith("ed") and phrase[-1] not in STATED_NOUNS:
        participle = phrase.pop()  # "what is the sum demanded"
        is_told = participle in _GIVEN or _BODIES.isdisjoint(phrase[-1:])
        if participle in _NAMING or not is_told:
            return None
    return kind_of_noun(phrase, len(phrase) - 1, STATED_NOUNS) if phrase else None


def _costing(tokens: Sequence[Token], place: int) -> QuestionKind | None:
    """The kind from the verb of "what did the ... cost"; "what is the cost" has a noun."""
    for at in range(place + 1, min(len(tokens), place + 2 * MAXIMUM_DISTANCE)):
        word = tokens[at].lower
        if word not in _COSTING or word_at(tokens, at - 1) in _NO_VERB_BEHIND:
            continue
        # "What is the new measure", "what would the new measure do?"
        does = word_at(tokens, place - 1) not in COPULAS and word_at(tokens, at + 1) in _CLOSING
        if word != "measure" or does:
            return _COSTING[word]
    return None
