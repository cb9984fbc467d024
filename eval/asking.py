"""Asking the questions of a gold set, with what was answered when that ends early."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.gold_question import GoldQuestion
from eval.source import AnswerSource, SourceError
from index.errors import IndexFailure
from qa.answer_schema import AnswerBody

INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Asked:
    """The replies to the first questions, in order; `stopped` is why the others have none."""

    replies: tuple[AnswerBody, ...]
    stopped: str | None = None

    def shortfall(self, questions: int) -> str:
        """How many of the questions have a reply, and why the others have none."""
        return f"{len(self.replies):,} of {questions:,} questions were answered: {self.stopped}"


def ask_all(
    questions: Sequence[GoldQuestion],
    source: AnswerSource,
    batch_size: int,
    report: Callable[[int], object],
) -> Asked:
    """Ask so many questions at a time; `report` hears how many were answered.

    An interrupt or a source that fails ends the asking: hours of replies are not lost with it.
    """
    replies: list[AnswerBody] = []
    try:
        for first in range(0, len(questions), batch_size):
            part = questions[first : first + batch_size]
            replies += source.answer(part)
            report(len(part))
    except KeyboardInterrupt:
        return Asked(tuple(replies), INTERRUPTED)
    except (SourceError, IndexFailure, OSError) as error:
        return Asked(tuple(replies), str(error))
    return Asked(tuple(replies))
