"""Letters that scale a number, "12m people", and the "m" of a length, "a 12m wall"."""

from collections.abc import Sequence

from qa.parsing.currency import CURRENCY_PHRASES
from qa.parsing.noun_phrase import counted_phrase
from qa.parsing.numeral import Numeral
from qa.parsing.qualifier import hedges_around
from qa.parsing.token import Token, glued, word_at
from qa.parsing.vocabulary import FUNCTION_WORDS

LETTER_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
MAXIMUM_DISTANCE = 8
_OF_SIZE = frozenset(
    """tall high long wide deep away from above below sprint race final freestyle hurdles butterfly
    backstroke relay dash off outside inside""".split()
)
# What people do, and lengths do not; verbs that agree with a plural.
_OF_MANY = frozenset("are were have live need fled died voted lost lack face want".split())
_CLAUSE_STARTS = frozenset(
    """. , ; : ! ? ( " that while but because as where and after before if when since said
    says""".split()
) | {"\n", ""}  # fmt: skip
# What is told in millions of people, things or money.
_LARGE = frozenset(
    """population populations audience audiences viewers viewership listeners users subscribers
    followers readers readership membership passengers customers visitors circulation workforce
    electorate voters number numbers toll views downloads deaths cases sales revenue revenues profit
    profits turnover earnings income budget debt debts losses""".split()
)
_LINKS = frozenset(
    """is was are were be of at to by from reach reached reaches reaching hit hits exceed exceeds
    exceeded exceeding total totals totalled totaled stands stood now currently already""".split()
)
_CLAUSE_ENDS = frozenset('. ; : ! ? ( ) “ ” "'.split()) | {"\n"}


def with_letter_scale(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """ "12m people", "10k fans", "5m euros", "some 4m are"; "5m" alone is a length."""
    place = numeral.end
    letter = word_at(tokens, place)
    if not numeral.in_digits or letter not in ("k", "m") or not glued(tokens, place):
        return numeral
    scaled = numeral.times(LETTER_SCALES[letter], place + 1)
    if letter == "k" or tokens[place].text == "M":
        return scaled
    following = word_at(tokens, place + 1)
    is_money = CURRENCY_PHRASES.after(tokens, place + 1) is not None
    counts = counted_phrase(tokens, place + 1) is not None and following not in _OF_SIZE
    return scaled if is_money or counts or _is_of_many(tokens, numeral) else numeral


def is_metre(tokens: Sequence[Token], end: int, unit: str | None) -> bool:
    """Whether the figure that ends before `end` was read as metres of a bare "5m"."""
    return unit == "m" and tokens[end - 1].text == "m" and glued(tokens, end - 1)


def _is_of_many(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """Whether the sentence tells that "4m" are millions: by its verb or by its subject."""
    after = numeral.end + 1
    following = word_at(tokens, after)
    if following in ("who", "whom"):
        return True
    first = _first_of_range(tokens, numeral.first)
    start = hedges_around(tokens, first, numeral.end, 0, "count").first
    if following in _OF_MANY and _begins_clause(tokens, start):
        return True
    ends = following in FUNCTION_WORDS - _OF_SIZE or following in '.,;:)”"\n'
    return ends and word_at(tokens, start - 1) in _LINKS and _speaks_of_many(tokens, start)


def _begins_clause(tokens: Sequence[Token], place: int) -> bool:
    """Whether a clause begins at a place: with a capital, or behind a mark, sign or joint."""
    before = word_at(tokens, place - 1)
    is_sign = not (before.isascii() or before.isalnum())
    return before in _CLAUSE_STARTS or is_sign or tokens[place].text[:1].isupper()


def _first_of_range(tokens: Sequence[Token], place: int) -> int:
    """The first token of "between 3m and 4m" or "3m-4m" from the place of the second number."""
    joint = word_at(tokens, place - 1)
    if joint not in ("and", "to", "-", "–") or word_at(tokens, place - 2) != "m" or place < 3:
        return place
    return place - 4 if word_at(tokens, place - 4) == "between" else place - 3


def _speaks_of_many(tokens: Sequence[Token], place: int) -> bool:
    """Whether the clause before `place` speaks of what is told in millions."""
    for at in range(place - 1, max(-1, place - 1 - MAXIMUM_DISTANCE), -1):
        word = tokens[at].lower
        if word in _CLAUSE_ENDS:
            return False
        if word in _LARGE:
            return True
    return False
