"""Where the answers to be scored come from: this process or a running server."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import httpx
from pydantic import ValidationError

from eval.gold import GoldQuestion
from qa.answer import Answer
from qa.question import Question
from qa.schema import AnswerBody

MAXIMUM_WAITS = 5
MAXIMUM_WAIT_SECONDS = 60
_WAIT_STATUSES = frozenset({429, 503})


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
        """One reply a question.

        Questions go in one by one, since a batch shares its stages and would make every
        latency the mean of the batch.
        """
        replies = []
        for gold in questions:
            (answer,) = self._answerer.answer([Question(gold.question, history=gold.history)])
            replies.append(AnswerBody.of(answer))
        return replies


class UrlSource:
    """Answers from a running server, by POST /v1/answer below the client's base address."""

    def __init__(self, client: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep

    def answer(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        """One reply a question; a busy server is waited for as it asks.

        Raises:
            SourceError: the server cannot be reached, refuses a question, stays busy, or
                replies with something else than an answer.
        """
        return [self._answer_one(gold) for gold in questions]

    def _answer_one(self, gold: GoldQuestion) -> AnswerBody:
        reply = self._post(gold)
        for _ in range(MAXIMUM_WAITS):
            wait = _stated_wait(reply)
            if wait is None:
                break
            self._sleep(wait)
            reply = self._post(gold)
        if reply.status_code != httpx.codes.OK:
            raise SourceError(
                f"question {gold.question_id!r}: {reply.url} replied {reply.status_code}, "
                f"not 200: {_problem(reply)}"
            )
        try:
            # A newer server may add fields; that doesn't make its answers worse.
            return AnswerBody.model_validate_json(reply.content, extra="ignore")
        except ValidationError as error:
            raise SourceError(
                f"question {gold.question_id!r}: {reply.url} did not reply with an answer of "
                f"this project's /v1/answer: {error.errors(include_url=False)[0]['msg']}"
            ) from error

    def _post(self, gold: GoldQuestion) -> httpx.Response:
        body: dict[str, Any] = {
            "question": gold.question,
            "history": [
                {"question": turn.question, "answer": turn.answer} for turn in gold.history
            ],
        }
        try:
            return self._client.post("/v1/answer", json=body)
        except httpx.HTTPError as error:
            raise SourceError(
                f"question {gold.question_id!r}: no reply from {self._client.base_url} "
                f"({error or type(error).__name__}): is the server running there?"
            ) from error


def _stated_wait(reply: httpx.Response) -> float | None:
    """Seconds that a busy server asks to wait; None where it isn't busy or doesn't say."""
    stated = reply.headers.get("Retry-After", "")
    if reply.status_code not in _WAIT_STATUSES or not stated.isdecimal():
        return None
    return float(min(int(stated), MAXIMUM_WAIT_SECONDS))


def _problem(reply: httpx.Response) -> str:
    """The detail of an RFC 9457 body, else the start of whatever came."""
    try:
        problem = reply.json()
    except ValueError:
        problem = None
    if isinstance(problem, dict):
        told = [str(problem[key]) for key in ("title", "detail") if problem.get(key)]
        if told:
            return ": ".join(told)
    return reply.text[:200].strip() or "no detail given"
