"""Whether the words around a date speak of what is still to come."""

from collections.abc import Sequence
from typing import Literal

from qa.parsing.token import Token, word_at
from qa.parsing.vocabulary import is_past

Tense = Literal["past", "future"]
MAXIMUM_DISTANCE = 12
_FUTURE = frozenset(
    """will shall 'll won't due scheduled expected set plans plan planned planning upcoming slated
    starting beginning aims hopes intends tomorrow forecast likely deadline""".split()
)
_MAY = frozenset("could may might can".split())
_DEADLINES = frozenset("by until till through".split())
_PAST = frozenset("was were had did has have been".split())
_CLAUSE_ENDS = frozenset('. ; : ! ? \n ( ) “ ” " — –'.split(" "))
_CONJUNCTIONS = frozenset(
    "and but that which who after before when while where as because since".split()
)


def tense_around(tokens: Sequence[Token], first: int, end: int) -> Tense | None:
    """The tense of the clause of the date ``tokens[first:end]``, None where no verb tells it.

    The nearest verb before the date decides ("will meet on Tuesday", "said on Tuesday it
    will"); where none stands before it in its clause, the first verb after it does ("On
    Tuesday the court will rule").
    """
    tense = _tense_of_verbs(tokens, first, end)
    deadline = any(word_at(tokens, first - step) in _DEADLINES for step in (1, 2, 3, 4))
    if deadline and tense != "future":
        # "Closed until May" may well be yet to come, "an answer is due by Friday" is.
        return "future" if tense is None else None
    return tense


def _tense_of_verbs(tokens: Sequence[Token], first: int, end: int) -> Tense | None:
    for place in range(first - 1, max(-1, first - MAXIMUM_DISTANCE - 1), -1):
        word = tokens[place].lower
        if word in _CLAUSE_ENDS or (word in _CONJUNCTIONS and place < first - 2):
            break
        tense = _tense(tokens, place)
        if tense is not None:
            return tense
    for place in range(end, min(len(tokens), end + MAXIMUM_DISTANCE)):
        if tokens[place].lower in _CLAUSE_ENDS:
            break
        tense = _tense(tokens, place)
        if tense is not None:
            return tense
    return None


def _tense(tokens: Sequence[Token], place: int) -> Tense | None:
    word = tokens[place].lower
    if word in _FUTURE or word.endswith(("'ll", "’ll")):
        earlier = {word_at(tokens, place - 1), word_at(tokens, place - 2)}
        was = not earlier.isdisjoint(("had", "been", "originally", "previously"))
        return "past" if was else "future"
    before, after = word_at(tokens, place - 1), word_at(tokens, place + 1)
    if (word in ("is", "are", "about") and after == "to") or (word in _MAY and after == "be"):
        return "future"
    if before in ("be", "being"):
        return None  # the auxiliary tells the tense of "could be signed"
    return "past" if word in _PAST or is_past(word) else None
