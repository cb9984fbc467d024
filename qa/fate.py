"""What befell those that a figure counts: who is dead was not merely injured, nor is missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from index.sentences import Bounds
from qa.nearness import WORD, distance
from qa.value_noun import by_word

_FATES = {
    "dead": """dead death deaths deceased die died dies dying drowned executed fatal fatalities
        fatality fatally kill killed killing kills killings massacre massacred murdered perished
        toll""",
    "injured": "hurt injured injures injuries injuring injury wounded wounding wounds",
    "missing": "disappeared missing unaccounted",
    "saved": "alive rescued rescuing saved survive survived survives surviving survivor survivors",
    "homeless": "displaced homeless",
    "evacuated": "evacuated evacuees evacuating",
    "arrested": "arrest arrested arresting arrests detained detainees detaining",
    "infected": "infected infection infections sickened",
}
FATE_OF = by_word(_FATES)
_PHRASES = {
    "dead": re.compile(r"\blos(?:e|t|ing)\s+(?:\w+\s+)?li(?:fe|ves)\b", re.IGNORECASE),
    "homeless": re.compile(
        r"\blos(?:e|t|ing)\s+(?:\w+\s+)?(?:homes?|houses?)\b|\bwithout\s+(?:a\s+)?homes?\b",
        re.IGNORECASE,
    ),
}
# Between two fates that one figure counts: "killed or injured", "dead, hurt or missing".
_JOINT = re.compile(
    r"\s*(?:[,/]|(?:,\s*)?\b(?:and\s*/\s*or|and|or)\b)\s*"
    r"(?:(?:are|been|is|presumed|the|was|were|\w+ly)\s+){0,2}",
    re.IGNORECASE,
)
# "Fourteen of the wounded": they are no longer what the word says, or not only that.
OF_THEM = re.compile(r"\bof\s+(?:the|those|its|his|her|their)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedFate:
    """The one fate that a question asks of; None if it names none, or several."""

    fate: str | None

    @classmethod
    def of(cls, question: str) -> Self:
        """What a question asks of."""
        named = {fate for _, fates in _joined(question) for fate in fates}
        return cls(named.pop() if len(named) == 1 else None)

    def differs(self, sentence: str, figure: Bounds, others: Sequence[Bounds]) -> bool:
        """Whether a figure counts those of another fate than the question's.

        All bounds are offsets into the sentence, half-open. What tells a figure's fate is the
        nearest word of one and none behind another figure: "killing 31 and injuring 12".
        """
        if self.fate is None:
            return False
        first = max((end for _, end in others if end <= figure[0]), default=0)
        last = min((start for start, _ in others if start >= figure[1]), default=len(sentence))
        near = [
            (distance(sentence, figure, bounds), fates)
            for bounds, fates in _joined(sentence)
            if first <= bounds[0] and bounds[1] <= last
        ]
        if not near:
            return False
        nearest = min(apart for apart, _ in near)
        return not any(self.fate in fates for apart, fates in near if apart == nearest)


def _joined(text: str) -> list[tuple[Bounds, set[str]]]:
    """The places that tell of fates, in order: what is joined by "or" and the like is one place."""
    places: list[tuple[Bounds, set[str]]] = []
    for bounds, fate in sorted(_fates(text)):
        if places and _JOINT.fullmatch(text, places[-1][0][1], bounds[0]):
            (start, _), fates = places.pop()
            places.append(((start, bounds[1]), fates | {fate}))
        else:
            places.append((bounds, {fate}))
    return [place for place in places if not OF_THEM.search(text, 0, place[0][0])]


def _fates(text: str) -> Iterator[tuple[Bounds, str]]:
    for match in WORD.finditer(text):
        fate = FATE_OF.get(match[0].lower())
        if fate is not None:
            yield match.span(), fate
    for fate, phrase in _PHRASES.items():
        for match in phrase.finditer(text):
            yield match.span(), fate
