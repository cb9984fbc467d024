"""Whether a verb tells a figure: "counted 40 cars", "raised its forecast to 7 percent"."""

from collections.abc import Sequence

from qa.language.lexicon import ESTIMATES
from qa.language.part_of_speech import FINITE
from qa.language.word import Word

_FIGURE_REACH = 8
_ESTIMATE_REACH = 3
_DECIDED = frozenset("number numbers figures guidance outlook".split())


def states_figure(words: Sequence[Word], place: int, stop: str | None = "to") -> bool:
    """Whether a number follows before the clause ends, or the word at which to `stop`."""
    for word in words[place : place + _FIGURE_REACH]:
        if word.tag == "CRD" or word.lower[:1].isdigit():
            return True
        if word.tag == "PUN" or word.tag in FINITE or word.lower == stop:
            return False
    return False


def counts_things(words: Sequence[Word], place: int) -> bool:
    """Whether a plural noun follows the next number."""
    rest = iter(words[place : place + _FIGURE_REACH])
    counted = next((word for word in rest if word.tag == "CRD"), None)
    after = next((word for word in rest if word.tag != "CRD"), None)
    return counted is not None and after is not None and after.tag == "NN2"


def revises_estimate(words: Sequence[Word], place: int) -> bool:
    """Whether an estimate and a figure follow a verb: "its growth forecast to 7", "the toll to 9".

    "The number of nurses" may be changed by who decides on it, so a number must be one's own.
    """
    if place >= len(words) or (words[place].tag != "DPS" and words[place].lower != "the"):
        return False
    known = ESTIMATES if words[place].tag == "DPS" else ESTIMATES - _DECIDED
    within = range(place + 1, min(len(words), place + 1 + _ESTIMATE_REACH))
    estimate = next((number for number in within if words[number].lower in known), None)
    return estimate is not None and states_figure(words, estimate + 1, stop=None)
