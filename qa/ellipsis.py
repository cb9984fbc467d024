"""Questions that only say what changes in the one before: "And in 2019?"."""

import re

from qa.asked_count import may_be_counted, with_counted, with_fate
from qa.asked_phrase import PREPOSITION, cut_phrases, with_phrase
from qa.asked_source import SOURCE, asks_opinion, asks_somebody, source_part, with_holder
from qa.asked_subject import asked_of_other
from qa.asked_thing import may_be_owned, with_owned, with_thing
from qa.asked_time import times_of
from qa.bare_question import OPENERS
from qa.language.tagger import Tagger
from qa.name import NAME
from qa.other_time import with_time
from qa.quantity import asks_for_number
from qa.read_question import ReadQuestion

LEAD = re.compile(
    r"^(?:(?:and|but|so|or|okay|ok)\b[\s,]*)?(?:(?:what|how)\s+about\b\s*|and\b\s*)?", re.IGNORECASE
)
MARKED = re.compile(r"^(?:and|but|so|or|what\s+about|how\s+about)\b", re.IGNORECASE)
# "To be fair": unmarked, an infinitive begins something else.
INFINITIVE = re.compile(r"^to\s+(?!(?:the|a|an|his|her|its|their)\b)(?-i:[a-z])", re.IGNORECASE)
OPENING = re.compile(rf"^{OPENERS}\b", re.IGNORECASE)
# "And in the afternoon, do more of them stay": the part is a question of its own.
ASKS_BEHIND = re.compile(rf",\s+(?:and\s+|but\s+)?{OPENERS}\b", re.IGNORECASE)
ASKING = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)
NAME_ALONE = re.compile(rf"(?:the\s+)?{NAME}")
MAXIMUM_WORDS = 12


def continues(question: str) -> bool:
    """Whether the question is only a part that changes the question before it."""
    stripped = question.strip()
    if source_part(stripped) is not None:
        return True
    rest = _rest(question)
    if not rest or len(rest.split()) > MAXIMUM_WORDS:
        return False
    if OPENING.match(rest) or ASKING.search(rest) or ASKS_BEHIND.search(rest):
        return False
    if MARKED.match(stripped):
        return True
    return PREPOSITION.match(rest) is not None and INFINITIVE.match(rest) is None


def continue_question(question: str, previous: str, tagger: Tagger) -> str | None:
    """The previous question with the part that the new one changes.

    A part that begins with a preposition takes the place of the part that begins with the same
    one; a time takes that of a time, a source that of a source, a name that of the last name and
    another thing that of what the question ends with, or of what it is asked of. What has no place
    is added. None where the new one asks what somebody thinks, and the previous one asks for no
    figure or opinion that could be theirs, or where its part may stand for several of the previous.
    """
    rest, stem = _rest(question), previous.strip().rstrip("?").rstrip()
    if asks_opinion(question.strip()) and not (asks_for_number(stem) or asks_somebody(stem)):
        return None
    rest = source_part(question.strip()) or rest
    read = ReadQuestion.of(stem, tagger)
    changed = (
        with_fate(rest, stem)
        or with_counted(rest, stem)
        or with_owned(rest, read)
        or with_holder(rest, stem)
    )
    if changed is not None:
        return f"{changed}?"
    for part in _parts(rest, stem):
        read = read if read.text == stem else ReadQuestion.of(stem, tagger)
        changed = _with_part(part, read, tagger)
        if changed is None:
            return None
        stem = changed
    return f"{stem}?"


def without_added(question: str, resolved: str) -> str:
    """What a continuing question was resolved to, without the part that had no place in it.

    "And the losers?" is asked of the question before that had its place.
    """
    return resolved.removesuffix(f"{_added('', _rest(question))}?")


def _with_part(part: str, question: ReadQuestion, tagger: Tagger) -> str | None:
    """The question, without its mark, with one part changed. None where that is not clear."""
    timed = with_time(part, question)
    if timed is not None:
        return timed
    if PREPOSITION.match(part):
        return with_phrase(part, question, tagger)
    if may_be_counted(part, question.text) or may_be_owned(part, question):
        return None
    placed = with_thing(part, question)
    if placed is None and SOURCE.search(question.text):
        placed = with_phrase(f"according to {part}", question, tagger)
    return placed or asked_of_other(part, question, tagger) or _added(question.text, part)


def _parts(rest: str, stem: str) -> list[str]:
    """What a question changes, each part of it apart: "by Belm in Malmo on Monday"."""
    times = times_of(rest)
    if len(times) != 1:
        return cut_phrases(rest, stem)
    before, time = rest[: times[0].start].rstrip(" ,"), rest[times[0].start : times[0].end]
    behind = rest[times[0].end :].lstrip(" ,")
    if before and not behind and (PREPOSITION.match(before) or NAME_ALONE.fullmatch(before)):
        return [*cut_phrases(before, stem), time]
    if behind and not before and PREPOSITION.match(behind) and " " in behind:
        return [time, *cut_phrases(behind, stem)]
    return [rest]


def _added(stem: str, part: str) -> str:
    return f"{stem}, {part}"


def _rest(question: str) -> str:
    stripped = question.strip()
    return stripped[LEAD.match(stripped).end() :].strip(" ,?") if stripped else ""  # type: ignore[union-attr]
