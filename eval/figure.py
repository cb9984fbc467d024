"""Figures as numbers, to tell whether two texts state the same one."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.answer_schema import ValueBody

# Two ways to write one number, "2.3 million" and "2,300,000", differ in the last binary digit.
_ROUNDING = 1e-9
_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
fifteen sixteen seventeen eighteen nineteen""".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "bn": 1_000_000_000,
    "mn": 1_000_000,
    "mln": 1_000_000,
    "tn": 1_000_000_000_000,
    "trn": 1_000_000_000_000,
}
# "5m" without a currency is as well a length.
_LETTERS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000, "t": 1_000_000_000_000}
_CURRENCY = "[a-z]{0,3}[$€£¥₹]"
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<sign>[-−]|minus )?(?P<currency>{_CURRENCY})?"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?P<words>(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_ONES[1:10])})|{'|'.join(_WORDS)}))"
    rf"(?P<scales>(?P<letter>(?(currency)(?: ?[mb]|[kt])|k)\b)|(?:[ -]?(?:{'|'.join(_SCALES)}))*)"
    r"(?![\w])(?![.,]\d)"
)
_LAST_NUMBER = re.compile(rf"(?:\d|\b(?:{'|'.join(_WORDS)}))$")
_NEXT_SCALE = re.compile(rf"[ -]?(?:{'|'.join(_SCALES)})\b")
_BETWEEN = frozenset({"and", "to", "or", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A range with its ends; a single number is the range from itself to itself."""

    low: float
    high: float


ReadFigure = Callable[[str], Figure | None]


def plain_figure(text: str) -> Figure | None:
    """The one number or range that a short text states, None where it isn't just one.

    It reads digits with thousands commas, the numbers to ninety-nine in words, and scales from
    "dozen" to "trillion", "bn" and the letters of "$5m" and "10k". What stands around the number,
    such as a unit or "about", is passed over, but a sign before a currency counts. In "13 and
    13.5 million" the scale belongs to both. What it can't read, such as "hundreds" or "one
    hundred and fifty", is left to the comparison of texts.
    """
    plain = " ".join(text.split()).casefold()
    found = list(_NUMBER.finditer(plain))
    if not 1 <= len(found) <= 2:
        return None
    high = _scaled(found[-1])
    if len(found) == 1:
        return _checked(high, high)
    if plain[found[0].end() : found[1].start()].strip() not in _BETWEEN:
        return None
    low = _scaled(found[0])
    if not found[0]["scales"] and low * _scale(found[1]) <= high:
        low *= _scale(found[1])
    return _checked(low, high)


def stated_figure(value: ValueBody | None) -> Figure | None:
    """The number of an answer's `value`, else its range where both ends are stated."""
    if value is None:
        return None
    if value.number is not None:
        return _checked(value.number, value.number)
    if value.low is None or value.high is None:
        return None
    return _checked(value.low, value.high)


def same_figure(first: Figure, second: Figure, tolerance: float = 0.0) -> bool:
    """Whether both ends agree: |a - b| <= tolerance * max(|a|, |b|), rounding apart.

    Units are not compared: a gold figure mostly stands without one.

    Raises:
        ValueError: the tolerance is outside [0, 1].
    """
    if not 0 <= tolerance <= 1:
        raise ValueError(f"the tolerance {tolerance} is outside 0 to 1: give a share such as 0.05")
    share = max(tolerance, _ROUNDING)
    return math.isclose(first.low, second.low, rel_tol=share) and math.isclose(
        first.high, second.high, rel_tol=share
    )


def goes_on(text: str, end: int) -> bool:
    """Whether the number before `end` in a text of small letters is only a part: "3 | million"."""
    return bool(_LAST_NUMBER.search(text[:end]) and _NEXT_SCALE.match(text, end))


def _scaled(found: re.Match[str]) -> float:
    if found["digits"] is not None:
        number = float(found["digits"].replace(",", ""))
    else:
        number = float(sum(_WORDS[word] for word in re.split("[- ]", found["words"])))
    return (-number if found["sign"] else number) * _scale(found)


def _scale(found: re.Match[str]) -> int:
    if found["letter"] is not None:
        return _LETTERS[found["letter"].strip()]
    return math.prod(_SCALES[word] for word in re.findall("[a-z]+", found["scales"]))


def _checked(low: float, high: float) -> Figure | None:
    return Figure(low, high) if low <= high and math.isfinite(low) and math.isfinite(high) else None
