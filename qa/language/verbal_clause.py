"""Reporting clauses with a verb: "X said", "said X", "X, saying that"."""

from collections.abc import Sequence

from qa.language.denial import denies_statement, is_negated
from qa.language.following_phrase import phrase_after
from qa.language.lexicon import BE, NEGATIONS, PUBLICATIONS, SUBORDINATING_PREPOSITIONS
from qa.language.noun_phrase import Phrase, phrase_before
from qa.language.part_of_speech import FINITE
from qa.language.reported_content import content_start, opens_quotation, reports_clause
from qa.language.reporting_clause import ReportingClause
from qa.language.reporting_verb import COUNTING, INVERTIBLE, REVISING, SHOWING, ReportingVerb
from qa.language.subject import (
    clause_start,
    is_relative,
    quoted_subject,
    shared_subject,
    subject_before,
    with_name,
)
from qa.language.told_figure import counts_things, revises_estimate, states_figure
from qa.language.verb_group import ends_at, group_start, is_verb
from qa.language.word import Word

_BEFORE_PARTICIPLE = frozenset(", - – — by while in before after when then and".split())


def verbal_clause(
    words: Sequence[Word], place: int, verb: ReportingVerb, found: Sequence[ReportingClause]
) -> ReportingClause | None:
    """The reporting clause of a verb form, given the clauses found before it."""
    if "progressive" in verb.forms:
        return _progressive(words, place, verb, found)
    if not is_verb(words, place, verb):
        return None
    last = group_start(words, place, verb)
    if not last:
        return None
    inverted = _inverted(words, place) if _may_invert(words, place, verb) else None
    if inverted is not None or words[last - 1].tag == "PUQ":
        return inverted
    return _finite(words, last, place, verb, found)


def _finite(
    words: Sequence[Word],
    last: int,
    place: int,
    verb: ReportingVerb,
    found: Sequence[ReportingClause],
) -> ReportingClause | None:
    """ "X said", where the verb group begins at `last`."""
    before = words[last - 1]
    if before.tag == "CJC" or before.lower == "then":
        speaker = _shared(words, last - 1, found)
    elif before.tag in ("PUN", "PUQ") and before.lower != ",":
        return None
    else:
        speaker = subject_before(words, last, place)
    if speaker is None:
        return None
    first = _whole_start(words, min(speaker[0], last))
    if first and words[first - 1].lower == "than":
        return None  # "fewer than it announced"
    if verb.base in COUNTING and not states_figure(words, place + 1):
        return None
    if verb.base == "arrive" and counts_things(words, place + 1):
        return None  # "rescuers arrived at 3 villages"
    if verb.base in REVISING and not revises_estimate(words, place + 1):
        return None
    content = content_start(words, place + 1, verb)
    before_it, after_it = _sides(words, first, content)
    if verb.base == "deny" and not (after_it and denies_statement(words, place, verb)):
        return None
    shown = verb.base in SHOWING and any(
        word.lower in PUBLICATIONS for word in words[clause_start(words, first) : place]
    )
    if verb.kind == "clausal" and not (before_it or shown or reports_clause(words, place, verb)):
        return None
    return ReportingClause(
        speaker,
        first,
        place + 1,
        content,
        before_it,
        after_it,
        relative=is_relative(words, last),
        quotes_only=verb.kind == "quoting",
        denies=verb.base == "deny" and not is_negated(words, last, place),
    )


def _whole_start(words: Sequence[Word], first: int) -> int:
    """Where "data from X showed" begins, whose speaker is X."""
    start = clause_start(words, first)
    published = any(word.lower in PUBLICATIONS for word in words[start:first])
    return start if published else first


def _shared(words: Sequence[Word], joint: int, found: Sequence[ReportingClause]) -> Phrase | None:
    """The subject that a verb after a joint shares: "X came and said", "X said ..., adding"."""
    start = joint
    while start > 0 and words[start - 1].tag != "PUQ" and words[start - 1].lower not in (";", ":"):
        start -= 1
    earlier = [clause for clause in found if clause.first >= start and not clause.relative]
    return earlier[-1].speaker if earlier else shared_subject(words, joint)


