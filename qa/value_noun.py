"""Nouns for values, and the kind of value that each is."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

Meaning = TypeVar("Meaning")
QuestionKind = Literal[
    "count",
    "part",
    "money",
    "percentage",
    "measure",
    "duration",
    "extent",
    "age",
    "date",
    "number",
]

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
    "count": """population toll casualties crowd army staff workforce membership attendance
        audience numbers headcount circulation""",
    "measure": "area temperatures mass volume rainfall radius diameter elevation",
    "duration": "duration lifespan",
    "date": "birthday deadline",
    # A deficit is told in money or as a share of the economy, a capacity by what it is of.
    "number": "figure total size estimate quantity quota deficit capacity majority",
}
# What is told of a thing, whatever that is: "what is the union's count".
_TOLD: dict[QuestionKind, str] = {
    "number": "figures estimates totals count counts tally tallies",
}
# What is so large or strong, but is itself asked for with "what": "how large is the lake".
_SIZED: dict[QuestionKind, str] = {"measure": "lake island earthquake quake tremor"}
# What words that are only searched for may stand for besides: "wheat harvest last year".
_SEARCHED: dict[QuestionKind, str] = {
    "number": "crop harvest yield output forecast",
    "count": "deaths dead injured wounded infections cases victims",
}


# Such a rate is no share: "exchange rate", "murder rate".
_RATES = frozenset(("rate", "rates"))
_RATED = frozenset(
    """birth crime daily day death exchange fertility flow frame heart homicide hourly mortality
    murder pulse room""".split()
)


def by_word(*tables: Mapping[Meaning, str]) -> dict[str, Meaning]:
    """What each word of the tables means; a later table goes before an earlier one."""
    return {
        word: meaning
        for table in tables
        for meaning, words in table.items()
        for word in words.split()
    }


ASKED_NOUNS = by_word(_ASKED)
STATED_NOUNS = by_word(_ASKED, _STATED, _TOLD)
_SIZED_NOUNS = by_word(_ASKED, _STATED, _SIZED)
SEARCHED_NOUNS = by_word(_ASKED, _STATED, _SEARCHED)


def kind_of_noun(
    words: Sequence[str], place: int, nouns: Mapping[str, QuestionKind]
) -> QuestionKind | None:
    """The kind of the noun at a place, by the word before it as well: "exchange rate"."""
    kind = nouns.get(words[place])
    is_rate = words[place] in _RATES and place > 0 and words[place - 1] in _RATED
    return "number" if kind is not None and is_rate else kind


def first_kind(words: Sequence[str]) -> QuestionKind | None:
    """The kind of the first noun for a value among those whose size may be asked for."""
    kinds = (kind_of_noun(words, place, _SIZED_NOUNS) for place in range(len(words)))
    return next((kind for kind in kinds if kind is not None), None)


def last_of_first(words: Sequence[str], nouns: Mapping[str, QuestionKind]) -> QuestionKind | None:
    """The kind of the last of the first nouns: of "price" in "which share price"."""
    kind: QuestionKind | None = None
    for place in range(len(words)):
        found = kind_of_noun(words, place, nouns)
        if found is None and kind is not None:
            break
        kind = found or kind
    return kind
