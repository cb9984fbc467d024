"""Many clients ask while the index is changed under them: every answer is of one whole version."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI
from waiting import until

from index.article_index import ArticleIndex
from index.document import Document
from index.retrieval import RetrievalOptions, Retriever
from qa.answer_schema import AnswerBody
from qa.answering import Answerer, AnswererModels
from qa.client import Client
from qa.question_schema import AnswerRequest
from qa.server.application import create_application

Serve = Callable[[FastAPI], AbstractContextManager[str]]

MAYORS = ["Jane Doe", "John Roe", "Ann Poe"]
CHANGES = 12
CLIENTS = 6


def town(number: int) -> Document:
    """The text of a version says whose it is, and moves every offset."""
    filler = "The river is long. " * (number % 5)
    text = f"{filler}The mayor of Springfield is {MAYORS[number % len(MAYORS)]}."
    return Document("town", "Springfield", text, "test:town")


@pytest.mark.slow
def test_answers_stay_exact_while_the_index_changes(
    empty_index: ArticleIndex,
    models: AnswererModels,
    serve: Serve,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty_index.add([town(0)])
    answerer = Answerer(empty_index, Retriever(empty_index, RetrievalOptions()), models)
    # What each version says: None once the article is removed.
    texts: dict[int, str | None] = {empty_index.snapshot().manifest.version: town(0).text}
    replies: list[AnswerBody] = []
    stop = threading.Event()

    def ask(client: Client, number: int) -> None:
        while not stop.is_set():
            question = f"Who is the mayor of Springfield ({len(replies)}, {number})?"
            request = AnswerRequest(question=question, top_k=1, min_confidence=0.0)
            replies.append(client.answer(request))

    with (
        serve(create_application(answerer)) as url,
        Client(url, busy_retries=100) as client,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        asking = [pool.submit(ask, client, number) for number in range(CLIENTS)]
        for change in range(1, CHANGES + 1):
            # The clock is set back and forth meanwhile.
            monkeypatch.setattr(time, "time", lambda change=change: 1e9 * (change % 3))
            text = None if change % 4 == 3 else town(change).text
            if text is None:
                client.remove("town")
            else:
                empty_index.add([town(change)])
            texts[empty_index.snapshot().manifest.version] = text
            version = str(empty_index.snapshot().manifest.version)
            until(lambda version=version: any(r.index_version == version for r in list(replies)))
        stop.set()
        for future in asking:
            future.result()
    assert len({reply.index_version for reply in replies}) >= CHANGES
    for reply in replies:
        check(reply, texts[int(reply.index_version)])


def check(reply: AnswerBody, text: str | None) -> None:
    """A reply holds exactly what its version says."""
    if text is None:
        assert (reply.status, reply.passages) == ("not_in_articles", [])
        return
    assert reply.passages
    for passage in reply.passages:
        assert text[passage.start : passage.end] == passage.text
    for citation in reply.citations:
        assert text[citation.start : citation.end] == citation.quote
