"""Cardinal numbers in words: "two hundred and fifty", "a thousand five hundred"."""

from collections.abc import Sequence

from text_to_num import text2num

from qa.parsing.half import with_half
from qa.parsing.token import Token, glued, word_at

MAXIMUM_WORDS = 16
SMALL_WORDS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety""".split()
)
SCALE_WORDS = frozenset("thousand million billion".split())
LARGE_WORDS = SCALE_WORDS | {"hundred"}
_DIGITS = {word: str(place) for place, word in enumerate(
    "zero one two three four five six seven eight nine".split()
)}  # fmt: skip


def read_cardinal(tokens: Sequence[Token], place: int) -> tuple[float, int] | None:
    """The number at `place` and its end, without a scale: 3.5 of "three and a half million"."""
    places = _number_words(tokens, place)
    if not places:
        return None
    if word_at(tokens, place - 1) == "between" and word_at(tokens, places[-1] + 1) != "and":
        # "Between a hundred and two thousand" has both ends of a range.
        places = [at for at in places if at < _first_and(tokens, places)] or places
    last, *before = (tokens[at].lower for at in reversed(places))
    if last in SCALE_WORDS and SCALE_WORDS.isdisjoint(before):
        places.pop()  # the scale is read apart, so that a range can share it
    elif last == "hundred" and LARGE_WORDS.isdisjoint(before):
        places.pop()
    number = _of_words(tokens, places)
    if number is None:
        # "Between one hundred and two hundred" is no single number.
        places = [at for at in places if at < _first_and(tokens, places)]
        number = _of_words(tokens, places)
        if number is None:
            return None
    end = places[-1] + 1
    if word_at(tokens, end) == "point" and word_at(tokens, end + 1) in _DIGITS:
        number, end = _with_decimals(tokens, number, end + 1)
    else:
        number, end = with_half(tokens, number, end)
    return number, end


def _number_words(tokens: Sequence[Token], place: int) -> list[int]:
    """The places of a cardinal's words from `place` on; hyphens and "and" between are left out."""
    places: list[int] = []
    at = place
    if tokens[place].lower in ("a", "an"):
        places.append(at)  # a scale word follows
        at += 1
    while at < len(tokens) and len(places) < MAXIMUM_WORDS:
        word = tokens[at].lower
        if places and _starts_compound(tokens, at):
            break
        if word in SMALL_WORDS or (places and word in LARGE_WORDS):
            places.append(at)
        elif not places or not _joins_number_words(tokens, at):
            break
        at += 1
    return places


def _starts_compound(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number right after a scale is part of a word: "a hundred two-year-olds"."""
    after = place + 2
    return (
        word_at(tokens, place - 1) in LARGE_WORDS
        and tokens[place].lower in SMALL_WORDS
        and word_at(tokens, place + 1) == "-"
        and glued(tokens, after)
        and tokens[after].kind == "word"
        and word_at(tokens, after) not in SMALL_WORDS | LARGE_WORDS
    )


def _first_and(tokens: Sequence[Token], places: Sequence[int]) -> int:
    ands = (at for at in range(places[0], places[-1]) if tokens[at].lower == "and")
    return next(ands, places[0])


def _joins_number_words(tokens: Sequence[Token], place: int) -> bool:
    following = word_at(tokens, place + 1)
    if tokens[place].text == "-":
        between = glued(tokens, place) and glued(tokens, place + 1)
        return between and following in SMALL_WORDS | LARGE_WORDS
    return (
        tokens[place].lower == "and"
        and following in SMALL_WORDS
        and word_at(tokens, place - 1) in LARGE_WORDS
    )


def _of_words(tokens: Sequence[Token], places: Sequence[int]) -> float | None:
    words = [tokens[at].lower for at in places]
    if not words:
        return None
    if words[0] in ("a", "an"):
        words[0] = "one"
    try:
        return float(text2num(" ".join(words), "en"))
    except ValueError:
        return None


def _with_decimals(tokens: Sequence[Token], number: float, place: int) -> tuple[float, int]:
    end = place
    while end - place < MAXIMUM_WORDS and word_at(tokens, end) in _DIGITS:
        end += 1
    decimals = "".join(_DIGITS[tokens[at].lower] for at in range(place, end))
    return float(f"{number:.0f}.{decimals}"), end
