"""Numbers of four digits that are years."""

from collections.abc import Sequence

from qa.parsing.clock import HOURS, is_clock
from qa.parsing.currency import SYMBOLS
from qa.parsing.noun_phrase import counted_phrase
from qa.parsing.token import Token, glued, word_at
from qa.parsing.unit import UNIT_PHRASES

# A number that may be a year wherever the words around it do not tell: "1500" to "2099".
YEAR_DIGITS = r"(?:1[5-9]|20)\d\d"
_BEFORE_YEARS = frozenset(
    """in since until till by from during of before after through late early mid year circa summer
    winter spring autumn fall season christmas ( 's ’s""".split()
)
_HEDGES = frozenset("than about around nearly almost over some least to approximately".split())
_DETERMINERS = frozenset("the its their his her our this a that".split())
_SENTENCE_STARTS = frozenset(("", ".", "!", "?", "\n", "”", '"'))


def is_year(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` is a year, not a count without its comma.

    "In 2011", "the 2011 floods" and "2011 was" are years, "killed 2000 people" and "2000 GMT" none.
    """
    token = tokens[place]
    if len(token.text) != 4 or not token.text.isdecimal() or not 1000 <= int(token.text) <= 2199:
        return False
    if glued(tokens, place) and tokens[place - 1].text not in "('\"‘“—–-[":
        return False
    if glued(tokens, place + 1) and tokens[place + 1].kind != "mark":
        return False
    if is_clock(tokens, place) or word_at(tokens, place + 1) in HOURS:
        return False
    before, after = word_at(tokens, place - 1), word_at(tokens, place + 1)
    if before in ("in", "since", "circa", "year"):
        return True
    if before in SYMBOLS or UNIT_PHRASES.after(tokens, place + 1) is not None:
        return False
    if after in ("million", "billion", "trillion", "thousand", "hundred"):
        return False
    if int(token.text) < 1700:
        return before in _BEFORE_YEARS and counted_phrase(tokens, place + 1) is None
    if before in _BEFORE_YEARS or before in _DETERMINERS or before in _SENTENCE_STARTS:
        return True
    if counted_phrase(tokens, place + 1) is None:
        return True
    # Counts of four digits mostly have a comma; without one, they are round or hedged.
    is_recent, is_round = 1900 <= int(token.text) < 2100, int(token.text) % 50 == 0
    return is_recent and not is_round and before not in _HEDGES
