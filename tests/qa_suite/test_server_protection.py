"""Keys, names, origins and limits over real HTTP, by the real routes."""

import itertools
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from fastapi import FastAPI

from qa.answering import Answerer
from qa.keys import SCOPES, KeyFile, KeyRing
from qa.logs import OWN_LOGGERS, configure_logs
from qa.rate_limit import RateLimit
from qa.server.application import create_application
from qa.server.protection import Protection, protect
from qa.server.rate import address_name
from qa.server.request_log import RequestLog

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]
Serve = Callable[[FastAPI], AbstractContextManager[str]]

ANSWER = "/v1/answer"
QUESTION = {"question": "Who is the president of South Korea?"}
ARTICLE = {"text": "Not to be stored."}
OTHER_PAGE = "https://other.example"
EVERY_NAME = ("*",)
LOGGERS = ("", *OWN_LOGGERS)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[KeyFile, dict[str, str]]:
    """A file of keys, and the text of one for each scope."""
    file = KeyFile(tmp_path_factory.mktemp("keys") / "keys.json")
    return file, {scope: file.add(scope, scope)[1] for scope in SCOPES}


@contextmanager
def client_of(serve: Serve, answerer: Answerer, protection: Protection) -> Iterator[httpx.Client]:
    application = create_application(answerer)
    protect(application, protection)
    with serve(application) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def guarded(
    serve: Serve, sample_answerer: Answerer, keys: tuple[KeyFile, dict[str, str]]
) -> Iterator[httpx.Client]:
    """A server that wants keys."""
    protection = Protection(EVERY_NAME, ring=KeyRing(keys[0]))
    with client_of(serve, sample_answerer, protection) as client:
        yield client


@pytest.fixture(scope="module")
def local(serve: Serve, sample_answerer: Answerer) -> Iterator[httpx.Client]:
    """A server for this machine, as `qa serve` starts it."""
    with client_of(serve, sample_answerer, Protection(("localhost",))) as client:
        yield client


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


NEEDED = {
    ("POST", ANSWER): "ask",
    ("GET", "/v1/documents"): "ask",
    ("GET", "/v1/documents/kursk-troop-figures"): "ask",
    ("GET", "/openapi.json"): "ask",
    ("POST", "/v1/feedback"): "ask",
    ("POST", "/v1/documents"): "write",
    ("PUT", "/v1/documents/new"): "write",
    ("DELETE", "/v1/documents/absent"): "write",
    ("POST", "/anything/else"): "write",
    ("GET", "/v1/feedback"): "admin",
    ("GET", "/v1/feedback/export"): "admin",
}


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [(method, path, scope) for (method, path), needed in NEEDED.items() for scope in SCOPES],
)
def test_a_key_does_what_its_scope_says(
    method: str,
    path: str,
    scope: str,
    guarded: httpx.Client,
    keys: tuple[KeyFile, dict[str, str]],
    expect_problem: ExpectProblem,
) -> None:
    """An empty body shows that the guard let it through: 422, 404 or 405, never 401 or 403."""
    response = guarded.request(method, path, headers=bearer(keys[1][scope]))
    needed = NEEDED[method, path]
    if SCOPES.index(scope) < SCOPES.index(needed):
        assert repr(needed) in expect_problem(response, 403)["detail"]
    else:
        assert response.status_code in (200, 404, 405, 422)


@pytest.mark.parametrize(("method", "path"), NEEDED)
@pytest.mark.parametrize(
    "authorization",
    [None, "Bearer", "Bearer wrong", "Basic !!!", "Basic Og==", "Digest x", "Bearer é"],
)
def test_without_a_key_nothing_is_said(
    authorization: str | None,
    method: str,
    path: str,
    guarded: httpx.Client,
    expect_problem: ExpectProblem,
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode()}
    response = guarded.request(method, path, headers=headers)
    expect_problem(response, 401)
    challenges = response.headers.get_list("www-authenticate")
    assert [challenge.partition(" ")[0] for challenge in challenges] == ["Basic", "Bearer"]


def test_openai_s_clients_bring_a_key_and_are_told_in_their_shape(
    guarded: httpx.Client, keys: tuple[KeyFile, dict[str, str]]
) -> None:
    base = f"{guarded.base_url}/v1"
    known = openai.OpenAI(base_url=base, api_key=keys[1]["ask"])
    assert list(known.models.list())
    unknown = openai.OpenAI(base_url=base, api_key="wrong", max_retries=0)
    with pytest.raises(openai.AuthenticationError) as error:
        unknown.models.list()
    assert error.value.code == "invalid_api_key"


