"""The typed client against real servers."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from gated_answerer import GatedAnswerer

from index.errors import StoreError
from index.snapshot import Snapshot
from qa.answer_schema import AnswerBody
from qa.answering import Searched
from qa.client import Client, ClientAddressError, ClientError, ClientKeyError
from qa.document_schema import DocumentInput
from qa.question import Question
from qa.question_schema import AnswerRequest
from qa.server.application import create_application
from qa.server.problems import RETRY_SECONDS
from qa.stream_schema import PassagesBody

Serve = Callable[[FastAPI], AbstractContextManager[str]]

PRESIDENT = AnswerRequest(question="Who is the president of South Korea?", top_k=1)
MAYOR = AnswerRequest(question="Who is the mayor of Springfield?")
TOWN = DocumentInput(text="The mayor of Springfield is Jane Doe.", title="Springfield")


@pytest.fixture(scope="module")
def client(site_url: str) -> Iterator[Client]:
    with Client(site_url) as client:
        yield client


def test_an_answer_is_typed(client: Client) -> None:
    body = client.answer(PRESIDENT)
    assert body.answer == "Yoon Suk Yeol"
    text = client.document(body.citations[0].document_id).text
    assert text[body.citations[0].start : body.citations[0].end] == "Yoon Suk Yeol"
    assert client.ready().index_version == body.index_version


def test_a_batch_is_in_order(client: Client) -> None:
    strict = PRESIDENT.model_copy(update={"min_confidence": 1.0})
    statuses = [body.status for body in client.answer_batch([strict, PRESIDENT])]
    assert statuses == ["not_in_articles", "answered"]


def test_a_stream_gives_passages_then_the_answer(client: Client) -> None:
    passages, answer = client.answer_stream(PRESIDENT)
    assert isinstance(passages, PassagesBody)
    assert isinstance(answer, AnswerBody)
    assert answer.passages[0] == passages.passages[0]


def test_documents_are_stored_listed_and_removed(
    writable_site: httpx.Client, writable: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "report.md"
    file.write_text("# Ridgeton\n\nThe bridge opened in 1932.", encoding="utf-8")
    with Client(str(writable_site.base_url)) as client:
        assert client.put("town", TOWN).state == "added"
        assert client.put("town", TOWN).state == "unchanged"
        added = client.add(DocumentInput(text="The town has a river."))
        uploaded = client.upload(file)
        assert "1932" in client.document(uploaded.document_id).text
        listed = {entry.document_id for entry in client.documents()}
        assert listed == {"town", added.document_id, uploaded.document_id}
        client.remove("town")
        with pytest.raises(ClientError, match="town") as missing:
            client.document("town")
    assert missing.value.status == 404


def test_a_refusal_says_what_is_wrong(client: Client) -> None:
    with pytest.raises(ClientError, match="holds no word") as refused:
        client.answer(AnswerRequest(question="?"))
    assert refused.value.status == 422
    assert refused.value.request_id
    with pytest.raises(ClientError, match="holds no word"):
        list(client.answer_stream(AnswerRequest(question="?")))


def test_a_failure_within_a_stream_is_raised(gated: GatedAnswerer, serve: Serve) -> None:
    gated.gate.set()
    with (
        serve(create_application(gated)) as url,
        Client(url) as client,
        pytest.raises(ClientError, match="log holds the reason") as failed,
    ):
        list(client.answer_stream(AnswerRequest(question="poison")))
    assert failed.value.status == 500


def test_a_stream_that_finds_the_server_busy_is_asked_for_again(
    gated: GatedAnswerer, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    gated.gate.set()
    search, failures = gated.search, [StoreError("it does not answer")]

    def search_later(questions: Sequence[Question], snapshot: Snapshot) -> list[Searched]:
        if failures:
            raise failures.pop()
        return search(questions, snapshot)

    waits: list[float] = []
    with serve(create_application(gated)) as url, Client(url, sleep=waits.append) as client:
        monkeypatch.setattr(gated, "search", search_later)
        passages, answer = client.answer_stream(MAYOR)
    assert isinstance(passages, PassagesBody)
    assert isinstance(answer, AnswerBody)
    assert answer.answer == "Jane Doe"
    assert waits == [RETRY_SECONDS]


@pytest.mark.parametrize(
    ("step", "events", "asked_again"),
    [
        pytest.param("search", 0, 2, id="for good"),
        pytest.param("read", 1, 0, id="once passages were given"),
    ],
)
def test_a_stream_that_the_server_is_too_busy_for_is_given_up(
    gated: GatedAnswerer,
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    events: int,
    asked_again: int,
) -> None:
    gated.gate.set()

    def fail(*given: object) -> None:
        raise StoreError("it does not answer")

    waits: list[float] = []
    told: list[PassagesBody | AnswerBody] = []
    with (
        serve(create_application(gated)) as url,
        Client(url, busy_retries=2, sleep=waits.append) as client,
    ):
        monkeypatch.setattr(gated, step, fail)
        with pytest.raises(ClientError, match="try again later") as failed:
            told.extend(client.answer_stream(MAYOR))
    assert failed.value.status == 503
    assert len(told) == events
    assert waits == [RETRY_SECONDS] * asked_again


def streaming(*parts: bytes, breaks_off: bool = False) -> FastAPI:
    """A server that streams these parts, and then breaks off or ends."""
    application = FastAPI()

    async def lines() -> AsyncIterator[bytes]:
        for part in parts:
            yield part
        if breaks_off:
            raise RuntimeError("the connection breaks")

    @application.post("/v1/answer/stream")
    def stream() -> Response:
        return StreamingResponse(lines(), media_type="text/event-stream")

    return application


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "ended its reply before the answer"),
        (b": ping\n\nevent: done\ndata: {}\n\n", "ended its reply before the answer"),
        (b"event: error\ndata: out of order\n\n", "replied 500: out of order"),
        (b"event: error\ndata: [503]\n\n", r"replied 500: \[503\]"),
        (b"event: answer\ndata: {}\n\n", "did not reply with what this client knows"),
    ],
)
def test_a_stream_of_something_else_is_refused(serve: Serve, content: bytes, told: str) -> None:
    with (
        serve(streaming(content)) as url,
        Client(url) as client,
        pytest.raises(ClientError, match=told),
    ):
        list(client.answer_stream(PRESIDENT))


def test_an_answer_stays_when_its_stream_breaks_off(client: Client, serve: Serve) -> None:
    answer = client.answer(PRESIDENT)
    event = f"event: answer\ndata: {answer.model_dump_json()}\n\n".encode()
    with serve(streaming(event, breaks_off=True)) as url, Client(url) as other:
        assert list(other.answer_stream(PRESIDENT)) == [answer]


def test_no_server_is_told_by_its_address() -> None:
    with (
        Client("http://127.0.0.1:9", timeout_seconds=5) as client,
        pytest.raises(ClientError, match=r"127\.0\.0\.1:9.* is the server running there") as lost,
    ):
        client.ready()
    assert lost.value.status is None


def replying(*replies: Response) -> tuple[FastAPI, list[Any]]:
    """A server that gives these replies in turn, and what it was sent."""
    application, seen, left = FastAPI(), [], list(replies)

    @application.get("/readyz")
    def ready(request: Request) -> Response:
        seen.append(request.headers)
        return left.pop(0)

    return application, seen


READY = b'{"status": "ready", "index_version": "1", "documents": 2, "newer": true}'


def test_a_busy_server_is_asked_again_when_it_says(serve: Serve) -> None:
    busy = [Response(status_code=status, headers={"Retry-After": "3"}) for status in (503, 429)]
    application, seen = replying(*busy, Response(READY))
    waits: list[float] = []
    with serve(application) as url, Client(url, key="secret", sleep=waits.append) as client:
        # What a newer server adds is no harm.
        assert client.ready().documents == 2
    assert waits == [3.0, 3.0]
    assert [headers["authorization"] for headers in seen] == ["Bearer secret"] * 3


def test_no_wait_is_longer_than_a_minute(serve: Serve) -> None:
    busy = [Response(status_code=429, headers={"Retry-After": wait}) for wait in ("59", "9999")]
    application, _ = replying(*busy, Response(READY))
    waits: list[float] = []
    with serve(application) as url, Client(url, sleep=waits.append) as client:
        client.ready()
    assert waits == [59, 60]


@pytest.mark.parametrize("key", ["", "secret\n", "sec ret", "sécret", "sec\x7fret"])
def test_a_key_that_cannot_be_sent_is_refused_unseen(key: str) -> None:
    with pytest.raises(ClientKeyError, match="'qa keys add' printed it") as refused:
        Client("http://127.0.0.1:9", key=key)
    assert "ret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:9", "ftp://a.org", "http://", "http://a:b:c", "http://a..b", "http://xn--a"],
)
def test_an_address_that_no_server_has_is_refused(address: str) -> None:
    with pytest.raises(ClientAddressError, match="is no address such as") as refused:
        Client(address)
    assert repr(address) in str(refused.value)


@pytest.mark.parametrize("address", ["http://[::1]:9/v", "https://bücher.example", "http://A:9"])
def test_other_addresses_are_taken(address: str) -> None:
    Client(address).close()


@pytest.mark.parametrize("reply", [Response(status_code=500), Response(b"no JSON")])
def test_a_key_in_the_address_is_not_shown(serve: Serve, reply: Response) -> None:
    application, seen = replying(reply)
    with serve(application) as url, Client(url.replace("//", "//:secret@")) as client:
        with pytest.raises(ClientError) as failed:
            client.ready()
        assert str(failed.value).startswith(f"{url}/readyz ")
    # What goes to the server is as before: ":secret" in base 64.
    assert seen[0]["authorization"] == "Basic OnNlY3JldA=="
    with Client("http://:secret@127.0.0.1:9") as client, pytest.raises(ClientError) as lost:
        client.ready()
    assert "no reply from http://127.0.0.1:9/readyz " in str(lost.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"detail": "slow down"}', "slow down"),
        (b'{"error": "the gateway is down"}', '{"error": "the gateway is down"}'),
        (b"\n<h1>Bad gateway</h1>\n", "<h1>Bad gateway</h1>"),
        (b" \n", "no reason given"),
    ],
)
def test_a_failure_of_any_shape_is_told(serve: Serve, content: bytes, told: str) -> None:
    application, _ = replying(Response(content, status_code=502))
    with serve(application) as url, Client(url) as client, pytest.raises(ClientError) as failed:
        client.ready()
    assert str(failed.value) == f"{url}/readyz replied 502: {told}"


def test_a_batch_of_another_length_is_refused(serve: Serve) -> None:
    application = FastAPI()

    @application.post("/v1/answer/batch")
    def batch() -> dict[str, list[Any]]:
        return {"answers": []}

    with (
        serve(application) as url,
        Client(url) as client,
        pytest.raises(ClientError, match="/v1/answer/batch gave 0 answers to 2 questions"),
    ):
        client.answer_batch([PRESIDENT, PRESIDENT])


def test_a_server_that_stays_busy_is_given_up(serve: Serve) -> None:
    busy = [Response(status_code=503, headers={"Retry-After": "1"}) for _ in range(3)]
    application, _ = replying(*busy)
    with (
        serve(application) as url,
        Client(url, busy_retries=2, sleep=lambda _: None) as client,
        pytest.raises(ClientError, match="503"),
    ):
        client.ready()


@pytest.mark.parametrize("content", [b"", b"no JSON", b"[]", b'{"status": "odd"}'])
def test_a_reply_of_something_else_is_refused(serve: Serve, content: bytes) -> None:
    application, _ = replying(Response(content))
    with serve(application) as url, Client(url) as client, pytest.raises(ClientError, match="know"):
        client.ready()
