"""The OpenAPI document, with an example of each answer."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from qa.server.examples import ANSWER, BATCH, COMPLETION

RESPONSE_EXAMPLES: Mapping[str, dict[str, Any]] = {
    "/v1/answer": ANSWER,
    "/v1/answer/batch": BATCH,
    "/v1/chat/completions": COMPLETION,
}


def add_response_examples(application: FastAPI) -> None:
    """Put the examples into the document once it is made.

    FastAPI leaves out what is null when it makes it, but no reply of ours lacks such a field.
    """
    described = application.openapi

    def with_examples() -> dict[str, Any]:
        body = described()
        for path, example in RESPONSE_EXAMPLES.items():
            content = body["paths"][path]["post"]["responses"]["200"]["content"]
            content["application/json"]["example"] = example
        return body

    # FastAPI's own way to extend the document.
    application.openapi = with_examples  # type: ignore[method-assign]
