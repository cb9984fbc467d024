"""Words around a figure that say how it is meant: "at least", "expected to rise to around"."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.parsing.cardinal import SMALL_WORDS
from qa.parsing.currency import SYMBOLS
from qa.parsing.governing import is_governed
from qa.parsing.phrase import PhraseTable, phrases
from qa.parsing.token import Token, word_at
from qa.parsing.vocabulary import FUNCTION_WORDS

LOWER_BOUNDS = frozenset(("at least", "more than"))
UPPER_BOUNDS = frozenset(("up to", "less than"))
EXPECTED = "expected"
POSSIBLY = "possibly"
MAXIMUM_HEDGES = 3
MAXIMUM_DISTANCE = 12

_HEDGES: PhraseTable[str] = phrases({
    "approximately": """about|around|roughly|approximately|approx|approx.|circa|some|an estimated
        |estimated|estimated at|an estimate of|estimates of|in the region of|in the order of
        |on the order of|or so|~|≈|perhaps|give or take|an average of""".split("|"),
    "nearly": "nearly|almost|close to|just short of|just shy of|approaching|nearing".split("|"),
    "up to": """up to|as many as|as much as|as high as|a maximum of|maximum of|no more than
        |not more than|no later than|at most|at the most|no longer than|≤""".split("|"),
    "at least": """at least|no fewer than|not fewer than|no less than|not less than|a minimum of
        |minimum of|as few as|≥""".split("|"),
    "more than": """more than|over|just over|well over|little more than|upwards of|upward of
        |in excess of|above|just above|well above|exceeding|exceeds|exceeded|exceed|greater than
        |north of|topping|topped|surpassed|surpassing|higher than|longer than|larger than|>
        |well more than|older than|beyond""".split("|"),
    "less than": """less than|fewer than|under|just under|well under|below|just below|well below
        |lower than|short of|south of|shorter than|smaller than|younger than|<""".split("|"),
})  # fmt: skip
_AFTER: PhraseTable[str] = phrases({
    "at least": "or more|plus|- plus|+|or above|or over|or higher|or older|or greater".split("|"),
    "up to": "or less|or fewer|or below|or under|or lower|or younger|at most".split("|"),
    "approximately": "or so|or thereabouts|- odd|- ish".split("|"),
})  # fmt: skip
_EXPECTATIONS: PhraseTable[str] = phrases({
    EXPECTED: """expected|expects|expect|expecting|expectation of|expectations of|forecast|forecasts
        |forecasted|forecasting|projected|projection of|projections of|predicted|predicts
        |predicting|prediction of|anticipated|anticipates|anticipating|could|may|might|will|would
        |'ll|plans to|plan to|planning to|planned|plans for|hopes to|hope to|hoping to|aims to
        |aim to|aiming to|aims for|intends to|intend to|set to|likely to|poised to|on course to
        |on track to|target of|targets of|goal of|seeks to|seeking to|pledged to|vowed to
        |proposes to|scheduled to|slated to""".split("|"),
    POSSIBLY: "may have|could have|might have|possibly|potentially|may already have".split("|"),
    "": """than expected|than forecast|than predicted|than projected|than anticipated|will not
        |could not|may not|would not|might not|would have""".split("|"),
})  # fmt: skip
# What "plus" adds begins so.
_ADDED = frozenset("a an the its his her their our another any some".split())
_PERIODS = frozenset("hour day night week month year".split())
# "These four countries will meet": that there are four is no forecast.
_DEFINITE = frozenset("the these those all its their both other".split())
_WILL = frozenset("will could may might would".split())
_BE = frozenset("is are was were be being been".split())
_DUE = frozenset(
    """expected projected forecast forecasted likely set due planned predicted anticipated
    scheduled slated poised""".split()
)
_CLAUSE_ENDS = frozenset(
    """. ; : ! ? ( ) , “ ” " and but while whereas which who that after because since although
    though as before whose where when if than – —""".split()
) | {"\n"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hedged:
    """``tokens[first:end]`` is a figure with its hedges, in the order of the text."""

    first: int
    end: int
    hedges: tuple[str, ...]


def hedges_around(tokens: Sequence[Token], first: int, end: int, floor: int, kind: str) -> Hedged:
    """The hedges next to the figure ``tokens[first:end]``, none of them before `floor`.

    `kind` is that of the figure.
    """
    found: list[str] = []
    for _ in range(MAXIMUM_HEDGES):
        place = _without_fillers(tokens, first)
        hedge = _HEDGES.before(tokens, place)
        if hedge is None or hedge[0] < floor:
            break
        if hedge[0] == place - 1 and is_governed(tokens, hedge[0], end, kind):
            break
        first = hedge[0]
        found.insert(0, hedge[1])
    after = _AFTER.after(tokens, end)
    if after is not None and word_at(tokens, end) == "plus" and _adds(tokens, end + 1, kind):
        after = None
    if after is not None and (after[1] != "up to" or not found):
        end = after[0]
        found.append(after[1])
    return Hedged(first, end, tuple(dict.fromkeys(found)))


def expectation(tokens: Sequence[Token], start: int, end: int, floor: int) -> str | None:
    """Whether the figure whose hedges start at `start` is "expected" or "possibly" so.

    `end` is the place after what it counts, `floor` the end of the figure before it.
    """
    before = _expectation_before(tokens, start, floor)
    if before is not None or word_at(tokens, start - 1) in _DEFINITE:
        return before
    return _expectation_after(tokens, end)


def _adds(tokens: Sequence[Token], place: int, kind: str) -> bool:
    """Whether "plus" before `place` adds something: "£500 plus costs", not "400 plus people"."""
    if place >= len(tokens):
        return False
    word = tokens[place].lower
    if word in ("a", "an") and word_at(tokens, place + 1) in _PERIODS:
        return False  # "£500 plus a month"
    if word in _ADDED or word in SMALL_WORDS or word in SYMBOLS or tokens[place].kind == "number":
        return True
    return kind != "count" and tokens[place].kind == "word" and word not in FUNCTION_WORDS


def _without_fillers(tokens: Sequence[Token], place: int) -> int:
    """Step over words between a hedge and its figure that change nothing."""
    if [word_at(tokens, place - step) for step in (3, 2, 1)] == ["a", "total", "of"]:
        return place - 3
    if word_at(tokens, place - 1) in ("another", "only"):
        return place - 1
    return place


def _expectation_before(tokens: Sequence[Token], start: int, floor: int) -> str | None:
    for place in range(start, max(floor, start - MAXIMUM_DISTANCE), -1):
        found = _EXPECTATIONS.before(tokens, place)
        if found is not None and found[0] >= floor and _is_verb(tokens[found[0]]):
            return found[1] or None
        token = tokens[place - 1]
        if token.lower in _CLAUSE_ENDS:
            return None
    return None


def _is_verb(token: Token) -> bool:
    """Whether "may" is the verb, not the month or a name."""
    return token.lower not in ("may", "will") or token.text.islower()


def _expectation_after(tokens: Sequence[Token], end: int) -> str | None:
    """ "12 ships will arrive", "500 more nurses are also expected to be hired"."""
    if word_at(tokens, end) in ("more", "others"):
        end += 1
    word = word_at(tokens, end)
    if word in _WILL and _is_verb(tokens[end]):
        return POSSIBLY if word_at(tokens, end + 1) == "have" and word != "will" else EXPECTED
    if word in _BE:
        end += 1
        if word_at(tokens, end) in ("now", "also", "still", "currently", "already"):
            end += 1
        if word_at(tokens, end) in ("being", "not"):
            return None
    elif word != "expected":
        return None
    return EXPECTED if word_at(tokens, end) in _DUE else None
