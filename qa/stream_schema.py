"""The events of POST /v1/answer/stream and the JSON of their data."""

from collections.abc import Sequence
from typing import Literal, Self

from index.passage import RetrievedPassage
from qa.answer_schema import PassageBody
from qa.body import Body

EventName = Literal["passages", "answer", "done", "error"]


class PassagesBody(Body):
    """Data of the event `passages`: what was found, before it is read.

    The answer may rest on more of them, which it lists.
    """

    passages: list[PassageBody]
    index_version: str

    @classmethod
    def of(cls, retrieved: Sequence[RetrievedPassage], index_version: int) -> Self:
        """The passages as JSON fields."""
        return cls(
            passages=[PassageBody.of(entry) for entry in retrieved],
            index_version=str(index_version),
        )


class DoneBody(Body):
    """Data of the event `done`: the id of the answer that was sent before it."""

    id: str
