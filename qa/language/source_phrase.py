"""Reporting clauses without a finite verb: "according to X", "as reported by X"."""

from collections.abc import Sequence

from qa.language.described import told_start
from qa.language.following_phrase import phrase_after
from qa.language.lexicon import COUNTS, MANNERS, PUBLICATIONS
from qa.language.noun_phrase import Phrase, phrase_before
from qa.language.part_of_speech import NOUNS, SUBORDINATORS
from qa.language.reported_content import content_start
from qa.language.reporting_clause import ReportingClause
from qa.language.reporting_verb import PASSIVE, REPORTING_VERBS
from qa.language.subject import clause_start, with_name
from qa.language.word import Word

_LOOKBACK = 12


def source_phrase(words: Sequence[Word], place: int) -> ReportingClause | None:
    """The reporting clause whose first telling word is at a place: "according", "by", "claim"."""
    written = words[place].lower
    if written == "according":
        return _according(words, place)
    if written == "by":
        return _counted_by(words, place) or _told_by(words, place)
    return _owned(words, place) if written in PUBLICATIONS else None


def _according(words: Sequence[Word], place: int) -> ReportingClause | None:
    if place + 2 >= len(words) or words[place + 1].lower != "to":
        return None
    speaker = phrase_after(words, place + 2)
    if speaker is None or words[speaker[1] - 1].lower in MANNERS:
        return None
    named = with_name(words, speaker)
    # Elsewhere the name may begin what is told: "according to the court, Smith, 34, drove".
    ends = named[1] >= len(words) or words[named[1]].lower in (".", ";")
    return _aside(words, named if ends else speaker, place)


def _counted_by(words: Sequence[Word], place: int) -> ReportingClause | None:
    """ "By X's count"."""
    speaker = phrase_after(words, place + 1)
    if speaker is None or words[speaker[1] - 1].lower not in COUNTS:
        return None
    return _aside(words, speaker, place)


def _told_by(words: Sequence[Word], place: int) -> ReportingClause | None:
    """ "told by X", "as reported by X", "put at 17 by X"."""
    speaker = phrase_after(words, place + 1)
    verb = _passive_verb(words, place)
    if speaker is None or verb is None:
        return None
    before = words[verb - 1].lower if verb else ","
    if before == "as":
        return _aside(words, speaker, verb - 1)
    first = verb if verb == place - 1 else place
    content = content_start(words, speaker[1], None)
    return ReportingClause(
        speaker,
        first,
        speaker[1],
        content,
        True,
        True,
        relative=before == ",",
        reach=told_start(words, verb),
    )


def _aside(words: Sequence[Word], speaker: Phrase, first: int) -> ReportingClause:
    """A clause that reports the sentence around it and ends with its speaker."""
    last = speaker[1]
    # "said that, according to Y, nine died": what stands before "that" is another's.
    joint = first - 2 if first > 1 and words[first - 1].lower == "," else first - 1
    before = first > 0 and words[joint].tag not in SUBORDINATORS | {"CJC"}
    ends = last >= len(words) or words[last].lower in (".", ";", "!", "?")
    return ReportingClause(speaker, first, last, last, before=before, after=not ends)


def _passive_verb(words: Sequence[Word], by: int) -> int | None:
    """The participle of a reporting verb before "by"."""
    for number in range(by - 1, max(-1, by - _LOOKBACK), -1):
        word = words[number]
        verb = REPORTING_VERBS.get(word.lower)
        if verb is not None and verb.base in PASSIVE and "participle" in verb.forms:
            adjacent = number == by - 1 or words[number + 1].lower in ("at", "as")
            return number if adjacent and word.tag in ("VVN", "VVD", "AJ0") else None
        if word.tag not in ("CRD", "AV0", "PRP") and word.tag not in NOUNS:
            return None
    return None


def _owned(words: Sequence[Word], place: int) -> ReportingClause | None:
    """ "X's claim that", "X's estimate of"."""
    content = place + 2
    if place + 1 >= len(words) or words[place + 1].lower not in ("that", "of"):
        return None
    speaker = phrase_before(words, clause_start(words, place), place + 1)
    if speaker is None or speaker[1] != place + 1:
        return None
    if all(word.tag != "POS" for word in words[speaker[0] : place]):
        return None
    return ReportingClause(speaker, speaker[0], content, content, False, True, relative=True)
