"""Real models, a real index and a real server, opened once for all tests."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from hypothesis import settings
from starlette.types import ASGIApp

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.reading import read_sample
from index.retrieval import RetrievalOptions, Retriever
from qa.answering import Answerer, AnswererModels
from qa.assembly import open_encoder, open_models
from qa.model_files import SHIPPED_FOLLOW_UPS, SHIPPED_READER
from qa.reader import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser

START_SECONDS = 120
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The same examples each time; `pytest --hypothesis-profile default` looks for others.
settings.load_profile("ci")

Serve = Callable[[ASGIApp], AbstractContextManager[str]]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The packaged encoder."""
    return open_encoder()


@pytest.fixture(scope="session")
def models() -> AnswererModels:
    """The shipped reader with what is fitted for it."""
    return open_models(SHIPPED_READER, SHIPPED_FOLLOW_UPS)


@pytest.fixture(scope="session")
def reader(models: AnswererModels) -> Reader:
    """The shipped reader."""
    return models.reader


@pytest.fixture
def empty_index(tmp_path: Path, encoder: Encoder) -> ArticleIndex:
    """A new index without documents."""
    return ArticleIndex(tmp_path / "index", encoder, ChunkingOptions())


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A folder with an index of the shipped reports; tests only read it."""
    folder = tmp_path_factory.mktemp("sample") / "index"
    ArticleIndex(folder, encoder, ChunkingOptions()).add(read_sample())
    return folder


def make_answerer(index: ArticleIndex, models: AnswererModels) -> Answerer:
    """The pipeline as the product puts it together."""
    retriever = Retriever(index, RetrievalOptions())
    return Answerer(index, retriever, models)


@pytest.fixture(scope="session")
def sample_answerer(sample_folder: Path, encoder: Encoder, models: AnswererModels) -> Answerer:
    """Answers from the shipped reports; tests do not change its index."""
    return make_answerer(ArticleIndex(sample_folder, encoder, ChunkingOptions()), models)


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Runs an application on a free port while the context lasts and gives its address."""

    @contextmanager
    def run(application: ASGIApp) -> Iterator[str]:
        # Bound once and for all: a port that is looked up first may be another's by then.
        with socket.create_server(("127.0.0.1", 0)) as listener:
            server = uvicorn.Server(
                # Longer than clients keep connections, so that none is closed as it is used.
                uvicorn.Config(application, log_level="error", timeout_keep_alive=START_SECONDS)
            )
            serving = {"sockets": [listener]}
            thread = threading.Thread(target=server.run, kwargs=serving, daemon=True)
            thread.start()
            deadline = time.monotonic() + START_SECONDS
            while not server.started:
                assert thread.is_alive(), "the server ended instead of starting"
                assert time.monotonic() < deadline, "the server did not start"
                time.sleep(0.01)
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            finally:
                server.should_exit = True
                thread.join(timeout=START_SECONDS)

    return run


@pytest.fixture(scope="session")
def site_url(sample_answerer: Answerer, serve: Serve) -> Iterator[str]:
    """The address of a running server with chat and endpoint on the shipped reports."""
    # Imported here because it loads the web frameworks, which most tests do without.
    from ui.application import create_site

    with serve(create_site(sample_answerer)) as url:
        httpx.get(f"{url}/healthz", timeout=START_SECONDS).raise_for_status()
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """The system's Chromium; continuous integration must have one."""
    # Imported here because most tests need no browser.
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        reason = "chromium is not installed: apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()
