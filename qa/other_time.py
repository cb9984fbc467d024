"""Another time put in place of the one that a question asks of: "And in 2019?"."""

import re

from qa.asked_source import with_added
from qa.asked_time import YEAR, AskedTime, begins_with_time, kind_of
from qa.bare_time import NAMED, UNIT, YEARS, hung, with_bare_time
from qa.read_question import ReadQuestion

_IN_YEAR = re.compile(rf"(?:in|at)\s+({YEAR.pattern})", re.IGNORECASE)
_OF_YEAR = re.compile(
    rf"(?<=\sof\s)(?:(?:(?:the|this|last|next)\s+)?year|{YEAR.pattern})$", re.IGNORECASE
)
_YEAR_BEHIND = re.compile(rf",?\s+{YEAR.pattern}$")
_QUARTER = re.compile(r"[Qq][1-4]")
# "Monday's attack" is another thing on another day.
_OWNER = re.compile(
    rf"\b(?:{NAMED}|{YEAR.pattern}|(?:this|last|next)\s+(?:{UNIT}))(?=['’]s\b)", re.IGNORECASE
)
_WORD = re.compile(r"[\w’'-]+")
# A clause may follow these, which names no time: "since the war began".
_BEFORE_CLAUSES = frozenset({"since", "until", "before", "after", "during"})


def with_time(part: str, question: ReadQuestion) -> str | None:
    """The question, without its mark, with the time that a part of one tells.

    It takes the place of the last time. None where the part is no time.
    """
    bare = with_bare_time(part, question)
    if bare is not None:
        return bare
    phrase, told = part, begins_with_time(part)
    if told is None:
        phrase = hung(part, question) or ""
        told = begins_with_time(phrase)
    return _with_phrase(phrase, told, question) if phrase else None


def _with_phrase(phrase: str, told: AskedTime | None, question: ReadQuestion) -> str | None:
    """The question with a time that has its preposition."""
    text, times = question.text, question.times
    other = _with_telling_year(phrase, question)
    if other is not None or told is None:
        return other
    if not times:
        if told.preposition in _BEFORE_CLAUSES and f" {told.preposition} " in text.lower():
            return None  # it takes the place of that clause
        return _with_owner(phrase, text) or with_added(phrase, text)
    start, end = times[-1].start, times[-1].end
    year = _IN_YEAR.fullmatch(phrase)
    narrowed = year and _in_other_year(text[start:end], times[-1].preposition, year[1])
    if narrowed:
        return f"{text[:start]}{narrowed}{text[end:]}"
    # "In the winter offensive" for "in the summer offensive".
    behind = phrase[told.end :]
    same = len(behind) if text[end:].lower().startswith(behind.lower()) else 0
    kept = _still_told(text[start:end], phrase)
    return f"{text[:start]}{phrase}{kept}{text[end + same :]}"


def _with_telling_year(phrase: str, question: ReadQuestion) -> str | None:
    """The question with another year in "the 2019 election", unless it names a year beside it."""
    text, year = question.text, _IN_YEAR.fullmatch(phrase)
    years = list(YEARS.finditer(text))
    times = [text[time.start : time.end] for time in question.times]
    if year is None or not years or any(YEARS.search(time) for time in times):
        return None
    return f"{text[: years[-1].start()]}{year[1]}{text[years[-1].end() :]}"


def _in_other_year(time: str, preposition: str, year: str) -> str | None:
    """A part of the year in another one: "in the first half of 2022", "from May to June 2022"."""
    of_year = _OF_YEAR.search(time)
    if of_year:
        return f"{time[: of_year.start()]}{year}"
    ranged = preposition in ("from", "between") and not YEARS.search(time)
    return f"{time} {year}" if ranged and _is_within_year(time) else None


def _with_owner(phrase: str, question: str) -> str | None:
    """The question with another day in "Monday's attack"."""
    owner, words = _OWNER.search(question), _WORD.findall(phrase)[1:]
    if owner is None or len(words) != 1 or kind_of(words[0]) is None:
        return None
    return f"{question[: owner.start()]}{words[0]}{question[owner.end() :]}"


def _still_told(old: str, new: str) -> str:
    """What of a time goes for another one too: "2023" for "in November" after "in October 2023"."""
    year = _YEAR_BEHIND.search(old)
    if year and _is_within_year(old) and _is_within_year(new) and not YEARS.search(new):
        return year[0]
    unit = re.escape(_WORD.findall(new)[-1])
    whole = re.search(rf"\b{unit}(\s+of\s+.*)$", old, re.IGNORECASE)
    return whole[1] if whole and " of " not in new.lower() else ""


def _is_within_year(text: str) -> bool:
    words = _WORD.findall(text)
    return any(kind_of(word) == "month" or _QUARTER.fullmatch(word) for word in words)
