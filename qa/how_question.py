"""Which kind of value answers a question with "how"."""

import re
from collections.abc import Sequence

from qa.how_long import how_long
from qa.how_much import how_much
from qa.parsing.currency import AMBIGUOUS, CURRENCY_PHRASES
from qa.parsing.numeral import PLURAL_SCALES, SCALES
from qa.parsing.token import Token, word_at
from qa.parsing.unit_place import asked_unit
from qa.question_word import AUXILIARIES, COPULAS, MAXIMUM_DISTANCE
from qa.value_noun import QuestionKind, first_kind

_ADJECTIVES: dict[str, QuestionKind] = {
    "old": "age", "young": "age", "far": "measure", "fast": "measure",
    "tall": "measure", "deep": "measure", "wide": "measure", "heavy": "measure", "hot": "measure",
    "cold": "measure", "warm": "measure", "thick": "measure",
    "expensive": "money", "costly": "money", "populous": "count", "numerous": "count",
}  # fmt: skip
# What is so large or strong decides; without it, these are said.
_SIZES: dict[str, QuestionKind | None] = {
    "large": "number", "big": "number", "small": "number", "high": "measure", "low": "measure",
    "strong": None, "powerful": None, "great": None, "severe": None,
}  # fmt: skip
# How far or deep such things go is told in percent or money as well.
_PRICED = frozenset(
    """price prices share shares stock stocks sales exports imports output rate rates inflation
    profit profits revenue income wages salaries rents reservations demand support turnout ratings
    emissions economy currency market markets premiums costs
    cut cuts recession discount discounts crisis losses reductions concessions
    gap lead margin majority deficit disparity spread""".split()
)
_CHANGES = frozenset(
    """fall fallen fell drop dropped rise risen rose slide slid tumble tumbled plunge plunged slump
    slumped sink sunk decline declined climb climbed down up""".split()
)
# "How far behind the winner", "how far along are the talks".
_PLACES = frozenset("ahead behind back along apart over beyond short off".split())
# What is so high may be a sum, a rate or a number of points.
_CHARGED = frozenset(
    """allowance approval backlog benefit benefits bid bribe bribes charge charges contribution
    contributions coverage damage demand demands deposit duties duty expenses grant grants guarantee
    interest lead levy literacy loss losses margin occupancy offer payment payments payout payouts
    penalties penalty poverty premium premiums quorum risk score settlement stake subsidies subsidy
    support surcharge tariff tariffs tax taxes threshold vat""".split()
)
_OWING = re.compile(r"\bin (?:debt|the red(?! sea))\b")
# How fast such things go is told in percent.
_GROWING = frozenset(
    "grow grows grew growing expand expands shrink shrinks shrank rise rose".split()
)
# Pounds for which one of these is done are money, unless they are pounds of something.
_PAID = frozenset(
    """cost costs worth pay pays paid spend spends spent spending earn earns earned owe owes owed
    charge charges charged raise raised invest invested donate donated fined price borrow
    borrowed""".split()
)
_TRADED = frozenset("lose loses lost buy buys bought sell sells sold".split())
# Before what is counted: "how many more", "how many millions did".
_MORE = frozenset("more other extra".split())
_SCALES = SCALES.keys() | PLURAL_SCALES.keys()


def how_kind(tokens: Sequence[Token], place: int) -> QuestionKind | None:
    """The kind of value that the "how" at `place` asks for, None if none is seen."""
    word = word_at(tokens, place + 1)
    behind = tokens[place + 2 : place + 2 + MAXIMUM_DISTANCE]
    following = [token.lower for token in behind]
    if word == "many":
        return _how_many(tokens, place + 2)
    if word == "much":
        return how_much(following, word_at(tokens, place - 1) == "by")
    if word == "long":
        return how_long(following)
    if word in _SIZES:
        return _how_large(word, following)
    return _how_far(word, following) or _ADJECTIVES.get(word)


def _how_far(word: str, following: Sequence[str]) -> QuestionKind | None:
    """The kind where "far", "deep", "wide" or "fast" is not meant of a place or of speed."""
    if word == "fast":
        if not _GROWING.isdisjoint(following):
            return "percentage"
        # "How fast can they build it?" is told by the time it takes.
        return None if {*following[:1]} & COPULAS else "number"
    if word not in ("far", "deep", "wide"):
        return None
    if _OWING.search(" ".join(following)):
        return "money"
    if word == "far" and ({*following[:1]} & _PLACES or not _CHANGES.isdisjoint(following)):
        return "number"
    return None if _PRICED.isdisjoint(following) else "number"


def _how_large(word: str, following: Sequence[str]) -> QuestionKind | None:
    kind = first_kind(following)
    if kind is not None or following[:1] == ["a"]:
        return kind
    kind = _SIZES[word]
    return kind if kind != "measure" or _CHARGED.isdisjoint(following) else "number"


def _how_many(tokens: Sequence[Token], place: int) -> QuestionKind:
    """The kind of "how many" from its unit: "how many dollars", "how many miles"."""
    scaled = False
    while word_at(tokens, place) in _MORE or word_at(tokens, place) in _SCALES:
        scaled = scaled or word_at(tokens, place) in _SCALES
        place += 1
    if scaled and word_at(tokens, place) == "of":
        place += 1  # "how many millions of euros"
    name, is_money = word_at(tokens, place), CURRENCY_PHRASES.after(tokens, place) is not None
    if name == "of":
        return "part"
    if scaled and name in AUXILIARIES:
        return "number"  # "how many millions did it lose": people or money
    if name in ("pound", "pounds") and word_at(tokens, place + 1) != "of":
        following = {token.lower for token in tokens[place : place + MAXIMUM_DISTANCE]}
        if following & _PAID:
            return "money"
        if following & _TRADED:
            return "number"  # weight or money
    if word_at(tokens, place + 1) == "old":
        return "age"
    unit = asked_unit(tokens, place)
    if unit is not None:
        return unit.kind
    return "money" if is_money and name not in AMBIGUOUS else "count"