def _sides(words: Sequence[Word], first: int, content: int) -> tuple[bool, bool]:
    """Whether a clause from `first` up to `content` reports what is before and after it."""
    mark = words[content] if content < len(words) else None
    empty = mark is None or (mark.tag == "PUN" and mark.lower != ":")
    if mark is not None and (mark.tag == "CJS" or mark.lower in SUBORDINATING_PREPOSITIONS):
        # "Five died, X said as the rain went on": what happened meanwhile is not reported.
        empty = _follows_content(words, first) and any(w.tag in FINITE for w in words[:first])
    opens = opens_quotation(words, content)
    follows_quotation = first > 0 and words[first - 1].tag == "PUQ"
    before = (empty or follows_quotation) and _follows_content(words, first)
    if opens and not follows_quotation:
        before = before and any(word.tag in FINITE for word in words[:first])
    continues = mark is not None and mark.lower == ","
    return before, not empty or not before or continues


def _follows_content(words: Sequence[Word], first: int) -> bool:
    """Whether words that can be reported end right before a clause."""
    place = first
    while place > 0 and (words[place - 1].tag == "AV0" or words[place - 1].lower == "as"):
        place -= 1
    if place == 0:
        return False
    return words[place - 1].tag == "PUQ" or (place > 1 and words[place - 1].tag == "PUN")


def _may_invert(words: Sequence[Word], place: int, verb: ReportingVerb) -> bool:
    """Whether a verb follows what it reports, a quotation or a whole clause."""
    before = words[place - 1]
    if before.tag == "PUQ":
        return True
    if before.lower != "," or verb.base not in INVERTIBLE:
        return False
    relative = False
    for word in words[:place]:
        if word.tag in ("PNQ", "DTQ"):
            relative = True
        elif word.lower == ",":
            relative = False
        elif word.tag in FINITE and not relative:
            return True
    return False


def _inverted(words: Sequence[Word], place: int) -> ReportingClause | None:
    """ "said X"."""
    first = place + 1
    while first < len(words) and words[first].tag == "AV0":
        first += 1
    speaker = phrase_after(words, first)
    if speaker is None or not ends_at(words, speaker[1]):
        return None
    speaker = with_name(words, speaker)
    return ReportingClause(speaker, place, speaker[1], speaker[1], before=True, after=True)


def _progressive(
    words: Sequence[Word], place: int, verb: ReportingVerb, found: Sequence[ReportingClause]
) -> ReportingClause | None:
    """ "X came, saying that", "X was quoted as saying", "with X saying"."""
    if words[place].tag not in ("VVG", "AJ0", "NN1") or not reports_clause(words, place, verb):
        return None
    at = place
    while at > 0 and words[at - 1].tag == "AV0":
        at -= 1
    if at == 0:
        return None
    before = words[at - 1].lower
    if before in BE:
        last = group_start(words, at - 1, verb)
        return _finite(words, last, place, verb, found) if last else None
    speaker = _participle_subject(words, at, found)
    if speaker is None:
        return None
    content = content_start(words, place + 1, verb)
    first = speaker[0] if speaker[1] == at else place
    return ReportingClause(
        speaker,
        first,
        place + 1,
        content,
        False,
        True,
        quotes_only=verb.kind == "quoting",
        denies=verb.base == "deny" and words[at - 1].lower not in NEGATIONS,
    )


def _participle_subject(
    words: Sequence[Word], at: int, found: Sequence[ReportingClause]
) -> Phrase | None:
    before = words[at - 1].lower
    if before == "as":
        return quoted_subject(words, at - 1)
    if before in _BEFORE_PARTICIPLE:
        return _shared(words, at - 1, found)
    start = clause_start(words, at)
    if words[start].lower == "with":
        return phrase_before(words, start + 1, at)
    # "X issued a statement saying"
    return _shared(words, at, found) if before in PUBLICATIONS else None
