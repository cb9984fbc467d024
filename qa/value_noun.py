"""Nouns for values, and the kind of value that each is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeVar

Meaning = TypeVar("Meaning")
QuestionKind = Literal[
    "count", "money", "percentage", "measure", "duration", "age", "date", "number"
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


def by_word(*tables: Mapping[Meaning, str]) -> dict[str, Meaning]:
    """What each word of the tables means; a later table goes before an earlier one."""
    return {
        word: meaning
        for table in tables
        for meaning, words in table.items()
        for word in words.split()
    }


ASKED_NOUNS = by_word(_ASKED)
STATED_NOUNS = by_word(_ASKED, _STATED)
SEARCHED_NOUNS = by_word(_ASKED, _STATED, _SEARCHED)


def first_kind(words: Iterable[str]) -> QuestionKind | None:
    """The kind of the first noun for a value among those that may be asked for."""
    kinds = (STATED_NOUNS.get(word) for word in words)
    return next((kind for kind in kinds if kind is not None), None)


def last_of_first(words: Sequence[str], nouns: Mapping[str, QuestionKind]) -> QuestionKind | None:
    """The kind of the last of the first nouns: of "price" in "which share price"."""
    kind: QuestionKind | None = None
    for word in words:
        found = nouns.get(word)
        if found is None and kind is not None:
            break
        kind = found or kind
    return kind
