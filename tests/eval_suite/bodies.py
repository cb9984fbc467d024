"""Replies to score, made field by field."""

from collections.abc import Callable
from typing import Any

from qa.answer_schema import AnswerBody

MakeBody = Callable[..., AnswerBody]

CONTEXT = "Zelensky said about 3,000 North Korean soldiers were already there."
CONTEXT_START = 100


def citation(
    quote: str, context: str = CONTEXT, context_start: int = CONTEXT_START
) -> dict[str, Any]:
    """A citation whose offsets are exact."""
    start = context_start + context.index(quote)
    return {
        "number": 1,
        "document_id": "kursk",
        "title": "Figures",
        "source": "sample:kursk",
        "outlet": None,
        "published_at": None,
        "passage_id": "kursk:0-400",
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "context": context,
        "context_start": context_start,
        "context_end": context_start + len(context),
    }


def passage(text: str, document_id: str = "kursk") -> dict[str, Any]:
    """A passage with that text."""
    return {
        "passage_id": f"{document_id}:0-{len(text)}",
        "document_id": document_id,
        "start": 0,
        "end": len(text),
        "text": text,
        "score": 0.5,
        "retriever_scores": {"dense": None, "lexical": 1.5},
    }


def distinct_answer(
    text: str,
    number: int = 1,
    speaker: str | None = None,
    value: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One of the distinct answers of a reply."""
    fields = {"text": text, "score": 0.8, "citation": number}
    nowhere = {"speaker_start": None, "speaker_end": None, "denied": False}
    return {**fields, **nowhere, "speaker": speaker, "value": value, "as_of": None}


def figure(
    number: float | None = None, low: float | None = None, high: float | None = None
) -> dict[str, Any]:
    """The value of a distinct answer."""
    return {"number": number, "low": low, "high": high, "unit": None, "qualifier": None}
