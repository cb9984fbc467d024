"""Which figures of a sentence differ from what a question asks of."""

from datetime import date

from qa.earlier import AskedEarlier
from qa.fate import AskedFate
from qa.value_parsing import find_values

PUBLISHED = date(2024, 5, 14)
Bounds = tuple[int, int]


def differing_figures(asked: AskedEarlier | AskedFate, sentence: str) -> list[str]:
    """The figures, as they are written, that `asked` says are of another kind, in order.

    Years and other dates are no figures.
    """
    values = (value for value in find_values(sentence) if value.kind not in ("date", "year"))
    bounds = [(value.start, value.end) for value in values]

    def differs(own: Bounds) -> bool:
        others = [other for other in bounds if other != own]
        if isinstance(asked, AskedFate):
            return asked.differs(sentence, own, others)
        return asked.differs(sentence, own, others, PUBLISHED)

    return [sentence[slice(*own)] for own in bounds if differs(own)]
