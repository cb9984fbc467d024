"""Statements that somebody denies: "denied that", "it is not true that"."""

from collections.abc import Sequence

from qa.language.chunk import base_end
from qa.language.lexicon import BE, CLAIMS, CONTRASTS, NEGATIONS
from qa.language.part_of_speech import FINITE, MARKS
from qa.language.reported_content import reports_clause
from qa.language.reporting_verb import ReportingVerb
from qa.language.word import Word

_PARTICIPLES = frozenset({"VVG", "VBG", "VHG", "VDG"})
_TRUE = frozenset({"true", "correct"})
_UNTRUE = frozenset({"untrue", "false", "incorrect"})


def denies_statement(words: Sequence[Word], place: int, verb: ReportingVerb) -> bool:
    """Whether "deny" at a place denies what is said, as in "denied reports of nine deaths".

    "Denied bail to nine men" refuses something, and "denied any part in it" tells no figure.
    """
    if reports_clause(words, place, verb):
        return True
    at = place + 1
    while at < len(words) and words[at].tag == "AV0":
        at += 1
    if at < len(words) and words[at].tag in _PARTICIPLES:
        return True
    end = base_end(words, at, len(words))
    is_clause = at < end < len(words) and words[end].tag in FINITE  # "denied 300 had died"
    return is_clause or words[end - 1].lower in CLAIMS


def is_negated(words: Sequence[Word], last: int, place: int) -> bool:
    """Whether a verb group that begins at `last` is negated: "did not deny"."""
    return any(word.lower in NEGATIONS for word in words[last:place])


def is_said_untrue(words: Sequence[Word], start: int, position: int) -> bool:
    """Whether "it is not true that" stands between two positions of the document.

    A comma, or a contrast such as "but", ends what it holds for.
    """
    inside = [word for word in words if start <= word.start < position]
    for place in range(len(inside) - 1, 0, -1):
        if inside[place].lower in CONTRASTS or inside[place].tag in MARKS:
            return False
        if inside[place].lower == "that" and _is_untrue(inside[:place]):
            return True
    return False


def _is_untrue(words: Sequence[Word]) -> bool:
    """Whether words end with "it is not true"."""
    judged, before = words[-1].lower, words[:-1]
    negated = False
    while before and (before[-1].lower in NEGATIONS or before[-1].tag == "AV0"):
        negated = negated or before[-1].lower in NEGATIONS
        before = before[:-1]
    is_clause = len(before) > 1 and before[-1].lower in BE and before[-2].lower == "it"
    return is_clause and judged in (_TRUE if negated else _UNTRUE)
