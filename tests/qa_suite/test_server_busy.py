"""Real HTTP when there is too much to do, when clients leave, and when the server stops."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from gated_answerer import GatedAnswerer
from waiting import WAIT_SECONDS, until

from qa.server.application import create_application
from qa.service.options import ServiceOptions

Serve = Callable[[FastAPI], AbstractContextManager[str]]
ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]

MAYOR = {"question": "Who is the mayor of Springfield?", "top_k": 1}
OTHER = {"question": "Who else?", "top_k": 1}


@pytest.fixture
def url(gated: GatedAnswerer, serve: Serve) -> Iterator[str]:
    """A server that takes one question at a time, and none once `gated` is held."""
    gated.gate.set()
    options = ServiceOptions(queue_questions=1, cached_answers=0)
    with serve(create_application(gated, options=options)) as url:
        gated.hold()
        yield url
        gated.gate.set()


def metric(url: str, name: str) -> float:
    lines = httpx.get(f"{url}/metrics", timeout=WAIT_SECONDS).raise_for_status().text.splitlines()
    (found,) = [line for line in lines if line.startswith(f"{name} ")]
    return float(found.rpartition(" ")[2])


def connected(url: str) -> socket.socket:
    """A connection that its context ends, wherever the server is with what came over it."""
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=WAIT_SECONDS)


def test_past_its_room_the_server_says_when_to_come_back(
    gated: GatedAnswerer, url: str, expect_problem: ExpectProblem
) -> None:
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(httpx.post, f"{url}/v1/answer", json=MAYOR, timeout=WAIT_SECONDS)
        assert gated.searching.wait(WAIT_SECONDS)
        for path in ("/v1/answer", "/v1/answer/stream"):
            refused = httpx.post(f"{url}{path}", json=OTHER, timeout=WAIT_SECONDS)
            expect_problem(refused, 503)
            assert int(refused.headers["retry-after"]) >= 1
            assert refused.json()["retry_seconds"] == int(refused.headers["retry-after"])
        chat = {"model": "article-qa", "messages": [{"role": "user", "content": "Who else?"}]}
        refused = httpx.post(f"{url}/v1/chat/completions", json=chat, timeout=WAIT_SECONDS)
        assert (refused.status_code, refused.json()["error"]["code"]) == (503, "overloaded")
        assert int(refused.headers["retry-after"]) >= 1
        # Whoever only looks is not kept waiting meanwhile.
        assert httpx.get(f"{url}/readyz", timeout=WAIT_SECONDS).status_code == 200
        assert metric(url, "qa_queue_questions") == 1
        gated.gate.set()
        assert taken.result().json()["answer"] == "Jane Doe"
    assert metric(url, "qa_queue_refused_total") == 3


@pytest.mark.parametrize("path", ["/v1/answer", "/v1/answer/stream"])
def test_a_client_that_leaves_makes_room(gated: GatedAnswerer, url: str, path: str) -> None:
    with connected(url) as connection:
        body = json.dumps(MAYOR)
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        assert gated.searching.wait(WAIT_SECONDS)
    until(lambda: metric(url, "qa_queue_cancelled_total") == 1)
    with ThreadPoolExecutor(1) as pool:
        stays = pool.submit(httpx.post, f"{url}/v1/answer", json=OTHER, timeout=WAIT_SECONDS)
        until(lambda: metric(url, "qa_queue_questions") == 1)
        gated.gate.set()
        assert stays.result().status_code == 200


def test_a_stopping_server_finishes_what_it_took(gated: GatedAnswerer, serve: Serve) -> None:
    gated.gate.set()
    application = create_application(gated)
    replies: list[httpx.Response] = []
    with serve(application) as url:
        gated.hold()
        post = lambda: replies.append(  # noqa: E731
            httpx.post(f"{url}/v1/answer", json=MAYOR, timeout=WAIT_SECONDS)
        )
        asking = threading.Thread(target=post)
        asking.start()
        assert gated.searching.wait(WAIT_SECONDS)
        threading.Timer(0.5, gated.gate.set).start()
    # `serve` has stopped the server, which was busy when it was told to.
    asking.join(WAIT_SECONDS)
    assert [reply.json()["answer"] for reply in replies] == ["Jane Doe"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/healthz", timeout=WAIT_SECONDS)


def test_a_failure_is_told_without_its_reason(
    gated: GatedAnswerer, url: str, expect_problem: ExpectProblem
) -> None:
    gated.gate.set()
    response = httpx.post(f"{url}/v1/answer", json={"question": "poison"}, timeout=WAIT_SECONDS)
    assert "poisoned" not in str(expect_problem(response, 500))
    assert httpx.post(f"{url}/v1/answer", json=MAYOR, timeout=WAIT_SECONDS).status_code == 200


def test_metrics_tell_what_was_done(gated: GatedAnswerer, url: str) -> None:
    gated.gate.set()
    for _ in range(2):
        httpx.post(f"{url}/v1/answer", json=MAYOR, timeout=WAIT_SECONDS).raise_for_status()
    httpx.post(f"{url}/v1/answer", json={"question": "?"}, timeout=WAIT_SECONDS)
    httpx.get(f"{url}/made-up/{'x' * 40}", timeout=WAIT_SECONDS)
    route = 'method="POST",route="/v1/answer"'
    # The warm-up of the server is measured as well.
    warm = 2
    assert metric(url, f'qa_request_seconds_count{{{route},status="200"}}') == 2
    assert metric(url, f'qa_request_seconds_count{{{route},status="422"}}') == 1
    assert metric(url, 'qa_request_seconds_count{method="GET",route="other",status="404"}') == 1
    for stage in ("wait", "retrieve", "read"):
        assert metric(url, f'qa_stage_seconds_count{{stage="{stage}"}}') == warm + 2
    assert metric(url, 'qa_answers_total{status="answered"}') >= 2
    assert metric(url, "qa_index_version") == gated.index.snapshot().manifest.version
    assert metric(url, "qa_queue_questions") == 0
    assert metric(url, "process_resident_memory_bytes") > 0


def test_a_disconnect_in_the_middle_of_a_body_is_no_failure(url: str) -> None:
    with connected(url) as connection:
        head = "POST /v1/answer HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
        connection.sendall(head.encode())
    until(lambda: httpx.get(f"{url}/healthz", timeout=WAIT_SECONDS).status_code == 200)


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/v1/answer", "application/json"),
        ("POST", "/v1/documents", "application/json"),
        ("POST", "/v1/documents", "multipart/form-data; boundary=x"),
        ("PUT", "/v1/documents/town", "application/json"),
    ],
)
def test_a_client_that_leaves_while_it_sends_is_no_failure(
    url: str, caplog: pytest.LogCaptureFixture, method: str, path: str, kind: str
) -> None:
    with connected(url) as connection:
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n"
        connection.sendall(f"{head}Content-Length: 100\r\n\r\n".encode())
    route = path.replace("/town", "/{document_id}")
    left = f'qa_request_seconds_count{{method="{method}",route="{route}",status="499"}} 1.0'
    until(lambda: left in httpx.get(f"{url}/metrics", timeout=WAIT_SECONDS).text.splitlines())
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
