"""The page behind keys, in a real browser: its user gives one as the password, once."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect
from visits import Visit

from qa.answering import Answerer
from qa.keys import KeyFile, KeyRing
from qa.server.protection import Protection, protect
from ui.application import create_site

Serve = Callable[[FastAPI], AbstractContextManager[str]]

QUESTION = "Who is the president of South Korea?"


@pytest.fixture(scope="module")
def guarded(
    serve: Serve, sample_answerer: Answerer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """The address of a site that wants keys, and a key for asking."""
    file = KeyFile(tmp_path_factory.mktemp("keys") / "keys.json")
    _, text = file.add("reader", "ask")
    site = create_site(sample_answerer)
    protect(site, Protection(("localhost",), ring=KeyRing(file)))
    with serve(site) as url:
        yield url, text


def opened(chromium: Browser, url: str, password: str) -> Page:
    context = chromium.new_context(http_credentials={"username": "me", "password": password})
    page: Page = context.new_page()
    page.goto(f"{url}/chat/")
    return page


def test_a_key_as_the_password_opens_the_page_and_asks(
    chromium: Browser, guarded: tuple[str, str]
) -> None:
    url, text = guarded
    page = opened(chromium, url, text)
    visit = Visit(page)
    expect(visit.question).to_be_visible()
    turn = visit.ask(QUESTION)
    expect(turn).to_contain_text("Yoon Suk Yeol")
    # An asker may not store articles, whatever the page offers.
    status = page.evaluate(
        "fetch('/v1/documents/x', {method: 'PUT', body: '{\"text\": \"x\"}'}).then(r => r.status)"
    )
    assert status == 403
    page.context.close()


def test_without_a_key_there_is_no_page(chromium: Browser, guarded: tuple[str, str]) -> None:
    page = opened(chromium, guarded[0], "wrong")
    assert "no known key" in page.content()
    page.context.close()
