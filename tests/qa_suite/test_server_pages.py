"""Health, the OpenAPI description and its page, over real HTTP."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]

ROUTES = {
    "/v1/answer": {"post"},
    "/v1/answer/batch": {"post"},
    "/v1/answer/stream": {"post"},
    "/v1/chat/completions": {"post"},
    "/v1/models": {"get"},
    "/v1/models/{model}": {"get"},
    "/v1/documents": {"get", "post"},
    "/v1/documents/{document_id}": {"get", "put", "delete"},
    "/healthz": {"get"},
    "/readyz": {"get"},
    "/metrics": {"get"},
}
# These fail in OpenAI's shape.
OPENAI_PATHS = {"/v1/chat/completions", "/v1/models", "/v1/models/{model}"}
ADDRESS = re.compile(r"""(?:https?:)?//[\w.-]+\.\w+""")
ASSET = re.compile(r"""(?:src|href)=["']([^"']+)["']""")


def described(site: httpx.Client) -> dict[str, Any]:
    response = site.get("/openapi.json")
    assert response.headers["content-type"] == "application/json"
    body: dict[str, Any] = json.loads(response.content)
    return body


def test_healthz_says_that_the_process_runs(site: httpx.Client) -> None:
    response = site.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_tells_what_is_served(site: httpx.Client) -> None:
    response = site.get("/readyz")
    assert response.status_code == 200
    body = response.json()
    assert (body["status"], body["documents"]) == ("ready", 3)
    assert body["index_version"]


@pytest.mark.parametrize("path", ["/healthz", "/openapi.json", "/docs", "/nothing", "/v1/answer"])
def test_every_response_has_an_id_and_safe_headers(site: httpx.Client, path: str) -> None:
    headers = site.get(path).headers
    assert headers["x-request-id"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_openapi_describes_every_route(site: httpx.Client) -> None:
    body = described(site)
    assert body["openapi"].startswith("3.")
    assert body["info"]["title"]
    assert body["info"]["version"]
    for path, methods in ROUTES.items():
        assert methods <= set(body["paths"][path])


def operations(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in body["paths"].values() for operation in path.values()]


def test_openapi_says_what_each_operation_is_for(site: httpx.Client) -> None:
    names = [operation["operationId"] for operation in operations(described(site))]
    assert len(set(names)) == len(names)
    for operation in operations(described(site)):
        assert operation["description"]
        assert operation["responses"]


def test_openapi_references_resolve(site: httpx.Client) -> None:
    body = described(site)
    references = set(re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(body)))
    assert references
    for reference in references:
        place: Any = body
        for part in reference.split("/"):
            place = place[part]
        assert place


def test_openapi_promises_errors_as_they_come(site: httpx.Client) -> None:
    """Every failure is problem+json, or OpenAI's error, so none is described as something else."""
    for path, methods in described(site)["paths"].items():
        kind = "application/json" if path in OPENAI_PATHS else "application/problem+json"
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status[0] in "45":
                    assert set(response["content"]) == {kind}


def test_openapi_tells_what_is_refused_for_now_or_for_its_size(site: httpx.Client) -> None:
    for operation in operations(described(site)):
        assert "8,000,000" in operation["responses"]["413"]["description"]
        assert set(operation["responses"]["503"]["headers"]) == {"Retry-After"}


def test_openapi_tells_what_needs_room(site: httpx.Client) -> None:
    needing = {
        (method, path)
        for path, methods in described(site)["paths"].items()
        for method, operation in methods.items()
        if "507" in operation["responses"]
    }
    assert needing == {
        ("post", "/v1/documents"),
        ("put", "/v1/documents/{document_id}"),
        ("delete", "/v1/documents/{document_id}"),
        ("post", "/v1/feedback"),
    }


def test_openapi_describes_both_ways_to_post_a_document(site: httpx.Client) -> None:
    content = described(site)["paths"]["/v1/documents"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "multipart/form-data"}


def test_the_docs_page_uses_no_other_host(site: httpx.Client) -> None:
    page = site.get("/docs")
    assert page.status_code == 200
    assert ADDRESS.findall(page.text) == []
    assets = ASSET.findall(page.text)
    assert any(asset.endswith(".js") for asset in assets)
    for asset in assets:
        assert site.get(asset).status_code == 200


def test_the_other_docs_page_is_not_served(
    site: httpx.Client, expect_problem: ExpectProblem
) -> None:
    expect_problem(site.get("/redoc"), 404)
