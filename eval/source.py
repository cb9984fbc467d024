"""Where the answers to be scored come from: this process or a running server."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from eval.gold import GoldQuestion
from qa.answer import Answer
from qa.answer_schema import AnswerBody
from qa.question import Question

MAXIMUM_WAITS = 5
MAXIMUM_WAIT_SECONDS = 60
_WAIT_STATUSES = frozenset({429, 503})
_NO_SUCH_ROUTE = frozenset({404, 405})

_Body = TypeVar("_Body", bound=BaseModel)


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


class _Replies(BaseModel):
    """A newer server may add fields; that doesn't make its answers worse."""

    answers: list[AnswerBody]


class UrlSource:
    """Answers from a running server, by its /v1/answer below the client's base address."""

    def __init__(self, client: httpx.Client, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep
        self._has_batches = True

    def answer(self, questions: Sequence[GoldQuestion]) -> list[AnswerBody]:
        """One reply a question; a busy server is waited for as it asks.

        Several go out as one request to /v1/answer/batch, or one by one where there is none.

        Raises:
            SourceError: the server cannot be reached, refuses a question, stays busy, or
                replies with something else than an answer.
        """
        if len(questions) > 1 and self._has_batches:
            name = f"questions {questions[0].question_id!r} to {questions[-1].question_id!r}"
            body = {"questions": [_request(gold) for gold in questions]}
            reply = self._reply("/v1/answer/batch", body, name)
            if reply.status_code not in _NO_SUCH_ROUTE:
                return self._answers(reply, questions, name)
            self._has_batches = False
        return [self._answer_one(gold) for gold in questions]

    def _answer_one(self, gold: GoldQuestion) -> AnswerBody:
        name = f"question {gold.question_id!r}"
        reply = self._reply("/v1/answer", _request(gold), name)
        return _read(AnswerBody, reply, name)

    def _answers(
        self, reply: httpx.Response, questions: Sequence[GoldQuestion], name: str
    ) -> list[AnswerBody]:
        answers = _read(_Replies, reply, name).answers
        if len(answers) != len(questions):
            raise SourceError(
                f"{name}: {reply.url} gave {len(answers)} answers to {len(questions)} questions"
            )
        return answers

    def _reply(self, path: str, body: dict[str, Any], name: str) -> httpx.Response:
        reply = self._post(path, body, name)
        for _ in range(MAXIMUM_WAITS):
            wait = _stated_wait(reply)
            if wait is None:
                break
            self._sleep(wait)
            reply = self._post(path, body, name)
        return reply

    def _post(self, path: str, body: dict[str, Any], name: str) -> httpx.Response:
        try:
            return self._client.post(path, json=body)
        except httpx.HTTPError as error:
            raise SourceError(
                f"{name}: no reply from {self._client.base_url} "
                f"({error or type(error).__name__}): is the server running there?"
            ) from error


def _request(gold: GoldQuestion) -> dict[str, Any]:
    history = [{"question": turn.question, "answer": turn.answer} for turn in gold.history]
    return {"question": gold.question, "history": history}


def _read(body: type[_Body], reply: httpx.Response, name: str) -> _Body:
    if reply.status_code != httpx.codes.OK:
        raise SourceError(
            f"{name}: {reply.url} replied {reply.status_code}, not 200: {_problem(reply)}"
        )
    try:
        return body.model_validate_json(reply.content, extra="ignore")
    except ValidationError as error:
        raise SourceError(
            f"{name}: {reply.url} did not reply with an answer of this project's "
            f"{reply.url.path}: {error.errors(include_url=False)[0]['msg']}"
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
