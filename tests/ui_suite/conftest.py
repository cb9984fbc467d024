"""Pages in the system's Chromium."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from visits import OpenPage, Visit

START_MILLISECONDS = 120_000
# Many tests at once on few cores: waiting costs nothing where all is well.
EXPECT_MILLISECONDS = 30_000
expect.set_options(timeout=EXPECT_MILLISECONDS)


@pytest.fixture
def open_page(chromium: Browser, site_url: str) -> Iterator[OpenPage]:
    """Opens the page in a new session of a given width, colour scheme and address.

    `before` is a script that runs before those of the page; `options` are of the session.
    """
    contexts = []

    def opened(
        width: int = 1440,
        scheme: str = "light",
        url: str = site_url,
        fragment: str = "",
        before: str = "",
        **options: Any,
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            **options,
        )
        contexts.append(context)
        context.add_init_script(before)
        visit = Visit(context.new_page())
        _watch(visit)
        visit.page.goto(f"{url}/chat/{fragment}", timeout=START_MILLISECONDS)
        expect(visit.question).to_be_visible(timeout=START_MILLISECONDS)
        return visit

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def visit(open_page: OpenPage) -> Visit:
    """The page at desktop width."""
    return open_page()


@pytest.fixture(scope="session")
def scripts(chromium: Browser, site_url: str) -> Iterator[Page]:
    """A page without content, on which modules of the site can be imported."""
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{site_url}/page/dom.js", timeout=START_MILLISECONDS)
    yield page
    context.close()


def _watch(visit: Visit) -> None:
    page = visit.page
    page.set_default_timeout(EXPECT_MILLISECONDS)
    page.on("request", lambda request: visit.hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    page.on(
        "console",
        lambda message: visit.complaints.append(message.text) if message.type == "error" else None,
    )
