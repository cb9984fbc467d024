"""A change and the level that it led to: "fell $2 to $75", unlike the range "rose 5% to 7%"."""

from collections.abc import Sequence

from qa.parsing.amount import Amount
from qa.parsing.noun_phrase import counted_phrase
from qa.parsing.token import Token, word_at

_CHANGING = frozenset(
    """advance advanced advances advancing climb climbed climbing climbs decline declined declines
    declining decrease decreased decreases decreasing dip dipped dips down drop dropped dropping
    drops ease eased eases edged fall fallen falling falls fell grew grow growing grown grows higher
    increase increased increases increasing jump jumped jumping jumps lower plunge plunged plunges
    plunging rebounded rise risen rises rising rose sank sink sinking sinks slid slide slides
    sliding slip slipped slipping slips soar soared soaring soars surge surged surges surging swell
    swelled tumble tumbled tumbles tumbling up""".split()
)
# With a noun behind the figures they have an object: "lost 5 to 20 men".
_TRANSITIVE = frozenset(
    "add added adding adds gain gained gaining gains lose loses losing lost shed sheds".split()
)
_BETWEEN = frozenset(
    "a about almost another around by further just more nearly over roughly some than".split()
)
_MOST_BETWEEN = 3
# What changes by as much in one step is rather told as a range.
_LEAST_RATIO = 3


def is_change(tokens: Sequence[Token], lower: Amount, upper: Amount) -> bool:
    """Whether "2 to 75" tells by how much something changed and how much it is now.

    Where a unit or scale stands at one of them only, they are a range: "rose 2 to 7 per cent".
    """
    if lower.kind != upper.kind or (lower.numeral.scale == 1 and upper.numeral.scale > 1):
        return False
    if (upper.numeral.number or 0) <= _LEAST_RATIO * (lower.numeral.number or 0):
        return False
    place = lower.first - 1
    while place >= lower.first - _MOST_BETWEEN and word_at(tokens, place) in _BETWEEN:
        place -= 1
    verb = word_at(tokens, place)
    if verb in _TRANSITIVE:
        return upper.kind != "count" or counted_phrase(tokens, upper.end) is None
    return verb in _CHANGING
