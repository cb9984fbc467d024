"""Which kind of value answers a question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal, TypeVar

from qa.parsing.currency import AMBIGUOUS, CURRENCY_PHRASES
from qa.parsing.numeral import SCALES
from qa.parsing.token import Token, tokenise, word_at
from qa.parsing.unit_place import asked_unit

Meaning = TypeVar("Meaning")
QuestionKind = Literal[
    "count", "money", "percentage", "measure", "duration", "age", "date", "number"
]

MAXIMUM_DISTANCE = 8
# Without one of these, words are searched for: "death toll bridge collapse".
_ASKING = frozenset("who whom whose what which when where why how".split())
# What "what" and "which" ask for: "what year", "which percentage".
_ASKED: dict[QuestionKind, str] = {
    "money": """price salary fee fare sum profit profits revenue revenues turnover income earnings
        budget debt fine ransom bonus compensation""",
    "percentage": "percentage percent proportion share fraction rate odds turnout",
    "count": "number",
    "measure": "distance height length depth width weight speed temperature magnitude altitude",
    "age": "age ages",
    "date": "year month day date century decade weekday",
    "number": "amount rise raise increase decrease growth",
}
# What "what is the" and "how large is the" ask for besides.
_STATED: dict[QuestionKind, str] = {
    "money": """budget cost costs prices revenue revenues profit profits salaries fees fine fines
        fares wage wages turnover income earnings debt debts loan bail ransom reward damages
        compensation investment rent bonus bounty pension value worth valuation gdp donation
        dividend""",
    "percentage": "percentages inflation unemployment rates probability likelihood",
    "count": """population toll casualties capacity crowd army staff workforce membership attendance
        audience numbers headcount circulation majority""",
    "measure": """area temperatures mass volume rainfall radius diameter elevation lake island
        earthquake quake tremor""",
    "duration": "duration lifespan",
    "date": "birthday deadline",
    # A deficit is told in money or as a share of the economy.
    "number": "figure total size estimate quantity quota deficit",
}
# What words that are only searched for may stand for besides: "wheat harvest last year".
_SEARCHED: dict[QuestionKind, str] = {
    "number": "crop harvest yield output forecast",
    "count": "deaths dead injured wounded infections cases victims",
}
_ADJECTIVES: dict[str, QuestionKind] = {
    "old": "age", "young": "age", "long": "duration", "far": "measure",
    "tall": "measure", "deep": "measure", "wide": "measure", "heavy": "measure", "hot": "measure",
    "cold": "measure", "warm": "measure", "fast": "measure", "thick": "measure",
    "expensive": "money", "costly": "money", "populous": "count", "numerous": "count",
}  # fmt: skip
# What is so large or strong decides; without it, these are said.
_SIZES: dict[str, QuestionKind | None] = {
    "large": "number", "big": "number", "small": "number", "high": "measure", "low": "measure",
    "strong": None, "powerful": None, "great": None, "severe": None,
}  # fmt: skip
_LONG_THINGS = frozenset(
    """bridge tunnel river road wall border queue route coastline fence pipeline wingspan boat ship
    runway canal trail railway beach street motorway""".split()
)
# Behind these a stretch of time says when, and is not asked for: "coffee crop next year".
_RELATIVE = frozenset("last this next previous past coming current each every per".split())
_PAYING = frozenset(
    """cost costs worth pay pays paid spend spends spent spending earn earns earned owe owes owed
    charge charges charged raise raised invest invested lose sell sold bid fetch donate donated
    fined price money cash borrow borrowed buy bought""".split()
)
_MASSES = frozenset(
    """weigh weighs weighed rain rainfall snow water land oil gas electricity energy power fuel
    waste cocaine grain wheat heroin cannabis debris""".split()
)
# How fast such things go is told in percent.
_GROWING = frozenset(
    "grow grows grew growing expand expands shrink shrinks shrank rise rose".split()
)
_FEELING = frozenset("like love know matter care want trust enjoy mind".split())
_AUXILIARIES = frozenset(
    "is are was were be been did do does has have had will would can could should may 's".split()
)
_ENDS = _AUXILIARIES | frozenset(
    """of for in on at by to from with that which who when where after before during since as per
    between among against under over into about ? . , ; : !""".split()
)
_DETERMINERS = frozenset("the a an its their this that his her of for total".split())
_WHEN = re.compile(
    r"(?:^|[.,;:]|\b(?:and|but|so|since|until|till|by|from|know|say|me|exactly|about)\b)\s{0,9}"
    r"when(?:\s(?:exactly|precisely|approximately|roughly|else))?"
    r"(?:\s(?:is|are|was|were|did|do|does|has|have|had|will|would|can|could|should|shall|may)\b"
    r"|['’]s\b|\s{0,9}[?.!]|$)"
)


def by_word(*tables: Mapping[Meaning, str]) -> dict[str, Meaning]:
    """What each word of the tables means; a later table goes before an earlier one."""
    return {
        word: meaning
        for table in tables
        for meaning, words in table.items()
        for word in words.split()
    }


_ASKED_NOUNS = by_word(_ASKED)
_STATED_NOUNS = by_word(_ASKED, _STATED)
_SEARCHED_NOUNS = by_word(_ASKED, _STATED, _SEARCHED)
# "What does it cost", "what did the seat cost".
_COSTING: dict[str, QuestionKind] = {"cost": "money", "weigh": "measure", "measure": "measure"}


def question_kind(question: str) -> QuestionKind | None:
    """The kind of value that answers an English question, None if no value does.

    "Number" is said where a figure is wanted, but not clear of what: "How much did it
    change?", "How large is it?". "Percentage" includes any share.
    """
    tokens = tokenise(question)
    for place, token in enumerate(tokens):
        kind: QuestionKind | None = None
        if token.lower == "how":
            kind = _how(tokens, place + 1)
        elif token.lower in ("what", "which", "what's", "what’s"):
            kind = _what(tokens, place)
        if kind is not None:
            return kind
    if _WHEN.search(question.strip().lower()):
        return "date"
    words = [token.lower for token in tokens]
    if _ASKING.isdisjoint(words) and not _AUXILIARIES & set(words[:1]):
        asked = [word for before, word in pairwise(["", *words]) if before not in _RELATIVE]
        return _last_of_first(asked, _SEARCHED_NOUNS)
    return None


def _how(tokens: Sequence[Token], place: int) -> QuestionKind | None:
    word = word_at(tokens, place)
    following = [token.lower for token in tokens[place + 1 : place + 1 + MAXIMUM_DISTANCE]]
    if word == "many":
        return _how_many(tokens, place + 1)
    if word == "much":
        return _how_much(following)
    if word == "long" and following[:1] and following[0] in ("is", "was", "are", "were"):
        return "duration" if _LONG_THINGS.isdisjoint(following) else "measure"
    if word == "fast" and not _GROWING.isdisjoint(following):
        return "percentage"
    if word in _SIZES:
        return _first_kind(following) or (None if following[:1] == ["a"] else _SIZES[word])
    return _ADJECTIVES.get(word)


def _how_many(tokens: Sequence[Token], place: int) -> QuestionKind:
    """The kind of "how many" from its unit: "how many dollars", "how many miles"."""
    while word_at(tokens, place) in ("more", "other", "extra") or word_at(tokens, place) in SCALES:
        place += 1
    unit = asked_unit(tokens, place)
    if unit is not None:
        return unit.kind
    is_money = CURRENCY_PHRASES.after(tokens, place) and word_at(tokens, place) not in AMBIGUOUS
    return "money" if is_money else "count"


def _how_much(following: Sequence[str]) -> QuestionKind | None:
    if following[:1] == ["time"]:
        return "duration"
    if "percent" in following[:2]:
        return "percentage"
    of_what = following[:1] == ["of"]
    if not (frozenset(("money",)) if of_what else _PAYING).isdisjoint(following):
        return "money"
    if not of_what and not _MASSES.isdisjoint(following):
        return "measure"
    return "number" if _FEELING.isdisjoint(following) else None


def _first_kind(words: Iterable[str]) -> QuestionKind | None:
    kinds = (_STATED_NOUNS.get(word) for word in words)
    return next((kind for kind in kinds if kind is not None), None)


def _what(tokens: Sequence[Token], place: int) -> QuestionKind | None:
    """The kind from the head of "what ... noun" or "what is the ... noun"."""
    asks_what_is = tokens[place].lower not in ("what", "which")
    place += 1
    if word_at(tokens, place) in _AUXILIARIES:
        asks_what_is = True
        costing = _costing(tokens, place + 1)
        if costing is not None:
            return costing
        while word_at(tokens, place) in _AUXILIARIES:
            place += 1
    phrase: list[str] = []
    while (
        place < len(tokens) and len(phrase) < MAXIMUM_DISTANCE and tokens[place].lower not in _ENDS
    ):
        phrase.append(tokens[place].lower)
        place += 1
    if asks_what_is:
        if phrase and phrase[-1].endswith("ed") and phrase[-1] not in _STATED_NOUNS:
            phrase.pop()  # "what is the sum demanded"
        return _STATED_NOUNS.get(phrase[-1]) if phrase else None
    return _last_of_first(phrase[:4], _ASKED_NOUNS)


def _costing(tokens: Sequence[Token], place: int) -> QuestionKind | None:
    """The kind from the verb of "what did the ... cost"; "what is the cost" has a noun."""
    previous = word_at(tokens, place)
    for token in tokens[place + 1 : place + 2 * MAXIMUM_DISTANCE]:
        if token.lower in _COSTING and previous not in _DETERMINERS:
            return _COSTING[token.lower]
        previous = token.lower
    return None


def _last_of_first(words: Sequence[str], nouns: Mapping[str, QuestionKind]) -> QuestionKind | None:
    """The kind of the last of the first nouns: of "price" in "which share price"."""
    kind: QuestionKind | None = None
    for word in words:
        found = nouns.get(word)
        if found is None and kind is not None:
            break
        kind = found or kind
    return kind
