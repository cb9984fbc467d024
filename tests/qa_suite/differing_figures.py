"""Which figures of a sentence differ from what a question asks of."""

from qa.earlier import AskedEarlier
from qa.fate import AskedFate
from qa.value_parsing import find_values


def differing_figures(asked: AskedEarlier | AskedFate, sentence: str) -> list[str]:
    """The figures, as they are written, that `asked` says are of another kind, in order."""
    bounds = [(value.start, value.end) for value in find_values(sentence)]
    return [
        sentence[slice(*own)]
        for own in bounds
        if asked.differs(sentence, own, [other for other in bounds if other != own])
    ]
