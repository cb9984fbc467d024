"""What a figure counts, and numbers that count nothing: "one of the largest"."""

from collections.abc import Sequence

from qa.parsing.figure import Figure
from qa.parsing.noun_phrase import NounPhrase, counted_phrase, whole_phrase
from qa.parsing.token import Token, glued, is_airliner, word_at

MAXIMUM_AGE = 120
_NEVER_COUNTED = frozenset("off sided way fold something dimensional handed time".split())
_BEFORE_PRONOUN = frozenset(
    "no any every each this that the which what another old new first last next only".split()
)
_AFTER_PRONOUN = frozenset("day time thing way side hand reason point".split())


def counted_after(tokens: Sequence[Token], figure: Figure) -> NounPhrase | None:
    """The noun phrase that the figure counts or is a part or measure of."""
    amount = figure.upper or figure.amount
    end = figure.end
    if amount.kind != "count":
        return whole_phrase(tokens, end)
    if amount.joined:
        return _joined_noun(tokens, end + 1)
    if amount.numeral.number == 1:
        return counted_phrase(tokens, end, singular=True)
    named = end < len(tokens) and is_airliner(tokens, end)  # "50 737 MAX jets"
    phrase = counted_phrase(tokens, end + named)
    if named and phrase is not None:
        return NounPhrase(end, phrase.end, phrase.head)
    return phrase or whole_phrase(tokens, end)


_ODDS = {(before, "to", one) for before in ("by", "of") for one in ("one", "1")}


def is_counting(tokens: Sequence[Token], figure: Figure, counted: NounPhrase | None) -> bool:
    """Whether a bare number counts something, unlike the pronoun "one"."""
    amount = figure.amount
    word = tokens[figure.first].lower
    if amount.joined and word_at(tokens, figure.end + 1) in _NEVER_COUNTED:
        return False
    is_bare = counted is None or figure.first + 1 == counted.first
    if word in ("scores", "tens") and amount.kind == "count" and is_bare:
        return False  # "test scores", but "scores of people"
    if _is_odds(tokens, figure):
        return False
    if word != "one" or amount.kind != "count" or figure.end > figure.first + 1 or figure.upper:
        return True
    if counted is None or amount.joined:
        return False
    before, after = word_at(tokens, figure.first - 1), word_at(tokens, figure.end)
    if before in _BEFORE_PRONOUN or before.endswith("est"):
        return False
    return after not in _AFTER_PRONOUN


def _is_odds(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a number is part of a proportion to one: "by two to one", "a margin of 3 to 1"."""
    if figure.amount.kind != "count" or figure.upper:
        return False
    # The first of the two numbers, or the "1" behind it.
    for to in (figure.end, figure.first - 1):
        told = word_at(tokens, to - 2), word_at(tokens, to), word_at(tokens, to + 1)
        if told in _ODDS:
            return True
    return False


def is_age(tokens: Sequence[Token], figure: Figure) -> bool:
    """Whether a bare number is someone's age: "aged 34", "the suspect, 34, was"."""
    number = figure.amount.numeral.number if figure.upper is None else None
    if figure.amount.kind != "count" or figure.amount.joined:
        return False
    before = word_at(tokens, figure.first - 1)
    if before in ("aged", "age", "ages"):
        return True
    if before == "of" and word_at(tokens, figure.first - 2) == "age":
        return True  # "at the age of 88"
    if number is None or not 0 < number < MAXIMUM_AGE or not figure.amount.numeral.in_digits:
        return False
    if before != "," or figure.first < 2:
        return False
    closes = word_at(tokens, figure.end) in (",", ".", ";")
    is_list = figure.end + 1 < len(tokens) and tokens[figure.end + 1].kind == "number"
    return closes and not is_list and tokens[figure.first - 2].kind == "word"


def _joined_noun(tokens: Sequence[Token], place: int) -> NounPhrase | None:
    """ "Member" of "20-member"; the words after "3,000-strong" are not counted."""
    if place >= len(tokens) or tokens[place].kind != "word" or not glued(tokens, place):
        return None
    word = tokens[place].lower
    return None if word in ("strong", "plus", "odd") else NounPhrase(place, place + 1, word)
