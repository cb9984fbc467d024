"""The examples of the OpenAPI document hold: requests succeed, responses have their schemas."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema_rs
import pytest

from index.reading import read_sample
from qa.server.examples import ANSWER

JSON_KIND = "application/json"


@pytest.fixture(scope="module")
def described(site: httpx.Client) -> dict[str, Any]:
    body: dict[str, Any] = site.get("/openapi.json").raise_for_status().json()
    return body


@pytest.fixture(scope="module")
def articles(writable_site: httpx.Client) -> Iterator[httpx.Client]:
    """A server with the shipped reports, which the examples are about, and may change them."""
    for document in read_sample():
        body = {
            "text": document.text,
            "title": document.title,
            "outlet": document.outlet,
            "published_at": str(document.published_at),
        }
        path = f"/v1/documents/{document.document_id}"
        writable_site.put(path, json=body).raise_for_status()
    yield writable_site
    for entry in writable_site.get("/v1/documents").json()["documents"]:
        writable_site.delete(f"/v1/documents/{entry['document_id']}")


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def contents(holder: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from holder.get("content", {}).items()


def examples(media: dict[str, Any]) -> Iterator[Any]:
    if "example" in media:
        yield media["example"]
    yield from (entry["value"] for entry in media.get("examples", {}).values())


def filled(path: str, operation: dict[str, Any]) -> str:
    """The path with the example of each of its parameters."""
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            (example,) = examples(parameter)
            path = path.replace(f"{{{parameter['name']}}}", example)
    return path


def test_every_json_request_has_an_example(described: dict[str, Any]) -> None:
    for path, method, operation in operations(described):
        for kind, media in contents(operation.get("requestBody", {})):
            if kind == JSON_KIND:
                assert list(examples(media)), f"{method} {path} has no example"


def test_every_example_request_succeeds(described: dict[str, Any], articles: httpx.Client) -> None:
    tried = 0
    # What deletes comes last.
    ordered = sorted(operations(described), key=lambda entry: entry[1] == "delete")
    for path, method, operation in ordered:
        bodies = [
            example
            for kind, media in contents(operation.get("requestBody", {}))
            if kind == JSON_KIND
            for example in examples(media)
            # Nothing outside this machine is asked by a test.
            if "url" not in example
        ]
        for body in bodies or [None]:
            response = articles.request(method, filled(path, operation), json=body)
            assert response.is_success, f"{method} {path} {body}: {response.text[:500]}"
            tried += 1
    assert tried >= 15


def test_every_example_response_has_its_schema(described: dict[str, Any]) -> None:
    checked = 0
    for _, _, operation in operations(described):
        for response in operation["responses"].values():
            for kind, media in contents(response):
                if kind == JSON_KIND and "schema" in media:
                    schema = {**media["schema"], "components": described["components"]}
                    validator = jsonschema_rs.validator_for(schema)
                    for example in examples(media):
                        validator.validate(example)
                        checked += 1
    assert checked >= 3


def test_the_example_answer_is_one_of_the_sample(site: httpx.Client) -> None:
    """Its confidence changes with the reader; where the answer stands does not."""
    for citation in ANSWER["citations"]:
        text = site.get(f"/v1/documents/{citation['document_id']}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        context = text[citation["context_start"] : citation["context_end"]]
        assert context == citation["context"]
    request = {"question": ANSWER["question"], "top_k": 1}
    body = site.post("/v1/answer", json=request).raise_for_status().json()
    assert json.dumps(body["passages"][0]["text"]) == json.dumps(ANSWER["passages"][0]["text"])
    assert (body["answer"], body["status"]) == (ANSWER["answer"], ANSWER["status"])
