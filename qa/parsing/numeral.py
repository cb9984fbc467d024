"""Numbers in digits and words, without what they count."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.parsing.cardinal import LARGE_WORDS, SCALE_WORDS, read_cardinal
from qa.parsing.half import after_half, and_half_end, with_half
from qa.parsing.token import Token, glued, word_at

MAXIMUM_DIGITS = 40
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "lakh": 1e5, "crore": 1e7,
    "bn": 1e9, "mn": 1e6, "mln": 1e6, "mio": 1e6, "tn": 1e12, "trn": 1e12,
}  # fmt: skip
PLURAL_SCALES = {
    "tens": 10.0, "dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3,
    "millions": 1e6, "billions": 1e9, "trillions": 1e12, "lakhs": 1e5, "crores": 1e7,
}  # fmt: skip
_SHAPE = re.compile(
    r"(?:0|[^\W\D0_]\d*|\d{1,3}(?:,\d{2,3})*,\d{3}|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+)?"
    r"(?:\.\d+)?"
)
_SEPARATORS = str.maketrans("", "", ", \u00a0\u2009\u202f")


@dataclass(frozen=True, slots=True)
class Numeral:
    """The number of ``tokens[first:end]``.

    `number` is None for words such as "hundreds", of which only `low` is known. `stem` is the
    number before its `scale`: 1.2 and 1,000,000 for "1.2 million".
    """

    first: int
    end: int
    number: float | None
    low: float | None = None
    stem: float | None = None
    scale: float = 1.0
    in_digits: bool = False
    is_fraction: bool = False

    def times(self, scale: float, end: int) -> "Numeral":
        """The same with a scale word that ends at token `end`."""
        # Rounding keeps 4.35 million from becoming 4,349,999.999.
        number = None if self.number is None else round(self.number * scale, 6)
        low = None if self.low is None else self.low * scale
        return replace(self, end=end, number=number, low=low, scale=self.scale * scale)


def read_digits(tokens: Sequence[Token], place: int) -> Numeral | None:
    """A number in digits with its scale word, if one is well formed at `place`."""
    token = tokens[place]
    if len(token.text) > MAXIMUM_DIGITS or not _SHAPE.fullmatch(token.text):
        return None
    number = float(token.text.translate(_SEPARATORS))
    end = place + 1
    fraction = word_at(tokens, end)
    if len(fraction) == 1 and glued(tokens, end) and 0 < unicodedata.numeric(fraction, 0) < 1:
        number, end = number + unicodedata.numeric(fraction), end + 1
    elif is_slashed_fraction(tokens, end):
        number, end = (
            number + float(word_at(tokens, end)) / float(word_at(tokens, end + 2)),
            end + 3,
        )
    else:
        number, end = with_half(tokens, number, end)
    numeral = Numeral(place, end, number, stem=number, in_digits=True)
    return _scaled(tokens, numeral)


def read_words(tokens: Sequence[Token], place: int) -> Numeral | None:
    """A number in words with its scale word, if one starts at `place`."""
    word = tokens[place].lower
    following = word_at(tokens, place + 1)
    if word in PLURAL_SCALES:
        return _vague(tokens, place, place)
    if word in ("several", "few", "many") and following in SCALES:
        return _vague(tokens, place, place + 1)
    if word == "a" and following == "quarter":
        return _quarter(tokens, place)
    if word in ("a", "an"):
        if following == "few" and word_at(tokens, place + 2) in SCALES:
            return _vague(tokens, place, place + 2)
        if following == "couple":
            end = place + 3 if word_at(tokens, place + 2) == "of" else place + 2
            return _scaled(tokens, Numeral(place, end, 2.0, stem=2.0))
        if following in LARGE_WORDS:
            return _cardinal(tokens, place)
        if following in SCALES and len(following) > 3:
            return _scaled(tokens, Numeral(place, place + 1, 1.0, stem=1.0))
        return None
    if word == "half":
        return _half(tokens, place)
    return _cardinal(tokens, place)


def is_slashed_fraction(tokens: Sequence[Token], place: int) -> bool:
    """Whether "1/2" stands at `place`, after a space."""
    return (
        word_at(tokens, place) in ("1", "2", "3")
        and not glued(tokens, place)
        and word_at(tokens, place + 1) == "/"
        and word_at(tokens, place + 2) in ("2", "3", "4", "8")
        and glued(tokens, place + 1)
        and glued(tokens, place + 2)
    )


def _scaled(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """The number with the scale words that follow: "2.5 million", "two dozen"."""
    for _ in range(2):  # "two hundred thousand" has two, "3 lakh crore" too
        place = numeral.end
        if word_at(tokens, place) == "-" and glued(tokens, place) and glued(tokens, place + 1):
            place += 1
        scale = SCALES.get(word_at(tokens, place))
        if scale is None:
            break
        numeral = numeral.times(scale, place + 1)
    return _with_half_scale(tokens, numeral)


def _with_half_scale(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    """ "A million and a half" as 1.5 million; "a million and a half-million" stays apart."""
    end = and_half_end(tokens, numeral.end) if numeral.scale > 1 else None
    if end is None or numeral.number is None or numeral.stem is None or word_at(tokens, end) == "-":
        return numeral
    if word_at(tokens, end) in SCALES:
        return numeral
    number, stem = numeral.number + numeral.scale / 2, numeral.stem + 0.5
    return replace(numeral, end=end, number=number, stem=stem)


def _vague(tokens: Sequence[Token], first: int, place: int) -> Numeral:
    """ "Hundreds", "tens of thousands", "several hundred": at least one of that scale."""
    word = tokens[place].lower
    low, end = PLURAL_SCALES.get(word) or SCALES[word], place + 1
    for _ in range(2):
        following = word_at(tokens, end + 1)
        if word_at(tokens, end) == "of" and following in PLURAL_SCALES:
            low, end = low * PLURAL_SCALES[following], end + 2
        elif word_at(tokens, end) in SCALES:
            low, end = low * SCALES[word_at(tokens, end)], end + 1
    return Numeral(first, end, None, low=low)


def _half(tokens: Sequence[Token], place: int) -> Numeral | None:
    """ "Half a million", "half-million", "half-a-million"; None for any other half."""
    end = after_half(tokens, place)
    scale = word_at(tokens, end)
    if end == place + 1 or scale not in SCALES or len(scale) < 4:
        return None
    return _scaled(tokens, Numeral(place, end, 0.5, stem=0.5))


def _quarter(tokens: Sequence[Token], place: int) -> Numeral | None:
    """ "A quarter of a million"; None for any other quarter."""
    between = [word_at(tokens, place + step) for step in (2, 3)]
    if between != ["of", "a"] or word_at(tokens, place + 4) not in SCALE_WORDS:
        return None
    return _scaled(tokens, Numeral(place, place + 4, 0.25, stem=0.25))


def _cardinal(tokens: Sequence[Token], place: int) -> Numeral | None:
    """A cardinal such as "two hundred and fifty thousand", "three and a half million"."""
    read = read_cardinal(tokens, place)
    if read is None:
        return None
    number, end = read
    return _scaled(tokens, Numeral(place, end, number, stem=number))
