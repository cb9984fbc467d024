"""What a question wants measured: "how hot" a temperature, "how deep" a length."""

import re

from qa.parsing.unit import UNITS
from qa.value_noun import by_word
from qa.value_parsing import FoundValue

_ASKED = {
    "temperature": "temperature temperatures",
    "length": "distance height length depth width altitude elevation radius diameter wingspan",
    "weight": "weight mass",
    "speed": "speed",
    "magnitude": "magnitude",
    "area": "area",
}
_HOW = {
    "temperature": "hot cold warm",
    "length": "far tall deep wide thick long",
    "weight": "heavy",
    "speed": "fast",
}


_NOUNS, _ADJECTIVES = by_word(_ASKED), by_word(_HOW)
_ASKING = re.compile(
    rf"\bhow\s+(?P<how>{'|'.join(_ADJECTIVES)})\b"
    rf"|\bwh(?:at|ich)(?:['’]s|\s+(?:is|are|was|were))?\s+(?:the\s+)?(?:[\w-]+\s+){{0,2}}?"
    rf"(?P<noun>{'|'.join(_NOUNS)})\b",
    re.IGNORECASE,
)


def asked_dimension(question: str) -> str | None:
    """The dimension of the measure that a question asks for, None if it leaves that open."""
    match = _ASKING.search(question)
    if match is None:
        return None
    return _ADJECTIVES[match["how"].lower()] if match["how"] else _NOUNS[match["noun"].lower()]


def is_of_dimension(found: FoundValue, dimension: str | None) -> bool:
    """Whether a figure may be a measure of a dimension; a bare number may be one of any."""
    unit = UNITS.get(found.value.unit or "")
    if dimension is None or unit is None or found.kind != "measure":
        return True
    return unit.dimension == dimension