def test_a_key_is_taken_as_a_password(
    guarded: httpx.Client, keys: tuple[KeyFile, dict[str, str]]
) -> None:
    for name, status in (("anybody", 200), ("", 200), ("any:body", 401)):
        response = guarded.get("/docs", auth=(name, keys[1]["ask"]))
        assert response.status_code == status


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_need_no_key(path: str, guarded: httpx.Client) -> None:
    assert guarded.get(path).status_code == 200


def test_a_revoked_key_is_refused_by_the_running_server(
    guarded: httpx.Client, keys: tuple[KeyFile, dict[str, str]]
) -> None:
    _, text = keys[0].add("passing", "ask")
    assert guarded.get("/v1/documents", headers=bearer(text)).status_code == 200
    keys[0].revoke(["passing"])
    assert guarded.get("/v1/documents", headers=bearer(text)).status_code == 401


def test_a_damaged_key_file_opens_no_door(
    serve: Serve, sample_answerer: Answerer, tmp_path: Path, expect_problem: ExpectProblem
) -> None:
    file = KeyFile(tmp_path / "keys.json")
    _, text = file.add("app", "admin")
    with client_of(serve, sample_answerer, Protection(EVERY_NAME, ring=KeyRing(file))) as client:
        file.path.write_text("{}", encoding="utf-8")
        told = expect_problem(client.get("/v1/documents", headers=bearer(text)), 500)["detail"]
        assert str(tmp_path) not in told


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:7860", "127.9.9.9", "localhost", "LOCALHOST.:80", "[::1]:7860"]
)
def test_this_machine_s_names_are_trusted(host: str, local: httpx.Client) -> None:
    assert local.get("/v1/documents", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["rebound.example", "localhost.rebound.example", "127.0.0.1.rebound.example", "10.0.0.1", "["],
)
def test_a_name_that_somebody_pointed_here_is_refused(
    host: str, local: httpx.Client, expect_problem: ExpectProblem
) -> None:
    told = expect_problem(local.get("/v1/documents", headers={"Host": host}), 400)["detail"]
    assert repr(host) in told


def test_names_can_be_trusted(serve: Serve, sample_answerer: Answerer) -> None:
    protection = Protection(("qa.example.org", "*.example.net"))
    expected = {"qa.example.org": 200, "a.example.net": 200, "example.net": 400, "a.example": 400}
    with client_of(serve, sample_answerer, protection) as client:
        found = {
            host: client.get("/v1/documents", headers={"Host": host}).status_code
            for host in expected
        }
    assert found == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": OTHER_PAGE},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_another_page_cannot_change_anything(
    headers: dict[str, str], local: httpx.Client, expect_problem: ExpectProblem
) -> None:
    """A form with a file needs no leave from the browser, which is why the server refuses it."""
    files = {"file": ("a.txt", ARTICLE["text"])}
    response = local.post("/v1/documents", files=files, headers=headers)
    assert "cors_origins" in expect_problem(response, 403)["detail"]


