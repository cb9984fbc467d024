"""A question that the service has taken: where its passages and its answer will be."""

import contextlib
import time
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field

from index.interface import PassageSnapshot
from index.passage import RetrievedPassage
from qa.answer import Answer
from qa.question import Question


@dataclass(frozen=True, slots=True, eq=False)
class Ticket:
    """What will come of a question in the version of the index that it was asked of.

    `passages` are those that its search found, known before its `answer` is read out of them.
    `taken` is on the monotonic clock, so that setting the clock disturbs nothing.
    """

    question: Question
    snapshot: PassageSnapshot
    passages: Future[tuple[RetrievedPassage, ...]] = field(default_factory=Future)
    answer: Future[Answer] = field(default_factory=Future)
    taken: float = field(default_factory=time.monotonic)

    def cancel(self) -> None:
        """Nobody waits any more: what has not begun is left out."""
        self.answer.cancel()
        self.passages.cancel()

    def waited(self) -> float:
        """Seconds since the question was taken."""
        return time.monotonic() - self.taken

    @property
    def wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self.answer.done()

    def found(self, passages: tuple[RetrievedPassage, ...]) -> None:
        """Give out the passages, unless nobody waits."""
        with contextlib.suppress(InvalidStateError):
            self.passages.set_result(passages)

    def answered(self, answer: Answer) -> None:
        """Give out the answer, unless nobody waits."""
        self.found(answer.passages)
        with contextlib.suppress(InvalidStateError):
            self.answer.set_result(answer)

    def fail(self, error: Exception) -> None:
        """Give the reason to all who wait."""
        for future in (self.passages, self.answer):
            with contextlib.suppress(InvalidStateError):
                future.set_exception(error)
