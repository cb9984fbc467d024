"""Whose figure a question asks for, by the clause that names them."""

import re

from qa.name import NAME, POSSESSIVE
from qa.sources import SourcedQuestion, asks_each_source

# Who gives or counts something need not be who says so.
_TELL = (
    r"(?:say|said|think|thought|claim(?:ed)?|estimated?|expect(?:ed)?|believed?|reckon(?:ed)?"
    r"|report(?:ed)?|counted|forecast|predict(?:ed)?|announced?|stated|confirm(?:ed)?"
    # "How many do the police count?", not "how many votes did the first count in May find?"
    r"|count(?=\s*(?:[?.]|$|and\b))"
    r"|put(?=\s.*\bat\b))"
)
_TELLS = r"(?:says|said|claims|claimed|estimates|thinks|believes|reckons|expects|puts)"
_FIGURE = r"(?:estimates?|figures?|count|tally|numbers?|forecasts?|claims?|reckoning|view|version)"
# A few words without another clause.
_WORD = r"(?!(?:as|that|which|who|when|if|how|what|where|why)\b)[\w’'.-]+"
_PLAIN_WORD = (
    rf"(?!(?:by|in|on|of|to|from|with|at|for|than|is|was|are|were|be|been|do|does|did)\b){_WORD}"
)
_WORDS = rf"{_WORD}(?:\s+{_WORD}){{0,7}}"
_THEM = rf"(?:[Tt]he\s+{_WORD}(?:\s+{_WORD}){{0,3}}?|{NAME})"
_END = (
    r"(?=\s+(?:in|on|since|during|after|before|at|for|to|were|was|are|is|had|have)\b"
    r"|\s*[,?;:)]|\s*$)"
)
# "The report" and "a count" are no verbs.
_VERB = (
    r"(?:\s+(?:now|really|still|also|actually|each|both|itself|himself|herself|themselves))?"
    r"(?<!\bthe)(?<!\ba)(?<!\ban)\s+"
)
_CLAUSES = tuple(
    re.compile(pattern, re.IGNORECASE if ignored else 0)
    for ignored, pattern in (
        # "How many does the company say are on strike?"
        (True, rf"\b(?:do|does|did|has|have|had)\s+(?P<source>{_WORDS}?){_VERB}{_TELL}\b"),
        # "How many people Acme says it employs"
        (False, rf"(?:^|(?<=\s)|(?<=,))(?P<source>{_THEM}){_VERB}{_TELLS}\b"),
        (True, rf"\bas\s+(?P<source>{_WORDS}?){_VERB}(?:{_TELLS}|{_TELL})\b"),
        (
            True,
            r"\b(?:said|claimed|reported|estimated|given|counted|announced|stated|confirmed"
            rf"|published|put|told)\s+(?:\w+\s+)?by\s+(?P<source>{_WORDS}?){_END}",
        ),
        # "By the union's count", "what is the ministry's estimate"
        (
            True,
            r"(?:^|\b(?:is|was|are|were|by|in|on|of|to|with|and|from|does|do|did|than|what)\s+)"
            rf"(?P<source>{_PLAIN_WORD}(?:\s+{_PLAIN_WORD}){{0,4}}?)"
            rf"(?:['’]s|(?<=s)['’])\s+(?:own\s+|latest\s+)?{_FIGURE}\b",
        ),
        (True, rf"\b{_FIGURE}\s+(?:given\s+)?(?:from|by)\s+(?P<source>{_WORDS}?){_END}"),
        (
            True,
            r"\b(?:if\s+you\s+(?:believe|ask|trust)|going\s+by|in\s+the\s+(?:view|opinion|eyes"
            rf"|estimate|words)\s+of)\s+(?P<source>{_WORDS}?){_END}",
        ),
    )
)
_AGAINST = re.compile(
    rf"(?P<one>{_WORD})\s+(?:vs\.?|versus)\s+(?P<other>{_WORD}(?:\s+{_WORD}){{0,2}}?){_END}",
    re.IGNORECASE,
)
# "The figures of the army and of the rebels", each with its "of".
_OF_BOTH = re.compile(
    rf"\b{_FIGURE}s?\s+of\s+(?P<one>{_WORDS}?)\s+and\s+"
    rf"(?:(?:that|those|(?:the\s+)?{_FIGURE}s?)\s+)?of\s+"
    rf"(?P<other>{_WORDS}?){_END}",
    re.IGNORECASE,
)
# What joins a clause to another one like it: "what does the army claim and what do the rebels".
_JOINT = re.compile(r"\b(?:and|or|but|versus|vs)\b|[,;]", re.IGNORECASE)
# "The army and the rebels each claim": two sources, of whom none may be missing.
_EACH = re.compile(r"\s+(?:each|both)\b", re.IGNORECASE)
_AND = re.compile(r"(?:,|,?\s+and)\s+", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:i|you|he|she|it|we|they|there|others|anybody|anyone|people|been|who|which|what)\b",
    re.IGNORECASE,
)


def asked_sources(question: str) -> list[str]:
    """The sources whose figures a question asks for, as it names them.

    None where it asks for those of each source, or names nobody who says, claims or estimates.
    """
    if asks_each_source(question):
        return []
    sourced = SourcedQuestion.of(question)
    if sourced is not None:
        return sourced.sources
    named = _pair(_AGAINST, question) or _named_in(question)
    # "The number of the dead and of the injured" is of no source, and no speaker is found for it.
    return named or _pair(_OF_BOTH, question)


def _pair(pattern: re.Pattern[str], question: str) -> list[str]:
    match = pattern.search(question)
    return [] if match is None else [match["one"], match["other"]]


def _named_in(question: str) -> list[str]:
    """The source of the first clause that names one, and of those like it that are joined to it."""
    for clause in _CLAUSES:
        named = [m for m in clause.finditer(question) if not _NOBODY.match(m["source"])]
        joined = named[:1]
        for match in named[1:]:
            if _JOINT.search(question, joined[-1].end(), match.start("source")):
                joined.append(match)
        if joined:
            return [source for match in joined for source in _parted(question, match)]
    return []


def _parted(question: str, match: re.Match[str]) -> list[str]:
    """The source of a clause, or those that each say something."""
    source = POSSESSIVE.sub("", match["source"])
    return _AND.split(source) if _EACH.match(question, match.end("source")) else [source]
