"""Whether "how long" asks for a time or a length."""

from collections.abc import Sequence
from itertools import pairwise, takewhile

from qa.question_word import COPULAS, ENDS
from qa.value_noun import QuestionKind

_LONG_THINGS = frozenset(
    """bridge tunnel river road wall border route coastline fence pipeline wingspan runway canal
    trail railway beach street motorway bridges tunnels rivers roads walls borders routes fences
    pipelines runways canals trails railways beaches streets motorways""".split()
)
# Of these a time is told as well ("the boat to the island"), or a number of persons or pages.
_MAYBE_LONG = frozenset(
    """boat boats ship ships vessel ferry tanker train convoy lorry truck plane aircraft line
    lines queue queues tailback jam strip stretch section track course way detour journey drive
    furrow trench trenches ditch hole gash crack tear hedge dam pier quay jetty platform tail
    rope cable chain ladder deck span network report paper document letter slick zone""".split()
)
# What is closed or stuck is so for some time.
_STATES = frozenset(
    """open shut stuck idle lost missing aground afloat adrift unusable impassable passable
    inaccessible closed blocked stranded trapped blockaded delayed detained seized suspended flooded
    cordoned obstructed grounded moored docked anchored abandoned jammed disrupted stopped searched
    sealed halted unattended""".split()
)
_STATE_PHRASES = frozenset(
    (before, word)
    for before, words in {
        "at": "sea anchor",
        "under": "construction repair repairs fire siege water attack",
        "in": "use service operation port",
        "on": "fire",
    }.items()
    for word in words.split()
)
_MODALS = frozenset("will would should could can must might may".split())
_SUBJECT_ENDS = ENDS | frozenset("aboard across along inside near outside without".split())
_PRONOUN_ALONE = tuple([pronoun, mark] for pronoun in ("it", "they") for mark in "?(")
_FORESEEN = frozenset("expected planned supposed proposed estimated".split())


def how_long(following: Sequence[str]) -> QuestionKind:
    """The kind by the words behind "how long".

    A length is asked for only where a long thing is all that is asked of: "how long is the road
    to Lund", not "how long is the road closed" nor "how long were they on the road".
    """
    asks_what_is = bool({*following[:1]} & COPULAS)
    if not asks_what_is and not ({*following[:1]} & _MODALS and "be" in following):
        return "duration"
    if following[1:3] in _PRONOUN_ALONE:
        return "number"
    subject = list(takewhile(lambda word: word not in _SUBJECT_ENDS, following[1:]))
    if (_LONG_THINGS | _MAYBE_LONG).isdisjoint(subject) or _tells_state(following):
        return "duration"
    if subject[-1] in _FORESEEN:
        subject.pop()
    return "measure" if subject[-1] in _LONG_THINGS else "number"


def _tells_state(words: Sequence[str]) -> bool:
    return not _STATES.isdisjoint(words) or not _STATE_PHRASES.isdisjoint(pairwise(words))
