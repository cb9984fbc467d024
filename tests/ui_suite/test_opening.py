"""A server answers while its site is being opened, and passes everything on afterwards."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx
import pytest
from fastapi import FastAPI

from ui import strings
from ui.opening import OpeningSite

Serve = Callable[..., AbstractContextManager[str]]
WAIT_SECONDS = 20


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_pages_and_programs_are_told_to_wait_then_served(serve: Serve) -> None:
    loaded, heard = threading.Event(), threading.Event()

    def open_site() -> FastAPI:
        loaded.wait(WAIT_SECONDS)
        site = FastAPI()
        site.get("/chat/")(lambda: "the page")
        return site

    with serve(OpeningSite(open_site, heard.set, pytest.fail)) as url:
        page = httpx.get(f"{url}/chat/", timeout=60)
        assert page.status_code == 503
        assert int(page.headers["retry-after"]) > 0
        assert strings.STARTING_TITLE in page.text
        assert 'http-equiv="refresh"' in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        early = httpx.post(f"{url}/v1/answer", json={"question": "who"}, timeout=60)
        assert early.status_code == 503
        assert int(early.headers["retry-after"]) > 0
        assert early.json()["detail"] == strings.STARTING_PROBLEM
        assert early.headers["x-request-id"]
        for path in ("/v1/chat/completions", "/v1/models"):
            theirs = httpx.get(f"{url}{path}", headers={"X-Request-ID": "my-id"}, timeout=60)
            assert theirs.status_code == 503
            assert theirs.headers["x-request-id"] == "my-id"
            assert int(theirs.headers["retry-after"]) > 0
            assert theirs.json()["error"]["code"] == "overloaded"
            assert theirs.json()["error"]["message"] == strings.STARTING_PROBLEM
        assert httpx.get(f"{url}/healthz", timeout=60).json() == {"status": "ok"}
        assert httpx.get(f"{url}/readyz", timeout=60).status_code == 503

        loaded.set()
        wait_until(heard.is_set)
        assert httpx.get(f"{url}/chat/", timeout=60).json() == "the page"


def test_failure_to_open_is_handed_on(serve: Serve) -> None:
    failures: list[Exception] = []

    def open_site() -> FastAPI:
        raise ValueError("the index is damaged")

    with serve(OpeningSite(open_site, lambda: None, failures.append)):
        wait_until(lambda: bool(failures))
    assert str(failures[0]) == "the index is damaged"


def test_server_stops_while_its_site_is_still_being_opened(serve: Serve) -> None:
    loaded = threading.Event()

    def open_site() -> FastAPI:
        loaded.wait(WAIT_SECONDS)
        return FastAPI()

    with serve(OpeningSite(open_site, lambda: None, lambda error: None)) as url:
        assert httpx.get(f"{url}/healthz", timeout=60).is_success
    assert not loaded.is_set()
    loaded.set()
