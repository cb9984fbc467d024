"""Where what a verb reports begins, and whether it is a clause or a quotation."""

from collections.abc import Sequence

from qa.language.following_phrase import phrase_after
from qa.language.lexicon import CIRCUMSTANTIAL_PREPOSITIONS, TIMES
from qa.language.part_of_speech import FINITE
from qa.language.reporting_verb import ADDRESSING, COMMITTING, THAT_ONLY, ReportingVerb
from qa.language.word import Word

_LOOKAHEAD = 12


def content_start(words: Sequence[Word], place: int, verb: ReportingVerb | None) -> int:
    """Where what is said begins, from `place` after the verb or the clause.

    "That" before it, "reporters" after "told" and circumstances such as "on Tuesday" are
    passed over.
    """
    for number in range(place, min(len(words), place + _LOOKAHEAD)):
        word = words[number]
        if word.lower == "that" and (word.tag == "CJT" or number == place):
            return number + 1
        if word.tag in ("PUN", "PUQ", "VVN", "TO0") or word.tag in FINITE:
            break
    at = place
    if verb is not None and verb.base in ADDRESSING:
        addressed = phrase_after(words, at)
        at = at if addressed is None else addressed[1]
    while (following := _circumstance(words, at)) is not None:
        at = following
    return at


def reports_clause(words: Sequence[Word], place: int, verb: ReportingVerb) -> bool:
    """Whether a clause, a quotation or a colon follows a verb."""
    content = content_start(words, place + 1, verb)
    if words[content - 1].lower == "that":
        return True
    rest = words[content : content + _LOOKAHEAD]
    if rest and rest[0].tag == "TO0":
        return verb.base in COMMITTING
    if rest and (rest[0].tag in ("PUQ", "DTQ", "AVQ") or rest[0].lower == ":"):
        return True
    if opens_quotation(words, content):
        return True
    if verb.base in THAT_ONLY:
        return False
    return _is_clause(words, content) or any(word.tag == "PUQ" for word in rest)


def opens_quotation(words: Sequence[Word], place: int) -> bool:
    """Whether a comma and a quotation stand at a place."""
    return place + 1 < len(words) and words[place].lower == "," and words[place + 1].tag == "PUQ"


def _is_clause(words: Sequence[Word], place: int) -> bool:
    """Whether a noun phrase with a finite verb begins at a place."""
    subject = phrase_after(words, place)
    if subject is None:
        return False
    after = subject[1]
    while after < len(words) and words[after].tag == "AV0":
        after += 1
    return after < len(words) and words[after].tag in FINITE


def _circumstance(words: Sequence[Word], place: int) -> int | None:
    """The end of "later", "on Tuesday" or "to the court", None where something else stands."""
    at = place
    while at < len(words) and words[at].tag == "AV0":
        at += 1
    if at > place and (at >= len(words) or words[at].tag in ("PUN", "PUQ")):
        return at
    if at >= len(words) or words[at].tag not in ("PRP", "NP0", "ORD", "AJ0"):
        return None
    begins = at + 1 if words[at].tag == "PRP" else at
    phrase = phrase_after(words, begins)
    if phrase is None:
        return None
    inside = words[begins : phrase[1]]
    if any(word.lower in TIMES for word in inside):
        return None if any(word.tag == "NN2" for word in inside) else phrase[1]
    if begins == at or words[at].lower not in CIRCUMSTANTIAL_PREPOSITIONS:
        return None
    return None if any(word.tag == "CRD" for word in inside) else phrase[1]
