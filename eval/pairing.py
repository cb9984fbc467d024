"""Which questions of two runs are the same one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eval.gold_csv import is_line_id


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as a run names it, with the questions of the conversation before it."""

    question_id: str
    question: str
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairingKey:
    """Equal for one question in two runs: of the same id and text, or, where the id is but the
    number of a line and `name` is "", of the same text and history.

    `repeated` counts from 0 the questions before it in its run that are the same otherwise.
    """

    name: str
    question: str
    history: tuple[str, ...]
    repeated: int


def pairing_keys(asked: Iterable[AskedQuestion]) -> list[PairingKey]:
    """The key of each question of one run, in order.

    Numbers of lines shift when a line is inserted, so they name nothing; another text under the
    same id is another question.
    """
    seen: Counter[AskedQuestion] = Counter()
    keys = []
    for entry in asked:
        name = "" if is_line_id(entry.question_id) else entry.question_id
        plain = AskedQuestion(name, entry.question, () if name else entry.history)
        keys.append(PairingKey(name, plain.question, plain.history, seen[plain]))
        seen[plain] += 1
    return keys
