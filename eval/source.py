"""Where the answers to be scored come from: this process or a running server."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from pydantic import ValidationError

from eval.gold_question import GoldQuestion
from qa.answer import Answer
from qa.answer_schema import AnswerBody
from qa.batch_schema import MAXIMUM_BATCH
from qa.client import AnswerRequest, Client, ClientError
from qa.question import Question

_NO_SUCH_ROUTE = frozenset({404, 405})


class SourceError(RuntimeError):
    """A question got no usable reply; the message names the question and the reason."""


class AnswerSource(Protocol):
    """Answers gold questions, one reply for each, in order."""

    def answer(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        """One reply a question."""
        ...


class BatchAnswerer(Protocol):
    """The part of `qa.answering.Answerer` that is needed here."""

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """One answer a question."""
        ...


class LocalSource:
    """Answers from an index that is open in this process."""

    def __init__(self, answerer: BatchAnswerer) -> None:
        self._answerer = answerer

    def answer(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        """One reply a question. Several share their stages, and each states its share."""
        asked = [Question(gold.question, history=gold.history) for gold in questions]
        return [AnswerBody.of(answer) for answer in self._answerer.answer(asked)]


class UrlSource:
    """Answers from a running server."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._has_batches = True

    def answer(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        """One reply a question; a busy server is waited for as it asks.

        Several go out together, as many as the server takes, or one by one where it takes no
        batches.

        Raises:
            SourceError: the server cannot be reached, refuses a question, stays busy, or
                replies with something else than an answer.
        """
        replies: list[AnswerBody] = []
        for first in range(0, len(questions), MAXIMUM_BATCH):
            replies += self._answer_part(questions[first : first + MAXIMUM_BATCH])
        return replies

    def _answer_part(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        if len(questions) > 1 and self._has_batches:
            requests = [_request(gold) for gold in questions]
            try:
                return self._client.answer_batch(requests)
            except ClientError as error:
                if error.status not in _NO_SUCH_ROUTE:
                    ids = f"{questions[0].question_id!r} to {questions[-1].question_id!r}"
                    raise SourceError(f"questions {ids}: {error}") from error
            self._has_batches = False
        return [self._answer_one(gold) for gold in questions]

    def _answer_one(self, gold: GoldQuestion) -> AnswerBody:
        try:
            return self._client.answer(_request(gold))
        except ClientError as error:
            raise SourceError(f"question {gold.question_id!r}: {error}") from error


class TimedSource:
    """Another source, with the time that its replies took here in place of what they state.

    A server states 0 for an answer that it has given before, and leaves out the way there.
    """

    def __init__(
        self, source: AnswerSource, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._source = source
        self._clock = clock

    def answer(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        """One reply a question. Several that go out together each state their share."""
        began = self._clock()
        replies = self._source.answer(questions)
        share = 1_000 * (self._clock() - began) / max(1, len(replies))
        return [
            reply.model_copy(
                update={"timings_ms": reply.timings_ms.model_copy(update={"total": share})}
            )
            for reply in replies
        ]


def _request(gold: GoldQuestion) -> AnswerRequest:
    asked = {"question": gold.question, "history": list(gold.history)}
    try:
        return AnswerRequest.model_validate(asked)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in fault["loc"])
        raise SourceError(f"question {gold.question_id!r}: {field}: {fault['msg']}") from error
