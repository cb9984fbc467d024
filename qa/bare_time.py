"""Times without a preposition put in place of a question's: "last year", "the second quarter"."""

import re

from index.sentences import Bounds
from qa.asked_time import ALONE, YEAR, begins_with_time
from qa.parsing.date_pattern import MONTHS, WEEKDAYS
from qa.read_question import ReadQuestion

NAMED = "|".join([*WEEKDAYS, *MONTHS[1:]])
UNIT = "year|month|week|quarter|half|season|decade|weekend|spring|summer|autumn|fall|winter"
_NUMBERED = r"(?:first|second|third|fourth|\d{1,2}(?:st|nd|rd|th))"
_ORDINAL = rf"(?:{_NUMBERED}|final|last|opening|closing|previous|following)"
YEARS = re.compile(rf"\b{YEAR.pattern}\b")
_YEAR_BEFORE = re.compile(r"^the\s+(?:year\s+before|previous\s+year)$", re.IGNORECASE)
_YEAR_AFTER = re.compile(r"^the\s+(?:year\s+after|next\s+year|following\s+year)$", re.IGNORECASE)
_OWN = re.compile(rf"(?<!\bthe\s)\b(?:this|last|next)\s+(?:{UNIT}|{NAMED})\b", re.IGNORECASE)
# These want no preposition, unlike "the second quarter" and "November".
_ADVERBIAL = re.compile(
    rf"^(?:(?:last|this|next)\s+(?:{UNIT}|{NAMED})|{'|'.join(sorted(ALONE))})$", re.IGNORECASE
)
# These tell a time by another one, which stays: "in March, the month before".
_RELATIVE = re.compile(
    rf"^(?:(?:the|a)\s+(?:{UNIT})\s+(?:before|after|earlier|later)"
    rf"|the\s+(?:previous|next|following)\s+(?:{UNIT}|{NAMED}))$",
    re.IGNORECASE,
)
_UNHUNG = re.compile(
    rf"^(?:(?:the\s+)?{_ORDINAL}\s+(?P<unit>{UNIT}|day)"
    rf"|(?:the\s+)?(?:weekend|spring|summer|autumn|fall|winter)|{NAMED}|{YEAR.pattern}|q[1-4])\b",
    re.IGNORECASE,
)
_ORDERED = re.compile(rf"\b(?:{_ORDINAL})\s+(?P<unit>{UNIT}|day)\b(?!['’]s\b)", re.IGNORECASE)
_ORDINAL_ALONE = re.compile(rf"^(?:(?:in|on)\s+)?(?:the\s+)?({_NUMBERED})$", re.IGNORECASE)
_ORDINAL_WITHIN = re.compile(rf"\b{_NUMBERED}(?=\s+[a-z])", re.IGNORECASE)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
# What else than "in" and "on" another time may stand behind: "since the second quarter".
_KEPT = frozenset({"since", "until", "before", "after", "by", "during", "within"})
_ON = frozenset({"day", "weekend", *WEEKDAYS})


def with_bare_time(part: str, question: ReadQuestion) -> str | None:
    """The question, without its mark, with a time that needs no preposition there.

    None where the part is none, or no time of the question is of its kind.
    """
    text = question.text
    relative = _RELATIVE.match(part) and _year(part, text) is None
    if relative or _ADVERBIAL.match(part):
        places = [match.span() for match in _OWN.finditer(text)]
        if not places and not relative:
            places = [(time.start, time.end) for time in question.times]
        return _replaced(places, part, text) or f"{text}, {part}"
    year, alone, unhung = _year(part, text), _ORDINAL_ALONE.match(part), _UNHUNG.match(part)
    if year is not None:
        return _replaced([match.span() for match in YEARS.finditer(text)], year, text)
    if alone:
        places = [match.span() for match in _ORDINAL_WITHIN.finditer(text)]
        return _replaced(places, alone[1], text)
    if unhung is None or unhung["unit"] is None or " of " in part:
        return None
    # "The second season" for the first one, whatever that is in the question.
    places = [
        match.span()
        for match in _ORDERED.finditer(text)
        if match["unit"].lower() == unhung["unit"].lower()
    ]
    return _replaced(places, _THE.sub("", part), text)


def hung(part: str, question: ReadQuestion) -> str | None:
    """A time with the preposition that it lacks: what the question's last one hangs on, "on", "in".

    None where the part is no such time.
    """
    told = begins_with_time(f"in {part}") if _UNHUNG.match(part) else None
    if told is None or told.end < len(f"in {part}"):
        return None
    last = next((time.preposition for time in reversed(question.times)), "")
    own = "on" if part.lower().split()[-1] in _ON else "in"
    return f"{last if last in _KEPT else own} {part}"


def _year(part: str, question: str) -> str | None:
    """The year that a part means beside the last one that the question names."""
    years = YEARS.findall(question)
    step = (_YEAR_AFTER.match(part) is not None) - (_YEAR_BEFORE.match(part) is not None)
    if not years or not (step or YEAR.fullmatch(part)):
        return None
    return str(int(years[-1]) + step) if step else part


def _replaced(places: list[Bounds], part: str, question: str) -> str | None:
    if not places:
        return None
    start, end = places[-1]
    return f"{question[:start]}{part}{question[end:]}"
