"""POST /v1/answer over real HTTP: the contract's shape, and every bad request refused."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.answer_schema import AnswerBody
from qa.client import Client
from qa.question import MAXIMUM_QUESTION_LENGTH
from qa.question_schema import (
    MAXIMUM_FILTER_ENTRIES,
    MAXIMUM_FILTER_LENGTH,
    MAXIMUM_HISTORY,
    MAXIMUM_TURN_LENGTH,
    AnswerRequest,
)
from qa.server.body_limits import MAXIMUM_ASKING_BYTES

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]

ANSWER = "/v1/answer"
PRESIDENT = "Who is the president of South Korea?"
JSON = {"content-type": "application/json"}
ANSWER_KEYS = {
    "id",
    "question",
    "resolved_question",
    "status",
    "answer",
    "text",
    "confidence",
    "answers",
    "citations",
    "passages",
    "index_version",
    "models",
    "timings_ms",
}
DISTINCT_KEYS = {"text", "score", "citation", "speaker", "value", "as_of"}
CITATION_KEYS = {
    "number",
    "document_id",
    "title",
    "source",
    "outlet",
    "published_at",
    "passage_id",
    "quote",
    "start",
    "end",
    "context",
    "context_start",
    "context_end",
}
PASSAGE_KEYS = {
    "passage_id",
    "document_id",
    "start",
    "end",
    "text",
    "score",
    "retriever_scores",
}


def ask(site: httpx.Client, question: str, **more: Any) -> dict[str, Any]:
    response = site.post(ANSWER, json={"question": question, **more})
    assert response.status_code == 200, response.text[:500]
    body: dict[str, Any] = response.json()
    return body


def post_json(site: httpx.Client, body: object) -> httpx.Response:
    """ASCII escapes carry what UTF-8 cannot."""
    return site.post(ANSWER, content=json.dumps(body), headers=JSON)


def test_an_answer_has_every_key_of_the_contract(site: httpx.Client) -> None:
    body = ask(site, PRESIDENT, min_confidence=0.0)
    assert set(body) >= ANSWER_KEYS
    for entry in body["answers"]:
        assert set(entry) >= DISTINCT_KEYS
    for citation in body["citations"]:
        assert set(citation) >= CITATION_KEYS
    for passage in body["passages"]:
        assert set(passage) >= PASSAGE_KEYS
        assert set(passage["retriever_scores"]) >= {"dense", "lexical"}
    assert set(body["models"]) >= {"encoder", "reader"}
    assert set(body["timings_ms"]) >= {"retrieve", "read", "total"}
    assert body["answers"]
    assert body["citations"]
    assert body["passages"]


def test_no_answer_has_the_same_keys(site: httpx.Client) -> None:
    body = ask(site, PRESIDENT, min_confidence=1.0)
    assert set(body) >= ANSWER_KEYS
    assert (body["status"], body["answer"]) == ("not_in_articles", None)
    assert body["answers"] == []
    (nearest,) = body["citations"]
    assert body["text"].endswith(f"“{nearest['quote']}” [1]")


def test_an_answer_is_read_by_its_schema(site: httpx.Client) -> None:
    body = ask(site, PRESIDENT)
    assert AnswerBody.model_validate(body).model_dump(mode="json") == body
    assert "Yoon Suk Yeol" in body["answer"]


def test_citations_are_exact_in_the_text_that_the_server_gives(site: httpx.Client) -> None:
    body = ask(site, PRESIDENT, min_confidence=0.0)
    for citation in body["citations"]:
        stored = site.get(f"/v1/documents/{citation['document_id']}").json()
        text = stored["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        context = text[citation["context_start"] : citation["context_end"]]
        assert citation["quote"] in context == citation["context"]
        date.fromisoformat(citation["published_at"])


def test_every_option_is_taken(site: httpx.Client) -> None:
    body = ask(
        site,
        PRESIDENT,
        history=[{"question": "Who is Zelensky?", "answer": None}, {"question": "And Yoon?"}],
        as_of="2024-10-29",
        top_k=2,
        filters={
            "document_ids": ["kyiv-seoul-agreement"],
            "outlets": ["Sample reports"],
            "published_after": "2024-01-01",
            "published_before": "2024-12-31",
        },
        min_confidence=0.0,
    )
    assert len(body["passages"]) == 2
    assert {passage["document_id"] for passage in body["passages"]} == {"kyiv-seoul-agreement"}


def test_options_that_are_null_count_as_left_out(site: httpx.Client) -> None:
    options = ("as_of", "top_k", "filters", "min_confidence")
    given_null = ask(site, PRESIDENT, **dict.fromkeys(options))
    left_out = ask(site, PRESIDENT)
    for key in ("status", "answer", "text", "citations", "passages"):
        assert given_null[key] == left_out[key]


BAD_BODIES = [
    pytest.param({}, "question", id="no question"),
    pytest.param({"question": ""}, "no word", id="empty question"),
    pytest.param({"question": " ?! "}, "no word", id="no word"),
    pytest.param({"question": "a" * 100_000}, "100,000 characters", id="too long"),
    pytest.param({"question": "who\0"}, "NUL", id="NUL"),
    pytest.param({"question": "who \ud800"}, "", id="high surrogate"),
    pytest.param({"question": "\udfff who"}, "", id="low surrogate"),
    pytest.param({"question": None}, "question", id="null question"),
    pytest.param({"question": 7}, "question", id="number for question"),
    pytest.param({"question": ["who"]}, "question", id="list for question"),
    pytest.param({"question": "who", "top_q": 3}, "top_q", id="unknown field"),
    pytest.param({"question": "who", "filters": {"outlet": ["x"]}}, "outlet", id="unknown filter"),
    pytest.param(
        {"question": "who", "history": [{"question": "a", "asker": "b"}]},
        "asker",
        id="unknown field of history",
    ),
    pytest.param({"question": "who", "top_k": 0}, "top_k", id="no passages"),
    pytest.param({"question": "who", "top_k": 51}, "top_k", id="too many passages"),
    pytest.param({"question": "who", "top_k": 1.5}, "top_k", id="half a passage"),
    pytest.param({"question": "who", "top_k": "many"}, "top_k", id="text for top_k"),
    pytest.param({"question": "who", "min_confidence": 1.01}, "min_confidence", id="above one"),
    pytest.param({"question": "who", "min_confidence": -0.1}, "min_confidence", id="below zero"),
    pytest.param(
        {"question": "who", "min_confidence": float("nan")}, "min_confidence", id="not a number"
    ),
    pytest.param(
        {"question": "who", "min_confidence": float("inf")}, "min_confidence", id="infinite"
    ),
    pytest.param({"question": "who", "top_k": "3"}, "top_k", id="a number as text"),
    pytest.param({"question": "who", "min_confidence": True}, "min_confidence", id="a boolean"),
    pytest.param({"question": "who", "as_of": 0}, "as_of: Value error, is no day", id="number"),
    *(
        pytest.param(
            {"question": "who", "as_of": text}, "as_of: Value error, is no day: write", id=text
        )
        for text in ("0", "1730160000", "1e3", "yesterday", "2024-10-29T00:00:00", "٢٠٢٤-١٠-٢٩")
    ),
    pytest.param(
        {"question": "who", "filters": {"published_after": "1730160000"}},
        "filters.published_after",
        id="filter in seconds",
    ),
    pytest.param({"question": "who", "as_of": "2024-02-30"}, "as_of", id="no such day"),
    pytest.param({"question": "who", "history": {}}, "history", id="object for history"),
    pytest.param(
        {"question": "who", "history": [{"question": "a"}] * 51}, "history", id="long history"
    ),
    pytest.param(
        {"question": "who", "filters": {"document_ids": "a"}}, "document_ids", id="text for ids"
    ),
    pytest.param(
        {"question": "who", "filters": {"outlets": ["a"] * 1_001}}, "outlets", id="many outlets"
    ),
    pytest.param(
        {"question": "who", "filters": {"outlets": ["\ud800"]}}, "outlets", id="outlet no Unicode"
    ),
    pytest.param(
        {"question": "who", "filters": {"document_ids": ["a" * 301]}}, "document_ids", id="long id"
    ),
    pytest.param(
        {"question": "who", "history": [{"question": "a", "answer": "\udc00"}]},
        "history",
        id="history no Unicode",
    ),
    pytest.param([], "", id="a list"),
    pytest.param("who", "", id="a text"),
    pytest.param(None, "", id="null"),
]


@pytest.mark.parametrize(("body", "named"), BAD_BODIES)
def test_a_bad_body_is_refused_by_name(
    site: httpx.Client, expect_problem: ExpectProblem, body: object, named: str
) -> None:
    problem = expect_problem(post_json(site, body), 422)
    assert named in problem["detail"]
    assert len(problem["detail"]) < 5_000


NOT_JSON = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"{", id="cut"),
    pytest.param(b'{"question": "who"} and', id="more behind"),
    pytest.param(b"question=who", id="a form"),
    pytest.param(b'{"question": "who", "top_k": 1' + b"0" * 5_000 + b"}", id="enormous number"),
    pytest.param(b"\xff\xfe\x00", id="binary"),
    pytest.param(b"[" * 100_000, id="nested too deeply"),
]


@pytest.mark.parametrize("content", NOT_JSON)
def test_what_is_not_json_is_refused(
    site: httpx.Client, expect_problem: ExpectProblem, content: bytes
) -> None:
    response = site.post(ANSWER, content=content, headers=JSON)
    assert response.status_code in (400, 422)
    expect_problem(response, response.status_code)


UNREADABLE = [
    pytest.param(b'"Wer ist Pr\xe4sident?"', "UTF-8", id="encoding"),
    pytest.param(b"[" * 100_000, "nested too deeply", id="nested"),
    pytest.param(b"1" * 5_000, "too large", id="number"),
]


@pytest.mark.parametrize(("value", "told"), UNREADABLE)
@pytest.mark.parametrize("path", [ANSWER, "/v1/answer/stream"])
def test_a_body_that_cannot_be_read_is_told_why(
    site: httpx.Client, expect_problem: ExpectProblem, path: str, value: bytes, told: str
) -> None:
    content = b'{"question": ' + value + b"}"
    assert told in expect_problem(site.post(path, content=content, headers=JSON), 400)["detail"]


@pytest.mark.parametrize("path", [ANSWER, "/v1/answer/batch", "/v1/documents"])
def test_json_that_is_cut_or_no_object_is_told_in_words(
    site: httpx.Client, expect_problem: ExpectProblem, path: str
) -> None:
    cut = expect_problem(site.post(path, content=b'{"question":', headers=JSON), 422)
    assert "JSON" in cut["detail"]
    listed = expect_problem(site.post(path, content=b"[1]", headers=JSON), 422)
    assert "expected a JSON object" in listed["detail"]
    assert [entry["field"] for entry in [*cut["errors"], *listed["errors"]]] == ["", ""]


def test_a_form_is_told_what_was_expected(
    site: httpx.Client, expect_problem: ExpectProblem
) -> None:
    problem = expect_problem(site.post(ANSWER, data={"question": "who"}), 422)
    assert "Content-Type: application/json" in problem["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "x"])
def test_json_under_another_content_type_is_refused(
    site: httpx.Client, expect_problem: ExpectProblem, kind: str
) -> None:
    body = json.dumps({"question": "who"})
    response = site.post(ANSWER, content=body, headers={"content-type": kind})
    assert response.status_code in (415, 422)
    expect_problem(response, response.status_code)


def test_the_fields_that_are_wrong_are_listed(
    site: httpx.Client, expect_problem: ExpectProblem
) -> None:
    problem = expect_problem(post_json(site, {"question": "who", "top_k": 0, "colour": 1}), 422)
    assert {entry["field"] for entry in problem["errors"]} == {"top_k", "colour"}
    assert all(entry["problem"] for entry in problem["errors"])


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(
    site: httpx.Client, expect_problem: ExpectProblem, method: str
) -> None:
    response = site.request(method, ANSWER)
    expect_problem(response, 405)
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/v1/documents", "/v1/documents/none"])
def test_head_tells_what_get_would(site: httpx.Client, path: str) -> None:
    head, get = site.head(path), site.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    for name in ("content-type", "content-length", "x-content-type-options"):
        assert head.headers[name] == get.headers[name]


def test_head_of_what_has_no_get_is_refused(site: httpx.Client) -> None:
    assert site.head(ANSWER).status_code == 405


def test_every_method_of_a_path_is_named(site: httpx.Client, expect_problem: ExpectProblem) -> None:
    response = site.patch("/v1/documents/a")
    expect_problem(response, 405)
    assert response.headers["allow"] == "GET, PUT, DELETE"


UNKNOWN = ["/v1", "/v1/", "/v1/answers", "/v2/answer", "/nothing", "/v1/answer/x", "/%00", "/..%2f"]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_route_is_refused(
    site: httpx.Client, expect_problem: ExpectProblem, path: str
) -> None:
    expect_problem(site.get(path), 404)


KEPT_IDS = ["a", "A-b_c.9", "0" * 128, "3f2504e0-4f89-11d3-9a0c-0305e82c3301"]
REPLACED_IDS = [
    pytest.param(b"", id="empty"),
    pytest.param(b"a b", id="space"),
    pytest.param(b"a\tb", id="tab"),
    pytest.param(b"<script>", id="markup"),
    pytest.param(b"\xc3\xa9", id="not ASCII"),
    pytest.param(b"a" * 129, id="too long"),
    pytest.param(b"id;x=1", id="semicolon"),
    pytest.param(b"%0d%0aset-cookie", id="escaped line end"),
]


@pytest.mark.parametrize("name", KEPT_IDS, ids=lambda name: name[:12])
def test_a_plain_request_id_is_kept(site: httpx.Client, name: str) -> None:
    assert site.get("/healthz", headers={"x-request-id": name}).headers["x-request-id"] == name


@pytest.mark.parametrize("name", REPLACED_IDS)
def test_another_request_id_is_replaced(site: httpx.Client, name: bytes) -> None:
    response = site.get("/healthz", headers={b"x-request-id": name})
    assert response.status_code == 200
    assert response.headers["x-request-id"].isalnum()
    assert response.headers["x-request-id"].encode() != name


def test_each_request_has_its_own_id(site: httpx.Client) -> None:
    names = {site.get("/healthz").headers["x-request-id"] for _ in range(5)}
    assert len(names) == 5


def test_a_refused_request_keeps_its_id(site: httpx.Client, expect_problem: ExpectProblem) -> None:
    response = site.post(ANSWER, json={}, headers={"x-request-id": "mine"})
    expect_problem(response, 422)
    assert response.headers["x-request-id"] == "mine"


def test_a_body_of_many_unknown_fields_is_refused_in_a_few_words(
    site: httpx.Client, expect_problem: ExpectProblem
) -> None:
    few = expect_problem(post_json(site, {"question": "who", "top": 3, "filter": {}}), 422)
    assert "top" in few["detail"]
    assert "filter" in few["detail"]
    many = post_json(site, {"question": "who", **{f"f{number}": 0 for number in range(50_000)}})
    assert "'f0'" in expect_problem(many, 422)["detail"]
    assert len(many.content) < 2_000


def test_the_longest_question_is_read(site: httpx.Client, expect_problem: ExpectProblem) -> None:
    """In a script of three bytes a character."""
    long = "字" * MAXIMUM_TURN_LENGTH
    names = ["字" * MAXIMUM_FILTER_LENGTH] * MAXIMUM_FILTER_ENTRIES
    body = {
        "question": "字" * MAXIMUM_QUESTION_LENGTH,
        "history": [{"question": long, "answer": long}] * MAXIMUM_HISTORY,
        "filters": {"document_ids": names, "outlets": names},
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    assert site.post(ANSWER, content=content, headers=JSON).status_code == 200
    padded = content + b" " * (MAXIMUM_ASKING_BYTES + 1 - len(content))
    expect_problem(site.post(ANSWER, content=padded, headers=JSON), 413)


ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=80)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(question=ANY_TEXT | st.text(max_size=20).map(lambda text: f"Who is {text}?"))
def test_any_question_is_answered_or_refused(site: httpx.Client, question: str) -> None:
    response = post_json(site, {"question": question, "top_k": 1, "min_confidence": 0.0})
    assert response.headers["x-request-id"]
    if response.status_code == 200:
        body = AnswerBody.model_validate(response.json())
        assert body.question == question.strip()
        for citation in body.citations:
            inside = slice(
                citation.start - citation.context_start, citation.end - citation.context_start
            )
            assert citation.context[inside] == citation.quote
    else:
        assert response.status_code == 422, response.text
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"]


def test_many_questions_at_once_are_each_answered(site_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    questions = [f"{PRESIDENT} ({number})" for number in range(12)]
    with Client(site_url, busy_retries=100) as client, ThreadPoolExecutor(6) as pool:
        requests = [AnswerRequest(question=question, top_k=2) for question in questions]
        bodies = list(pool.map(client.answer, requests))
    assert [body.question for body in bodies] == questions
