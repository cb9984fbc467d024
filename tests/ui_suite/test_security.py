"""The content policy: only the server's own scripts, and inline ones by their hash."""

import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager

import httpx
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

from ui.security import PageHeaders

Serve = Callable[..., AbstractContextManager[str]]
SCRIPT = "window.config = {};"


def directives(response: httpx.Response) -> dict[str, str]:
    """The policy of a response by directive."""
    policy = response.headers["content-security-policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_page_of_the_site_allows_its_own_scripts_only(site_url: str) -> None:
    policy = directives(httpx.get(f"{site_url}/chat/", timeout=60))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "'sha256-" in policy["script-src"]
    assert "unsafe" not in policy["script-src"]
    assert all("http" not in sources and "*" not in sources for sources in policy.values()), policy


def test_inline_scripts_are_allowed_by_their_hash(serve: Serve) -> None:
    async def parts() -> AsyncIterator[str]:
        yield f"<script>{SCRIPT[:9]}"
        yield f'{SCRIPT[9:]}</script><script src="/a.js"></script>'

    application = FastAPI()
    application.add_middleware(PageHeaders, paths=("/page",))
    for path in ("/page/a", "/elsewhere"):
        application.get(path)(lambda: StreamingResponse(parts(), media_type="text/html"))
    with serve(application) as url:
        page = httpx.get(f"{url}/page/a", timeout=60)
        elsewhere = httpx.get(f"{url}/elsewhere", timeout=60)

    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    assert directives(page)["script-src"] == f"'self' 'sha256-{digest}'"
    assert page.text.startswith(f"<script>{SCRIPT}</script>")
    assert "content-security-policy" not in elsewhere.headers
