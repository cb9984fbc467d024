"""Numbers that count nothing: in names and codes, scores, clock times, telephone numbers."""

from collections.abc import Sequence

from qa.parsing.clock import is_clock
from qa.parsing.numeral import is_slashed_fraction
from qa.parsing.token import Token, glued, word_at
from qa.parsing.vocabulary import FUNCTION_WORDS, NUMBERED, NUMBERED_NAMES

_DASHES = frozenset(("-", "‑", "–", "+"))
_CODE_MARKS = frozenset("/:#@_=&\\*[")
# Words that a hyphen joins to a true figure: "mid-20", "over-50s".
_PREFIXES = frozenset("mid pre post sub up plus over nearly all around about".split())
_ABBREVIATIONS = frozenset("no nos p pp vol fig art sec ch".split())
# What follows a time of day or a year of an era.
_TIMES = frozenset(
    "am pm a.m. p.m. gmt bst utc est edt pst pdt cet o'clock o’clock ad bc ce bce".split()
)
_SCORING = frozenset(
    """win wins won winning beat beats beating beaten lose lost losing loss defeat defeated draw
    drew drawn tie tied victory score scored scoreline lead led leading trail trailed trailing ahead
    behind thrashed hammered edged vote voted votes ruled ruling decision aggregate game match
    series triumph rout equaliser final""".split()
)
# Nouns that a number after them names, unless it counts what follows: "on day two".
_STEPS = frozenset(
    """season episode chapter part round day week act volume step game match lap stage phase level
    series book quarter issue""".split()
)
_STREETS = frozenset(
    "street st avenue ave road rd boulevard blvd drive lane highway square plaza way".split()
)
_HEDGING = frozenset("nearly approximately roughly exactly precisely estimated".split())


def names_something(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` is part of a name, a code or an address, or a time of day."""
    return (
        _continues_name(tokens, place)
        or _is_numbered(tokens, place)
        or _goes_on(tokens, place)
        or is_clock(tokens, place)
    )


def is_step(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number at `place` may be that of a step: "season two", "day 3"."""
    return word_at(tokens, place - 1) in _STEPS


def is_address(tokens: Sequence[Token], end: int) -> bool:
    """Whether a street's name follows the number that ends before `end`."""
    for place in range(end, min(len(tokens), end + 4)):
        if tokens[place].kind == "mark" or not tokens[place].text[0].isupper():
            return False
        if place > end and tokens[place].lower in _STREETS:
            return True
    return False


def follows_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a capital word stands right before the number: "Falcon 9", "Windows 11".

    That alone does not make the number a name: "In Paris 12 people were hurt".
    """
    if place == 0 or tokens[place - 1].kind != "word":
        return False
    before = tokens[place - 1]
    plain = before.lower in FUNCTION_WORDS or before.lower in _HEDGING
    return before.text[0].isupper() and not plain


def tells_time(tokens: Sequence[Token], end: int) -> bool:
    """Whether the figure that ends before `end` is a time of day or a year of an era."""
    return word_at(tokens, end) in _TIMES


def chain_end(tokens: Sequence[Token], place: int) -> int | None:
    """The end of groups of digits such as "1-800-555-0199" or "0800 555 111".

    None if the number at `place` starts none, as in "3 1/2 hours". Groups are a code when there
    are more than two, or when the first starts with zero.
    """
    if is_slashed_fraction(tokens, place + 1):
        return None
    end, groups = place + 1, 1
    while end < len(tokens):
        dash = tokens[end].text in "-‑–./" and glued(tokens, end) and glued(tokens, end + 1)
        following = end + dash
        if following >= len(tokens) or tokens[following].kind != "number":
            break
        end, groups = following + 1, groups + 1
    first = tokens[place].text
    is_code = groups > 2 or (groups == 2 and len(first) > 1 and first[0] == "0" != first[1])
    return end if is_code and first[1:2] != "." else None


def is_score(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words around ``tokens[first:end]`` speak of a contest."""
    around = range(max(0, first - 6), min(len(tokens), end + 3))
    return any(tokens[place].lower in _SCORING for place in around)


def _continues_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether what touches the number from the left makes it part of it: "F-16", "MH370"."""
    if not glued(tokens, place):
        return False
    before = tokens[place - 1]
    if before.kind != "mark":
        return True
    if before.text in _CODE_MARKS:
        return True
    touched = glued(tokens, place - 1)
    if before.text in _DASHES:
        return touched and tokens[place - 2].lower not in _PREFIXES
    return before.text == "." and touched


def _is_numbered(tokens: Sequence[Token], place: int) -> bool:
    if word_at(tokens, place - 1) == "." and not glued(tokens, place):
        return word_at(tokens, place - 2) in _ABBREVIATIONS and glued(tokens, place - 1)
    before = word_at(tokens, place - 1)
    if before in NUMBERED_NAMES:
        return not tokens[place - 1].text.islower()
    return before in NUMBERED and tokens[place].kind == "number"


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether the number goes on as no figure does: "9/11", "10:30", "5G", "1990s"."""
    after = place + 1
    if not glued(tokens, after):
        return False
    mark = tokens[after].text
    if mark in (".", ")") and word_at(tokens, place - 1) in ("", "\n"):
        return not glued(tokens, after + 1)  # a numbered line: "5. Weather"
    if mark in (":", "/"):
        return glued(tokens, after + 1) and tokens[after + 1].kind == "number"
    return mark in ("_", "@", "=", "\\") and glued(tokens, after + 1)
