"""Whether the words around a date speak of what is still to come."""

from collections.abc import Sequence
from typing import Literal

from qa.parsing.dateline import is_dateline
from qa.parsing.schedule import is_scheduled, may_be_scheduled
from qa.parsing.token import Token, glued, word_at
from qa.parsing.vocabulary import FUNCTION_WORDS, is_past, is_plural

Tense = Literal["past", "future"]
MAXIMUM_DISTANCE = 12
_FUTURE = frozenset(
    """will shall 'll won't due scheduled expected set plans plan planned planning upcoming slated
    starting beginning aims hopes intends tomorrow forecast likely deadline""".split()
)
_MAY = frozenset("could may might can".split())
_DEADLINES = frozenset("by until till through".split())
_PAST = frozenset("was were had did has have been".split())
# What stands behind these has the form of a present, and they tell the tense.
_AUXILIARIES = frozenset(
    """to will would shall should may might could can must do does won't wouldn't can't cannot
    couldn't shouldn't""".split()
)
_ADVERBS = frozenset(
    "also already always even ever just never not now only soon still then".split()
)
# "Police would not say on Monday": what was refused is past.
_REFUSED = frozenset(
    """answer comment confirm disclose discuss elaborate give identify name provide release reveal
    rule say speak speculate talk""".split()
)
_HABITS = frozenset("often regularly sometimes usually".split())
# "Adjourned until Monday", "postponed to Friday".
_DEFERRED = frozenset(
    """adjourned deferred delayed extended moved postponed prolonged pushed remanded rescheduled
    suspended""".split()
)
_UNTIL = frozenset("until till".split())
# "It will rise, according to a statement on Monday": the date is not that of the rise.
_ASIDES = frozenset("according citing quoting speaking".split())
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
    if word_at(tokens, first - 1) == "since" or is_dateline(tokens, first, end):
        return "past"
    tense = _tense_before(tokens, first, end) or _tense_after(tokens, end)
    deadline = any(word_at(tokens, first - step) in _DEADLINES for step in (1, 2, 3, 4))
    if deadline and tense != "future":
        # "Closed until May" may well be yet to come, "an answer is due by Friday" is.
        return "future" if tense is None else None
    return tense


def _tense_before(tokens: Sequence[Token], first: int, end: int) -> Tense | None:
    scheduled = comma = False
    is_subject = end < len(tokens) and _is_past(tokens[end].lower)
    for place in range(first - 1, max(-1, first - MAXIMUM_DISTANCE - 1), -1):
        word = tokens[place].lower
        if _ends_clause(tokens, place) or (word in _CONJUNCTIONS and place < first - 2):
            break
        comma = comma or word == ","
        if (comma and is_subject) or (word in _ASIDES and not comma):
            break  # "it would rise, a report on Friday showed"
        if _is_still_to_come(tokens, place, first):
            return "future"
        tense = _foretold(tokens, place) or _tense(tokens, place)
        if tense is not None:
            return tense
        scheduled = scheduled or may_be_scheduled(tokens, place)
    return "future" if scheduled and not is_subject else None


def _is_still_to_come(tokens: Sequence[Token], place: int, first: int) -> bool:
    """Whether "adjourned until" or "is on" stands at `place` before the date at `first`."""
    word, before = tokens[place].lower, word_at(tokens, first - 1)
    if word in ("is", "are"):
        return place == first - 2 and before == "on"
    if word not in _DEFERRED:
        return False
    near = range(max(place + 1, first - 4), first)
    return before == "to" or any(tokens[at].lower in _UNTIL for at in near)


def _tense_after(tokens: Sequence[Token], end: int) -> Tense | None:
    scheduled = False
    for place in range(end, min(len(tokens), end + MAXIMUM_DISTANCE)):
        if _ends_clause(tokens, place):
            break
        # "In May he would resign" and "in May he was to resign" may tell of the past.
        tense = _tense(tokens, place)
        if tense is not None:
            return tense
        scheduled = scheduled or may_be_scheduled(tokens, place)
    return "future" if scheduled else None


def _tense(tokens: Sequence[Token], place: int) -> Tense | None:
    word = tokens[place].lower
    if word in _FUTURE or word.endswith(("'ll", "’ll")):
        earlier = {word_at(tokens, place - 1), word_at(tokens, place - 2)}
        was = not earlier.isdisjoint(("had", "been", "originally", "previously"))
        return "past" if was else "future"
    before, after = word_at(tokens, place - 1), word_at(tokens, place + 1)
    if (word in ("is", "are", "about") and after == "to") or (word in _MAY and after == "be"):
        return "future"
    if before in ("be", "being") or _has_auxiliary(tokens, place):
        return None  # the auxiliary tells the tense of "could be signed" and "would cut"
    if is_scheduled(tokens, place):
        return "future"
    return "past" if _is_past(word) else None


def _is_past(word: str) -> bool:
    return word in _PAST or is_past(word)


def _ends_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether a mark ends the clause there, such as the dash behind "ROME, Oct. 1 - The firm"."""
    if tokens[place].text == "-":
        return not (glued(tokens, place) or glued(tokens, place + 1))
    return tokens[place].lower in _CLAUSE_ENDS


def _foretold(tokens: Sequence[Token], place: int) -> Tense | None:
    """What "would" or "was to" tells: of what is still to come, unless "have" follows it."""
    word = tokens[place].lower.replace("’", "'")
    if word in ("was", "were"):
        if word_at(tokens, place + 1) != "to" or not _is_infinitive(tokens, place + 2):
            return None
        return "past" if _is_perfect(tokens, place + 2) else "future"
    following = _after_adverbs(tokens, place + 1)
    verb = word_at(tokens, following)
    if word.endswith("'d"):
        base = verb.isalpha() and not is_past(verb) and verb not in ("been", "better", "had")
        return "future" if base and not _is_perfect(tokens, following) else None
    if word not in ("would", "wouldn't") or not verb.isalpha() or verb in _HABITS:
        return None  # "a would-be buyer", "would often walk"
    refused = word == "wouldn't" or following > place + 1
    if _is_perfect(tokens, following) or (refused and verb in _REFUSED):
        return "past"
    return "future"


def _after_adverbs(tokens: Sequence[Token], place: int) -> int:
    for _ in range(2):
        if word_at(tokens, place) in _ADVERBS:
            place += 1
    return place


def _has_auxiliary(tokens: Sequence[Token], place: int) -> bool:
    """Whether an auxiliary stands before the word at `place`, with an adverb between or without."""
    before = word_at(tokens, place - 1)
    if before in _ADVERBS:
        before = word_at(tokens, place - 2)
    return before.replace("’", "'") in _AUXILIARIES


def _is_infinitive(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word after "was to" is a verb, unlike "was to Rome" or "was to the north"."""
    word = tokens[place].text if place < len(tokens) else ""
    is_verb = word.islower() and (word not in FUNCTION_WORDS or word in ("be", "have"))
    return is_verb and not is_plural(word)


def _is_perfect(tokens: Sequence[Token], place: int) -> bool:
    """Whether "have" and a participle stand at `place`, unlike "have until Friday"."""
    if word_at(tokens, place) != "have":
        return False
    at = _after_adverbs(tokens, place + 1)
    word = word_at(tokens, at)
    if at >= len(tokens) or tokens[at].kind != "word":
        return False
    return word in ("been", "had") or not (word in FUNCTION_WORDS or is_plural(word))
