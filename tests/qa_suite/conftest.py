"""Servers, commands, readers and question sets that several tests of `qa` share."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from gated_answerer import GatedAnswerer, town_article
from tokenizers import Tokenizer

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.retrieval import RetrievalOptions, Retriever
from index.tokenisation import load_tokenizer
from index.weights import encoder_folder
from qa.answering import Answerer, AnswererModels
from qa.language.tagger import Tagger
from qa.model_files import SHIPPED_READER
from qa.reader import Reader, ReaderOptions
from qa.training.swapped_words import SwappedWords

COMMAND_SECONDS = 300
TOWNS = Path(__file__).parent / "towns.json"
PROBLEM_FIELDS = ("type", "title", "status", "detail")

Serve = Callable[[FastAPI], AbstractContextManager[str]]
RunQa = Callable[..., subprocess.CompletedProcess[str]]
ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]


@pytest.fixture(scope="session")
def tokenizer() -> Tokenizer:
    """The tokeniser of encoder and reader."""
    return load_tokenizer(encoder_folder())


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """The packaged tagger of parts of speech."""
    return Tagger.open()


@pytest.fixture(scope="session")
def swaps(tagger: Tagger, encoder: Encoder) -> SwappedWords:
    """Swaps with the real tagger and encoder."""
    return SwappedWords(tagger, encoder.encode_passages)


@pytest.fixture(scope="session")
def torch_reader(tokenizer: Tokenizer) -> Reader:
    """The shipped reader on PyTorch in float32: the oracle of the exported graph."""
    from qa.torch_reader import load_torch_reader

    model = load_torch_reader(SHIPPED_READER, encoder_folder())
    return Reader(model, tokenizer, ReaderOptions())


@pytest.fixture
def answerer_of(
    empty_index: ArticleIndex, models: AnswererModels
) -> Callable[[Sequence[Document]], Answerer]:
    """Makes an answerer of a new index that holds the documents given."""

    def make(documents: Sequence[Document]) -> Answerer:
        empty_index.add(documents)
        retriever = Retriever(empty_index, RetrievalOptions())
        return Answerer(empty_index, retriever, models)

    return make


@pytest.fixture
def gated(empty_index: ArticleIndex, models: AnswererModels) -> GatedAnswerer:
    """The real pipeline over one article, which the test holds and lets through."""
    empty_index.add([town_article("Jane Doe")])
    return GatedAnswerer(empty_index, models)


@pytest.fixture(scope="session")
def writable_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder above the index that `writable` changes."""
    return tmp_path_factory.mktemp("writable")


@pytest.fixture(scope="session")
def writable_site(
    writable_home: Path, encoder: Encoder, models: AnswererModels, serve: Serve
) -> Iterator[httpx.Client]:
    """A client of a server whose index tests may change, by way of `writable`."""
    from qa.server.application import create_application

    index = ArticleIndex(writable_home / "index", encoder, ChunkingOptions())
    retriever = Retriever(index, RetrievalOptions())
    answerer = Answerer(index, retriever, models)
    application = create_application(answerer)
    with serve(application) as url, httpx.Client(base_url=url, timeout=60) as client:
        yield client


@pytest.fixture
def writable(writable_site: httpx.Client) -> Iterator[httpx.Client]:
    """The same client for one test, which finds no documents and leaves none."""
    yield writable_site
    for entry in writable_site.get("/v1/documents").json()["documents"]:
        writable_site.delete(f"/v1/documents/{entry['document_id']}").raise_for_status()


@pytest.fixture(scope="session")
def site(site_url: str) -> Iterator[httpx.Client]:
    """A client of the running site on the shipped reports; tests only read it."""
    with httpx.Client(base_url=site_url, timeout=60) as client:
        yield client


@pytest.fixture(scope="session")
def expect_problem() -> ExpectProblem:
    """Checks that a response is an RFC 9457 problem of that status and gives its body."""

    def check(response: httpx.Response, status: int) -> dict[str, Any]:
        assert response.status_code == status, response.text[:500]
        assert response.headers["content-type"].partition(";")[0] == "application/problem+json"
        assert response.headers["x-request-id"]
        body: dict[str, Any] = response.json()
        assert set(PROBLEM_FIELDS) <= set(body)
        assert body["status"] == status
        assert body["title"]
        assert body["detail"]
        return body

    return check


@pytest.fixture
def run_qa(tmp_path: Path) -> RunQa:
    """Runs `python -m qa` with arguments; the default index is a folder of the test's own."""

    def run(*arguments: str | bytes | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "qa", *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=COMMAND_SECONDS,
            check=False,
            cwd=tmp_path,
            env={**os.environ, "QA_INDEX": str(tmp_path / "default-index")},
        )

    return run


@pytest.fixture
def call_qa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunQa:
    """Calls what `python -m qa` calls, in this process: most of a short command is starting one."""
    from qa.commands.group import main

    def call(*arguments: str | bytes | Path) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(tmp_path)
        runner = CliRunner(env={"QA_INDEX": str(tmp_path / "default-index")})
        texts = [os.fsdecode(argument) for argument in arguments]
        result = runner.invoke(main, texts, prog_name="qa", catch_exceptions=False)
        return subprocess.CompletedProcess(texts, result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture(scope="session")
def town_articles() -> list[dict[str, Any]]:
    """Eight short articles in SQuAD's form with five answered questions each."""
    articles = []
    for town in json.loads(TOWNS.read_text(encoding="utf-8")):
        questions = [
            {
                "id": f"{town['title']} {number}",
                "question": question,
                "answers": [{"text": answer, "answer_start": town["context"].index(answer)}],
            }
            for number, (question, answer) in enumerate(town["questions"])
        ]
        paragraph = {"context": town["context"], "qas": questions}
        articles.append({"title": town["title"], "paragraphs": [paragraph]})
    return articles


@pytest.fixture(scope="session")
def town_file(
    town_articles: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A SQuAD file of the forty questions."""
    path = tmp_path_factory.mktemp("towns") / "towns.json"
    path.write_text(json.dumps({"version": "1.1", "data": town_articles}), encoding="utf-8")
    return path