def test_the_own_page_can_ask(local: httpx.Client) -> None:
    headers = {"Origin": str(local.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    response = local.post(ANSWER, json=QUESTION, headers=headers)
    assert response.status_code == 200
    assert "access-control-allow-origin" not in response.headers


def test_pages_can_be_allowed(
    serve: Serve, sample_answerer: Answerer, keys: tuple[KeyFile, dict[str, str]]
) -> None:
    protection = Protection(("localhost",), origins=(OTHER_PAGE,), ring=KeyRing(keys[0]))
    with client_of(serve, sample_answerer, protection) as client:
        asked = {
            "Origin": OTHER_PAGE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,x-stainless-lang",
        }
        preflight = client.options(ANSWER, headers=asked)
        assert preflight.status_code == 200
        assert "x-stainless-lang" in preflight.headers["access-control-allow-headers"]
        assert preflight.headers["x-request-id"]
        assert preflight.headers["access-control-allow-origin"] == OTHER_PAGE
        headers = {"Origin": OTHER_PAGE, **bearer(keys[1]["ask"])}
        answered = client.post(ANSWER, json=QUESTION, headers=headers)
        assert answered.status_code == 200
        assert answered.headers["access-control-allow-origin"] == OTHER_PAGE
        assert len(answered.headers.get_list("x-request-id")) == 1
        assert "access-control-allow-credentials" not in answered.headers
        stranger = client.options(ANSWER, headers={**asked, "Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in stranger.headers


def test_an_address_is_limited_and_told_when_to_come_back(
    serve: Serve, sample_answerer: Answerer, expect_problem: ExpectProblem
) -> None:
    protection = Protection(EVERY_NAME, address_limit=RateLimit(12))
    with client_of(serve, sample_answerer, protection) as client:
        responses = [client.get("/v1/documents") for _ in range(6)]
        assert [response.status_code for response in responses] == [200] * 3 + [429] * 3
        expect_problem(responses[-1], 429)
        assert 1 <= int(responses[-1].headers["retry-after"]) <= 5
        assert client.get("/healthz").status_code == 200


def test_keys_are_limited_apart(
    serve: Serve, sample_answerer: Answerer, keys: tuple[KeyFile, dict[str, str]]
) -> None:
    protection = Protection(EVERY_NAME, ring=KeyRing(keys[0]), key_limit=RateLimit(8))
    with client_of(serve, sample_answerer, protection) as client:
        for scope in ("ask", "write"):
            statuses = [
                client.get("/v1/documents", headers=bearer(keys[1][scope])).status_code
                for _ in range(4)
            ]
            assert statuses == [200, 200, 429, 429]


def test_guesses_of_keys_are_limited(
    serve: Serve, sample_answerer: Answerer, keys: tuple[KeyFile, dict[str, str]]
) -> None:
    protection = Protection(EVERY_NAME, ring=KeyRing(keys[0]), address_limit=RateLimit(12))
    with client_of(serve, sample_answerer, protection) as client:
        statuses = [
            client.get("/v1/documents", headers=bearer(f"qa_{number:012x}_guess")).status_code
            for number in range(5)
        ]
    assert statuses == [401] * 3 + [429] * 2


@pytest.mark.parametrize(
    ("client", "name"),
    [
        (("192.0.2.1", 5), "192.0.2.1"),
        (("::ffff:192.0.2.1", 5), "192.0.2.1"),
        (("2001:db8::1", 5), "2001:db8::/64"),
        (("2001:db8::ffff:1", 6), "2001:db8::/64"),
        (None, None),
        (("", 0), None),
    ],
)
def test_addresses_of_one_network_count_together(
    client: tuple[str, int] | None, name: str | None
) -> None:
    assert address_name({"type": "http", "client": client}) == name


def test_every_response_has_the_safe_headers(local: httpx.Client) -> None:
    for path in ("/v1/documents", "/healthz", "/absent"):
        headers = local.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers or "uvicorn" in headers["server"]
    answered = local.post(ANSWER, json=QUESTION).headers
    assert answered["cache-control"] == "no-store"
    assert "default-src 'none'" in answered["content-security-policy"]


@pytest.fixture
def restored_logs() -> Iterator[None]:
    """What `configure_logs` changes is put back."""
    root = logging.getLogger()
    handlers, levels = root.handlers, {name: logging.getLogger(name).level for name in LOGGERS}
    yield
    root.handlers = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("questions", [False, True])
def test_requests_are_logged_and_questions_only_when_asked_for(
    questions: bool,
    serve: Serve,
    sample_answerer: Answerer,
    keys: tuple[KeyFile, dict[str, str]],
    capfd: pytest.CaptureFixture[str],
    restored_logs: None,
) -> None:
    application = create_application(sample_answerer)
    protect(application, Protection(EVERY_NAME, ring=KeyRing(keys[0])))
    application.add_middleware(RequestLog, questions=questions)
    text = keys[1]["ask"]
    headers = {**bearer(text), "X-Request-ID": "my-id"}
    with serve(application) as url:
        configure_logs("info", "json")
        asked = httpx.post(f"{url}{ANSWER}?secret=1", json=QUESTION, headers=headers, timeout=60)
        assert asked.status_code == 200
    (line,) = [line for line in capfd.readouterr().err.splitlines() if ANSWER in line]
    assert text not in line
    assert "secret" not in line
    assert (QUESTION["question"] in line) == questions
    record = json.loads(line)
    expected = {"status": 200, "request_id": "my-id", "key_id": text.split("_")[1], "path": ANSWER}
    assert {name: record[name] for name in expected} == expected
    assert record["milliseconds"] > 0


def test_what_steers_a_terminal_is_escaped_in_logs(
    serve: Serve,
    sample_answerer: Answerer,
    capfd: pytest.CaptureFixture[str],
    restored_logs: None,
) -> None:
    application = create_application(sample_answerer)
    application.add_middleware(RequestLog)
    with serve(application) as url:
        configure_logs("info", "console")
        httpx.get(f"{url}/v1/a%0Ab%1B[2J", timeout=60)
    logged = capfd.readouterr().err
    assert r"/v1/a\nb\x1b[2J" in logged
    assert not set(itertools.chain(logged)) & {"\x1b"}
