"""What befell those that a figure counts: who is dead was not merely injured, nor is missing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from index.sentences import Bounds
from qa.nearness import WORD, distance
from qa.question_kind import by_word

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
# "Fourteen of the wounded": they are no longer what the word says, or not only that.
OF_THEM = re.compile(r"\bof\s+(?:the|those|its|his|her|their)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedFate:
    """The one fate that a question asks of; None if it names none, or several."""

    fate: str | None

    @classmethod
    def of(cls, question: str) -> Self:
        """What a question asks of."""
        named = {fate for _, fate in _fates(question)}
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
            (distance(sentence, figure, bounds), fate)
            for bounds, fate in _fates(sentence)
            if first <= bounds[0] and bounds[1] <= last
        ]
        if not near:
            return False
        nearest = min(apart for apart, _ in near)
        return self.fate not in {fate for apart, fate in near if apart == nearest}


def _fates(text: str) -> Iterator[tuple[Bounds, str]]:
    for match in WORD.finditer(text):
        fate = FATE_OF.get(match[0].lower())
        if fate is not None and not OF_THEM.search(text, 0, match.start()):
            yield match.span(), fate
    for fate, phrase in _PHRASES.items():
        for match in phrase.finditer(text):
            yield match.span(), fate
