"""Requests that schemathesis generates from the OpenAPI document of a running server."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

CHECKS = ",".join(
    (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "unsupported_method",
        "allow_header_conformance",
    )
)
PHASES = "examples,coverage,fuzzing"


def generate_requests(address: str, examples: int, seed: int) -> subprocess.CompletedProcess[str]:
    """Send about so many requests to each operation; exit status 1 says that a check failed.

    `positive_data_acceptance` is left out, since a schema cannot say everything: a question needs
    a word, the span of feedback has to stand in the article.
    """
    here = Path(__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json"),
                *("--checks", CHECKS, "--phases", PHASES, "--max-examples", str(examples)),
                *("--seed", str(seed), "--request-timeout", "60", "--continue-on-failure"),
                *("--no-shrink", "--suppress-health-check", "all", "--warnings", "off"),
            ],
            capture_output=True,
            text=True,
            # It leaves what it learnt where it runs.
            cwd=folder,
            check=False,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "schema_hooks", "PYTHONPATH": str(here)},
        )
