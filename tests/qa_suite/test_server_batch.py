"""POST /v1/answer/batch over real HTTP."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from qa.batch_schema import MAXIMUM_BATCH, BatchBody

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]

BATCH = "/v1/answer/batch"
PRESIDENT = {"question": "Who is the president of South Korea?", "top_k": 1}
NIS = {"question": "What does NIS stand for?", "top_k": 1}


def test_answers_come_in_order_and_as_they_come_alone(site: httpx.Client) -> None:
    strict = {**PRESIDENT, "min_confidence": 1.0}
    response = site.post(BATCH, json={"questions": [NIS, strict, PRESIDENT]})
    assert response.status_code == 200, response.text[:500]
    answers = BatchBody.model_validate(response.json()).answers
    assert [answer.status for answer in answers][1:] == ["not_in_articles", "answered"]
    assert len({answer.id for answer in answers}) == 3
    own = ("id", "timings_ms")
    for request, answer in zip([NIS, strict, PRESIDENT], response.json()["answers"], strict=True):
        alone = site.post("/v1/answer", json=request).json()
        assert {k: v for k, v in answer.items() if k not in own} == {
            k: v for k, v in alone.items() if k not in own
        }


BAD_BATCHES = [
    pytest.param({}, "questions", id="no questions"),
    pytest.param({"questions": []}, "questions", id="an empty list"),
    pytest.param({"questions": [PRESIDENT] * (MAXIMUM_BATCH + 1)}, "questions", id="too many"),
    pytest.param({"questions": [PRESIDENT, {"question": "?"}]}, "questions.1", id="no word"),
    pytest.param({"questions": [{"question": "who", "top_q": 1}]}, "questions.0.top_q", id="field"),
    pytest.param({"questions": ["who"]}, "questions.0", id="a text"),
    pytest.param({"questions": [PRESIDENT], "more": 1}, "more", id="unknown field"),
]


@pytest.mark.parametrize(("body", "named"), BAD_BATCHES)
def test_a_bad_batch_is_refused_by_name(
    site: httpx.Client, expect_problem: ExpectProblem, body: object, named: str
) -> None:
    assert named in expect_problem(site.post(BATCH, json=body), 422)["detail"]
