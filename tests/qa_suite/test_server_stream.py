"""POST /v1/answer/stream over real HTTP: what comes first, what comes on failure."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx
from fastapi import FastAPI
from gated_answerer import GatedAnswerer
from httpx_sse import EventSource, connect_sse
from waiting import WAIT_SECONDS

from qa.answer_schema import AnswerBody
from qa.server.application import create_application
from qa.stream_schema import PassagesBody

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]
Serve = Callable[[FastAPI], AbstractContextManager[str]]

STREAM = "/v1/answer/stream"
PRESIDENT = {"question": "Who is the president of South Korea?", "top_k": 2}


def stream(site: httpx.Client, body: object) -> AbstractContextManager[EventSource]:
    return connect_sse(site, "POST", STREAM, json=body)


def test_passages_come_then_the_answer_then_the_end(site: httpx.Client) -> None:
    with stream(site, PRESIDENT) as source:
        assert source.response.status_code == 200
        assert source.response.headers["x-request-id"]
        assert source.response.headers["cache-control"] == "no-store"
        events = list(source.iter_sse())
    assert [event.event for event in events] == ["passages", "answer", "done"]
    passages, answer, done = (json.loads(event.data) for event in events)
    assert len(PassagesBody.model_validate(passages).passages) == 2
    body = AnswerBody.model_validate(answer)
    assert body.answer == "Yoon Suk Yeol"
    assert [entry["passage_id"] for entry in passages["passages"]] == [
        entry.passage_id for entry in body.passages
    ]
    assert passages["index_version"] == body.index_version
    assert done == {"id": body.id}


def test_a_cached_answer_has_the_same_events(site: httpx.Client) -> None:
    site.post("/v1/answer", json=PRESIDENT).raise_for_status()
    with stream(site, PRESIDENT) as source:
        events = list(source.iter_sse())
    assert [event.event for event in events] == ["passages", "answer", "done"]
    assert json.loads(events[1].data)["timings_ms"]["read"] == 0


def test_a_bad_question_is_refused_before_the_stream(
    site: httpx.Client, expect_problem: ExpectProblem
) -> None:
    expect_problem(site.post(STREAM, json={"question": "?"}), 422)
    expect_problem(site.post(STREAM, json={"question": "who", "top_k": 0}), 422)


def test_a_failure_is_an_event(gated: GatedAnswerer, serve: Serve) -> None:
    gated.gate.set()
    with (
        serve(create_application(gated)) as url,
        httpx.Client(base_url=url, timeout=WAIT_SECONDS) as site,
        stream(site, {"question": "poison"}) as source,
    ):
        (event,) = source.iter_sse()
    assert event.event == "error"
    problem = json.loads(event.data)
    assert problem["status"] == 500
    assert "poisoned" not in event.data
