"""What schemathesis makes of the OpenAPI document; `bench.contract` sends many more requests."""

import httpx
import pytest
from schema_requests import generate_requests


@pytest.mark.slow
def test_generated_requests_break_nothing(
    writable_site: httpx.Client, writable: httpx.Client
) -> None:
    writable.put("/v1/documents/town", json={"text": "The mayor is Jane Doe."}).raise_for_status()
    done = generate_requests(str(writable_site.base_url).rstrip("/"), examples=4, seed=0)
    assert done.returncode == 0, done.stdout[-8_000:]
    assert "No issues found" in done.stdout, done.stdout[-2_000:]
