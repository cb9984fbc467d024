"""OpenAI's routes, asked by OpenAI's own client over real HTTP."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import httpx
import openai
import pytest

from qa.answer_schema import AnswerBody
from qa.chat_schema import ChatRequest
from qa.question import Turn
from qa.question_schema import MAXIMUM_HISTORY
from qa.server.body_limits import MAXIMUM_ASKING_BYTES

MODEL = "article-qa"
PRESIDENT = "Who is the president of South Korea?"
ASKED = [{"role": "user", "content": PRESIDENT}]


@pytest.fixture(scope="module")
def client(site_url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{site_url}/v1", api_key="none", max_retries=0) as client:
        yield client


def complete(client: openai.OpenAI, **more: Any) -> Any:
    return client.chat.completions.create(**{"model": MODEL, "messages": ASKED, **more})


def test_a_reply_has_its_evidence_in_the_context(client: openai.OpenAI) -> None:
    reply = complete(client, temperature=0, max_tokens=100, extra_body={"top_k": 2})
    (choice,) = reply.choices
    assert (choice.message.role, choice.finish_reason, reply.model) == ("assistant", "stop", MODEL)
    evidence = AnswerBody.model_validate(choice.message.context)
    assert choice.message.content == evidence.text
    assert evidence.answer == "Yoon Suk Yeol"
    assert len(evidence.passages) == 2
    assert evidence.citations[0].quote == "Yoon Suk Yeol"
    assert reply.usage.prompt_tokens == 8
    assert reply.usage.completion_tokens > 4
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens


@pytest.mark.parametrize("count", [25, 50_000])
def test_options_of_text_generators_are_passed_over(client: openai.OpenAI, count: int) -> None:
    options = {f"option_{number}": number for number in range(count)}
    assert complete(client, extra_body=options).choices[0].message.content


def test_a_streamed_reply_is_the_same(client: openai.OpenAI) -> None:
    whole = complete(client)
    chunks = list(complete(client, stream=True, stream_options={"include_usage": True}))
    *parts, usage = chunks
    deltas = [chunk.choices[0].delta for chunk in parts]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    (context,) = [delta.context for delta in deltas if hasattr(delta, "context")]
    assert AnswerBody.model_validate(context).citations
    assert [chunk.choices[0].finish_reason for chunk in parts] == [None, None, "stop"]
    assert (usage.choices, usage.usage) == ([], whole.usage)
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_stream_without_usage_ends_with_the_reason(client: openai.OpenAI) -> None:
    last = list(complete(client, stream=True))[-1]
    assert last.choices[0].finish_reason == "stop"


def test_the_conversation_is_the_history(client: openai.OpenAI) -> None:
    first = complete(client)
    messages = [
        *ASKED,
        first.choices[0].message,
        {"role": "user", "content": "What did he agree to share?"},
    ]
    second = complete(client, messages=messages)
    context = second.choices[0].message.context
    assert context["question"] == "What did he agree to share?"
    assert "Yoon" in context["resolved_question"]


def test_models_lists_this_server(client: openai.OpenAI) -> None:
    (model,) = client.models.list().data
    assert model.id == MODEL
    assert client.models.retrieve(MODEL) == model


def test_an_unknown_model_is_refused(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as refused:
        complete(client, model="gpt-4")
    assert refused.value.code == "model_not_found"
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("gpt-4")


BAD_REQUESTS = [
    pytest.param({"messages": []}, "messages", id="no messages"),
    pytest.param({"messages": [{"role": "user", "content": "?"}]}, None, id="no word"),
    pytest.param({"messages": [{"role": "assistant", "content": "hi"}]}, None, id="not the user's"),
    pytest.param({"messages": [{"role": "robot", "content": "hi"}]}, "messages", id="role"),
    pytest.param(
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "a" * 15_000}] * 2}]},
        "messages",
        id="long parts",
    ),
    pytest.param({"n": 2}, "n", id="two choices"),
    pytest.param({"logprobs": True}, "logprobs", id="probabilities"),
    pytest.param({"response_format": {"type": "json_object"}}, "response_format", id="JSON"),
    pytest.param({"extra_body": {"top_k": 0}}, "top_k", id="an option of ours"),
]


@pytest.mark.parametrize(("more", "param"), BAD_REQUESTS)
def test_a_bad_request_is_refused_in_their_shape(
    client: openai.OpenAI, more: dict[str, Any], param: str | None
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        complete(client, **more)
    assert refused.value.type == "invalid_request_error"
    assert (refused.value.param or "").partition(".")[0] == (param or "")
    assert refused.value.response.headers["x-request-id"]


@pytest.mark.parametrize(
    ("content", "param", "message"),
    [
        pytest.param(
            [{"type": "image_url", "image_url": {"url": "data:,"}}],
            "messages.0.content",
            "messages.0.content: Value error, holds a part of the type 'image_url': "
            "only 'text' can be read",
            id="image",
        ),
        pytest.param(
            "a" * 20_001,
            "messages.0.content",
            "messages.0.content: Value error, holds 20,001 characters in all: "
            "at most 20,000 are read",
            id="long",
        ),
        pytest.param(
            7,
            "messages.0.content",
            "messages.0.content: Input should be a valid string",
            id="number",
        ),
        pytest.param(
            [{"type": "text"}],
            "messages.0.content.0.text",
            "messages.0.content.0.text: Field required",
            id="part without a text",
        ),
        pytest.param(
            [{"type": "text"}] * 10_000,
            "messages.0.content.0.text",
            "messages.0.content.0.text: Field required",
            id="many of them",
        ),
    ],
)
def test_a_bad_message_is_told_by_its_place_and_one_reason(
    client: openai.OpenAI, content: Any, param: str, message: str
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        complete(client, messages=[{"role": "user", "content": content}])
    assert (refused.value.param, refused.value.body["message"]) == (param, message)  # type: ignore[index]


def test_a_long_conversation_is_answered_with_its_last_turns(client: openai.OpenAI) -> None:
    said = [
        message
        for number in range(MAXIMUM_HISTORY + 2)
        for message in (
            {"role": "user", "content": f"Who is number {number}?"},
            {"role": "assistant", "content": "Nobody"},
        )
    ]
    rules = {"role": "system", "content": "Be brief. " * 3_000}
    messages = [rules, *said, *ASKED]
    assert complete(client, messages=messages).choices[0].message.content
    request = ChatRequest.model_validate({"model": MODEL, "messages": messages})
    history = request.to_question().history
    assert len(history) == MAXIMUM_HISTORY
    assert history[0].question == "Who is number 2?"


def turn(question: str, answer: str = "Nobody") -> list[dict[str, str]]:
    return [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]


# Word pieces of "Who is he?" and "Nobody".
TURN_TOKENS = 5


@pytest.mark.parametrize(
    ("before", "tokens"),
    [
        pytest.param([], 0, id="no history"),
        pytest.param(turn("Who is he?"), TURN_TOKENS, id="a turn"),
        pytest.param(turn("Who  is\nhe?") * 20, 8 * TURN_TOKENS, id="more turns than are read"),
        pytest.param(turn("Who? " * 900) + turn("Who is he?"), TURN_TOKENS, id="a long turn"),
        pytest.param([{"role": "system", "content": "Be brief. " * 900}], 0, id="rules"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_what_is_read_is_counted(
    client: openai.OpenAI, before: list[dict[str, str]], tokens: int, stream: bool
) -> None:
    options = {"stream": True, "stream_options": {"include_usage": True}} if stream else {}
    reply = complete(client, messages=[*before, *ASKED], **options)
    usage = list(reply)[-1].usage if stream else reply.usage
    assert usage.prompt_tokens == 8 + tokens


def test_a_context_that_is_no_unicode_is_refused(site: httpx.Client) -> None:
    said = '{"role": "assistant", "content": "a", "context": {"answer": "\\ud800"}}'
    asked = '{"role": "user", "content": "Who leads the town?"}'
    body = f'{{"model": "article-qa", "messages": [{asked}, {said}, {asked}]}}'
    headers = {"Content-Type": "application/json"}
    response = site.post("/v1/chat/completions", content=body.encode(), headers=headers)
    assert response.status_code == 400
    assert "lone surrogate" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/chat/completions", 405),
        ("POST", "/v1/models", 405),
        ("GET", "/v1/models/other", 404),
    ],
)
def test_every_failure_has_their_shape(
    site: httpx.Client, method: str, path: str, status: int
) -> None:
    response = site.request(method, path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/json"
    assert set(response.json()["error"]) == {"message", "type", "param", "code"}


def test_a_body_that_is_too_large_has_their_shape(site: httpx.Client) -> None:
    connection = HTTPConnection(site.base_url.host, site.base_url.port, timeout=60)
    connection.putrequest("POST", "/v1/chat/completions")
    connection.putheader("Content-Length", str(MAXIMUM_ASKING_BYTES + 1))
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 413
    assert "at most 8,000,000 are read" in json.loads(response.read())["error"]["message"]
    connection.close()


def test_a_reply_that_is_sent_back_without_its_context_is_still_understood(
    client: openai.OpenAI,
) -> None:
    absent = complete(client, extra_body={"min_confidence": 1.0}).choices[0].message.content
    present = complete(client).choices[0].message.content
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Who?"},
        {"role": "assistant", "content": absent},
        {"role": "user", "content": [{"type": "text", "text": "And?"}]},
        {"role": "assistant", "content": present},
        {"role": "user", "content": PRESIDENT},
    ]
    question = ChatRequest.model_validate({"model": MODEL, "messages": messages}).to_question()
    assert question.text == PRESIDENT
    assert question.history[0] == Turn("Who?", None)
    assert question.history[1].question == "And?"
    answer = question.history[1].answer or ""
    assert answer.startswith("Yoon Suk Yeol")
    assert "[1]" not in answer
