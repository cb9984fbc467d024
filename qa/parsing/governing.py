"""Prepositions that belong to a verb or noun before them: "arrested over two murders"."""

from collections.abc import Sequence

from qa.parsing.noun_phrase import counted_phrase
from qa.parsing.token import Token, word_at
from qa.parsing.vocabulary import FUNCTION_WORDS, VERBS, is_past

MAXIMUM_DISTANCE = 6
_BE = frozenset("was were been being be is are get gets got getting".split())
# In the passive these take "over" and "about" before what they are for; in the active what
# follows may as well be how many: "police arrested over 400 people".
_ACCUSED = frozenset(
    """arrested charged jailed imprisoned sued fined questioned criticised criticized sacked
    suspended detained investigated sentenced tried accused condemned prosecuted convicted blamed
    banned dismissed punished reprimanded interviewed quizzed censured sanctioned
    indicted""".split()
)
_ASKED = frozenset("questioned asked interviewed quizzed warned consulted grilled".split())
_PASSIVES = {"over": _ACCUSED, "about": _ASKED}
_GOVERNORS = {
    "over": frozenset(
        """resigned resign resigns resigning protested protest protests protesting clashed clash
        clashes clashing argued argue arguing apologised apologized apologise apologize quarrelled
        quarreled striking anger outrage fury row rows dispute disputes controversy tension tensions
        scandal uproar backlash criticism lawsuit lawsuits feud quarrel strike strikes debate
        anxiety unrest standoff indignation unease apology inquiry investigation concern concerns
        fears worries""".split()
    ),
    "about": frozenset(
        """spoke spoken talked talk talks talking complained complain complaining lied lying joked
        argued arguing worried worry worries worrying concern concerns concerned questions complaint
        complaints allegations doubts information book film documentary story stories novel rumours
        rumors""".split()
    ),
    "above": frozenset(
        """flew flies fly flying flown hover hovers hovered hovering circle circles circled circling
        hang hangs hung hanging loom looms loomed looming tower towers towered towering
        perched""".split()
    ),
}
# "Anger grew over", "a row broke out over".
_SPREADING = frozenset(
    """grew grows growing mounted mounts mounting rose rises rising erupted erupts broke out spread
    continues continued""".split()
)
# What one may be arrested for or asked about, and nobody arrests or asks.
_MATTERS = frozenset(
    """murders deaths killings rapes assaults attacks bombings robberies burglaries thefts offences
    offenses incidents allegations charges crimes shootings stabbings blasts fires leaks posts
    tweets emails comments remarks complaints""".split()
)
_RULED = frozenset(
    """charged jailed held convicted prosecuted banned arrested detained sentenced tried indicted
    served serve serves serving worked work works working lived live lives living played play plays
    playing operated operate operates operating ruled governed""".split()
)
_RULES = frozenset(
    """laws acts rules systems governments conditions treaties contracts regimes presidents
    ministers managers captains kings queens monarchs agreements deals names aliases headings
    sections articles provisions statutes codes coaches bosses editors commanders leaders flags
    programmes programs schemes""".split()
)
_SUBJECTS = frozenset("it this that which also".split())
_REPEATED = frozenset("times occasions".split())
_CHARGED = frozenset(("fined", "charged"))


def is_governed(tokens: Sequence[Token], place: int, end: int, kind: str) -> bool:
    """Whether the preposition at `place` goes with a word before it, not with the figure after.

    The figure of that kind ends before `end`.
    """
    word, before = tokens[place].lower, word_at(tokens, place - 1)
    if kind not in ("count", "money", "percentage") or word_at(tokens, end) in _REPEATED:
        return False
    if word == "under":
        counted = counted_phrase(tokens, end)
        return before in _RULED and counted is not None and counted.head in _RULES
    if word not in _GOVERNORS or (word != "over" and kind != "count"):
        return False
    if before in _GOVERNORS[word]:
        return before != "concerns" or word_at(tokens, place - 2) not in _SUBJECTS
    if before in _CHARGED and kind == "money":
        return False  # "fined over £500"
    return _is_spreading(tokens, place, kind) or _is_passive(tokens, place, end)


def _is_spreading(tokens: Sequence[Token], place: int, kind: str) -> bool:
    """Whether "anger grew" or the like stands before `place`."""
    first = place - 1
    while first > place - 4 and word_at(tokens, first) in _SPREADING:
        first -= 1
    governors = _GOVERNORS[tokens[place].lower]
    return kind != "percentage" and first < place - 1 and word_at(tokens, first) in governors


def _is_passive(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether someone "was arrested (on Monday)" or the like stands before `place`."""
    verbs = _PASSIVES.get(tokens[place].lower, frozenset())
    if word_at(tokens, place - 1) in verbs:
        counted = counted_phrase(tokens, end)
        of_matter = counted is not None and counted.head in _MATTERS
        return of_matter or _follows_be(tokens, place - 1)
    if _ends_clause(tokens, place - 1):
        return False
    for at in range(place - 2, max(-1, place - 2 - MAXIMUM_DISTANCE), -1):
        if tokens[at].lower in verbs:
            return _follows_be(tokens, at)
        if tokens[at].kind == "mark" or word_at(tokens, at) in VERBS | _BE | {"and", "or"}:
            return False
    return False


def _ends_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands at `place` cannot be the end of "on Monday" or "by police"."""
    if place < 0 or tokens[place].kind == "mark":
        return True
    word = tokens[place].lower
    return word in FUNCTION_WORDS or word in VERBS or is_past(word) or word.endswith("ing")


def _follows_be(tokens: Sequence[Token], place: int) -> bool:
    return any(word_at(tokens, place - step) in _BE for step in (1, 2, 3))
