"""Where a word after a number is a unit, and where it belongs to a name or to the next noun."""

from collections.abc import Sequence

from qa.parsing.phrase import PhraseTable, phrases
from qa.parsing.token import Token, glued, word_at
from qa.parsing.unit import UNIT_PHRASES, Unit
from qa.parsing.vocabulary import FUNCTION_WORDS, is_plural

# Nouns that begin with the name of a unit and measure nothing.
_COMPOUNDS: PhraseTable[None] = phrases({None: """foot soldiers|foot patrols|foot passengers
    |foot faults|day nurseries|day centres|day centers|day trippers|day schools|day labourers
    |day laborers|day workers|day visitors|day traders|day pupils|day cases|night buses
    |night trains|night shifts|night clubs|night watchmen|night guards|night markets|night nurses
    |night flights|year groups|minute books|mile markers|yard sales|yard signs|degree courses
    |degree programmes|degree programs|degree students|degree holders|degree apprenticeships
    |pound coins|pound notes|pound shops|second homes|second doses|second jobs|second votes
    |second children|second passports|second languages|second opinions|second jabs|second chances
    |second preferences|second properties|second boosters
    |second marriages""".split("|")})  # fmt: skip
# No text tells so many seconds where it could tell minutes or hours.
_MOST_SECONDS = 1000


def unit_after(
    tokens: Sequence[Token], place: int, number: float | None = None
) -> tuple[int, Unit] | None:
    """The place after the unit at `place` and the unit, None if what stands there is none.

    `number` is what is told in it, where that is known.
    """
    found = UNIT_PHRASES.after(tokens, place)
    if found is None:
        return None
    end, unit = found
    if end == place + 1 and not _is_symbol(tokens, place):
        return None
    if glued(tokens, end) and tokens[end].kind == "word":
        return None
    if _COMPOUNDS.after(tokens, place) is not None and not _continues_number(tokens, place):
        return None
    is_rank = unit.name == "second" and number is not None and number >= _MOST_SECONDS
    if is_rank and _is_singular(tokens, place, end) and is_plural(word_at(tokens, end)):
        return None
    return end, unit


def asked_unit(tokens: Sequence[Token], place: int) -> Unit | None:
    """The unit that "how many" asks for when it stands before `place`."""
    found = unit_after(tokens, place)
    if found is None:
        return None
    end, unit = found
    following = word_at(tokens, end)
    is_modifier = following.isalpha() and following not in FUNCTION_WORDS
    if unit.kind != "percentage" and _is_singular(tokens, place, end) and is_modifier:
        return None  # "how many second homes", "how many year groups"
    return unit


def ends_word(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands before `place` is a word of its own there."""
    return not glued(tokens, place) or not tokens[place].text[0].isalnum()


def _is_symbol(tokens: Sequence[Token], place: int) -> bool:
    """Whether a short symbol is a unit here: "38 C" but not "38 c", "12in" but not "12 in"."""
    token = tokens[place]
    if len(token.text) == 1 and token.text.isalpha() and _begins_name(tokens, place):
        return False
    if token.lower in ("c", "f"):
        return token.text.isupper()
    return token.lower != "in" or glued(tokens, place) or word_at(tokens, place + 1) == "("


def _begins_name(tokens: Sequence[Token], place: int) -> bool:
    """Whether a letter that is a word of its own begins a designation: "F-16", "G7", "F/A-18"."""
    after = place + 1
    if glued(tokens, place) or not glued(tokens, after):
        return False
    if tokens[after].kind == "number":
        return True
    if tokens[after].text == "/":
        following = word_at(tokens, after + 1)
        return tokens[place].lower in ("c", "f") and glued(tokens, after + 1) and following == "a"
    is_code = tokens[after].text in "-‑" and glued(tokens, after + 1)
    if not is_code or tokens[after + 1].kind != "number":
        return False
    # "20 C-25 C" is a range.
    return word_at(tokens, after + 2) not in (tokens[place].lower, "°", "degrees")


def _continues_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether a hyphen joins the word at `place` to the number before it: "a 20-foot patrol"."""
    return word_at(tokens, place - 1) in ("-", "‑") and glued(tokens, place)


def _is_singular(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether a unit is written out as one word in the singular: "foot", "second"."""
    word = word_at(tokens, place)
    return end == place + 1 and len(word) > 2 and word.isalpha() and not is_plural(word)
