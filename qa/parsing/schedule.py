"""Verbs in the present that tell of what is still to come: "begins on Monday", "leaders meet"."""

from collections.abc import Sequence

from qa.parsing.token import Token, word_at
from qa.parsing.vocabulary import FUNCTION_WORDS, is_past, is_plural

_ALWAYS = frozenset("begins expires resumes".split())
# These are nouns, too: "housing starts", "electoral votes".
_SINGULAR = frozenset("closes ends meets plays starts votes".split())
_PLURAL = frozenset("begin close end expire meet open play resume start vote".split())
# With these words behind them only.
_WITH = {
    "come": frozenset("into out".split()),
    "go": frozenset("ahead before into live on to".split()),
    "kick": frozenset({"off"}),
    "take": frozenset({"effect"}),
}
_FORMS = {
    written: base
    for base in _WITH
    for written in (base, f"{base}es" if base == "go" else f"{base}s")
}
_ON = frozenset("display sale show strike trial".split())
_OPENED = frozenset("fire up".split())
_PLURAL_PRONOUNS = frozenset("they we you".split())
_SUBJECTS = _PLURAL_PRONOUNS | frozenset(
    "also he it now only she still that then there which who".split()
)


def is_scheduled(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at `place` is a verb of what is to come: "begins", "takes effect"."""
    word, after = word_at(tokens, place), word_at(tokens, place + 1)
    base = _FORMS.get(word)
    if base is not None:
        goes_on = after in _WITH[base] and (after != "on" or word_at(tokens, place + 2) in _ON)
        return goes_on and (word != base or _has_plural_subject(tokens, place))
    return word in _ALWAYS or (word == "opens" and after not in _OPENED)


def may_be_scheduled(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at `place` is one unless the clause has a verb: "votes", "voters vote"."""
    word = word_at(tokens, place)
    if word in _PLURAL:
        return _has_plural_subject(tokens, place)
    return word in _SINGULAR and _has_subject(tokens, place)


def _has_plural_subject(tokens: Sequence[Token], place: int) -> bool:
    before = word_at(tokens, place - 1)
    return before in _PLURAL_PRONOUNS or is_plural(before)


def _has_subject(tokens: Sequence[Token], place: int) -> bool:
    """Whether a noun or pronoun may stand before a verb, neither a number nor "the"."""
    if place == 0 or tokens[place - 1].kind != "word":
        return False
    before = tokens[place - 1].lower
    if before in _SUBJECTS:
        return True
    return not (before in FUNCTION_WORDS or is_plural(before) or is_past(before))
