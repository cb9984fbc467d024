"""Whether "how long" and "length" ask for a time or a length."""

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
    rope cable chain ladder deck span network report paper document book novel letter slick
    zone""".split()
)
# These last, and have no other length.
_LASTING = frozenset(
    """absence agreement ban battle blackout break broadcast campaign captivity career ceasefire
    ceremony childhood closure concert confinement conflict contract crisis curfew custody day deal
    debate delay detention downtime drought emergency employment engagement era evacuation exile
    extension festival fighting film flight freeze gestation hearing heatwave hiatus holiday
    hospitalisation hospitalization illness imprisonment incubation inquiry internship interruption
    interval interview investigation lease leave licence license life lifespan lifetime lockdown
    lull mandate marriage match meeting mission month moratorium movie negotiations night occupation
    offensive operation outage pause performance period pregnancy presidency probation probe
    procedure process program programme quarantine recess recession recovery reign residency
    retirement sabbatical season semester sentence session shift shortage shutdown siege silence
    speech standoff stay stint stoppage storm strike summer summit surgery suspension talks tenure
    term time timeout tournament training treatment trial truce vacation visa visit wait waiting war
    warranty week weekend winter year""".split()
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
# So is who or what these are said of: "how long was the man unconscious".
_PREDICATES = frozenset(
    """able absent alive alone asleep available awake away back caught contagious down dry free
    frozen gone good held here hidden ill infectious kept left off out pregnant ready safe sick
    silent there together unavailable unconscious unwell up valid""".split()
)
_PARTICIPLE = "ed"
_NO_PARTICIPLES = frozenset(
    "bed seabed riverbed breed feed reed seed shed sled speed steed".split()
)
_DETERMINERS = frozenset("the a an this that these those its their his her my our your".split())
_POSSESSIVES = ("'s", "’s")
_MODALS = frozenset("will would should could can must might may".split())
_SUBJECT_ENDS = ENDS | frozenset("aboard across along inside near outside without".split())
_PRONOUN_ALONE = tuple([pronoun, mark] for pronoun in ("it", "they") for mark in "?(")
_FORESEEN = frozenset("expected planned supposed proposed estimated going".split())
# Behind these nothing more is said of the subject.
_PHRASE_ENDS = frozenset("of from that which ? ! . , ; : (".split())


def how_long(following: Sequence[str]) -> QuestionKind:
    """The kind by the words behind "how long".

    A length is asked for only where a thing is all that is asked of: "how long is the road to
    Lund", not "how long is the road closed" nor "how long were they on the road". "Extent" is
    said where the noun does not tell a time from a length: "how long is the device".
    """
    asks_what_is = bool({*following[:1]} & COPULAS)
    if not asks_what_is and not ({*following[:1]} & _MODALS and "be" in following):
        return "duration"
    if following[1:3] in _PRONOUN_ALONE:
        return "number"
    subject = list(takewhile(lambda word: word not in _SUBJECT_ENDS, following[1:]))
    behind = following[1 + len(subject) :]
    if not _FORESEEN.isdisjoint(subject[-1:]):
        subject.pop()
    if not subject or _tells_state(following):
        return "duration"
    kind = _kind_of(subject)
    if kind is not None:
        return kind
    return "extent" if _is_thing(subject) and _is_all(behind) else "duration"


def length_kind(words: Sequence[str], place: int) -> QuestionKind:
    """The kind by what has the "length" at a place of a question's words.

    It is named behind "of" or before: "the length of the ceasefire", "the contract length".
    """
    if words[place + 1 : place + 2] == ["of"]:
        owner = list(takewhile(lambda word: word not in ENDS, words[place + 2 :]))
    else:
        owner = list(takewhile(lambda word: word not in ENDS, reversed(words[:place])))[::-1]
    kind = _kind_of(owner) if owner else "measure"
    return kind if kind in ("duration", "measure") else "extent"


def _kind_of(phrase: Sequence[str]) -> QuestionKind | None:
    """The kind that the nouns of a phrase decide, None if they leave it open."""
    head = phrase[-1]
    if head in _LASTING or head.removesuffix("s") in _LASTING:
        return "duration"
    if head in _LONG_THINGS:
        return "measure"
    return None if (_LONG_THINGS | _MAYBE_LONG).isdisjoint(phrase) else "number"


def _is_thing(subject: Sequence[str]) -> bool:
    """Whether a subject is a noun phrase with nothing that is said of it."""
    last = subject[-1]
    if last in _PREDICATES or (last.endswith(_PARTICIPLE) and last not in _NO_PARTICIPLES):
        return False
    if last.endswith("s") and last not in _DETERMINERS:
        return True  # "how long are blue whales"
    begins = subject[0] in _DETERMINERS or subject[0].endswith(_POSSESSIVES)
    return begins and len(subject) > 1


def _is_all(behind: Sequence[str]) -> bool:
    """Whether nothing but what is going "to be" stands behind a subject."""
    rest = list(behind)
    for word in ("to", "be"):
        if rest[:1] == [word]:
            rest.pop(0)
    return not rest or rest[0] in _PHRASE_ENDS


def _tells_state(words: Sequence[str]) -> bool:
    return not _STATES.isdisjoint(words) or not _STATE_PHRASES.isdisjoint(pairwise(words))
