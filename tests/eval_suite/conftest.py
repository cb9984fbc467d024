"""Replies to score, and a server that gives them."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from bodies import CONTEXT, MakeBody, citation, distinct_answer
from stub_server import StubServer

from qa.answer_schema import AnswerBody


@pytest.fixture
def server() -> Iterator[StubServer]:
    """A server that gives the replies it is told to."""
    stub = StubServer()
    thread = threading.Thread(target=stub.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield stub
    stub.shutdown()
    stub.server_close()
    thread.join()


@pytest.fixture
def make_body() -> MakeBody:
    """Makes a reply from an answer, None for "not in the articles"; fields can be replaced."""

    def make(
        answer: str | None = "3,000", passages: Sequence[dict[str, Any]] = (), **replaced: Any
    ) -> AnswerBody:
        answered = answer is not None
        fields: dict[str, Any] = {
            "id": "a1",
            "question": "How many?",
            "resolved_question": "How many?",
            "status": "answered" if answered else "not_in_articles",
            "answer": answer,
            "text": f"{answer} [1]" if answered else "The articles don't say.",
            "confidence": 0.8,
            "answers": [distinct_answer(answer)] if answer is not None else [],
            "citations": [citation(answer)] if answer is not None and answer in CONTEXT else [],
            "passages": list(passages),
            "index_version": "7",
            "models": {"encoder": "tiny-encoder", "reader": "tiny-reader"},
            "timings_ms": {"retrieve": 1.0, "read": 2.0, "total": 3.0},
        }
        return AnswerBody.model_validate({**fields, **replaced})

    return make
