"""Figures that count something for each unit of another: "every 30 soldiers", "5 litres a day"."""

import re

from index.sentences import Bounds

_PERIOD = r"an?\s+(?:second|minute|hour|day|night|week|month|year|season|person|head|kilo|litre)\b"
_ASKING = re.compile(
    rf"\b(?:every|each|per|one|single|average|apiece|daily|weekly|monthly|yearly|annually|{_PERIOD})\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:every|each|per)\s+(?:\w{1,20}\s+)?$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\s+(?:per|each|every)\b|\s+{_PERIOD}(?!\s+(?:after|before|ago|earlier|later|since|when))",
    re.IGNORECASE,
)
_REACH = 40


def asks_for_rate(question: str) -> bool:
    """Whether a rate may answer the question."""
    return _ASKING.search(question) is not None


def is_rate(text: str, figure: Bounds, counted: Bounds | None) -> bool:
    """Whether the figure at these bounds, which counts what stands at `counted`, is a rate."""
    start, end = figure
    if counted is not None:
        end = max(end, counted[1])
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    return bool(_BEFORE.search(before) or _AFTER.match(after))
