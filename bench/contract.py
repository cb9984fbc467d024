"""Requests that are generated from the OpenAPI document: no 5xx, nothing that breaks a schema.

    python -m bench.contract --requests 5000

schemathesis sends them to a server of its own with an index of the sample. Exit status 1 with
what was found, when anything was.
"""

import sys
import tempfile
from pathlib import Path

import click

from bench.load_measurement import metric_sum, our_server
from bench.report import command_line, print_result
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.reading import read_sample
from qa.assembly import open_encoder

TESTS = Path(__file__).parents[1] / "tests" / "qa_suite"
sys.path.insert(0, str(TESTS))

from schema_requests import generate_requests  # noqa: E402

FIRST_EXAMPLES = 50


@click.command()
@click.option("--requests", default=5_000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True)
def main(requests: int, seed: int) -> None:
    """Generate until so many were sent, and print JSON."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "index"
        ArticleIndex(folder, open_encoder(), ChunkingOptions()).add(read_sample())
        with our_server(folder, {}) as address:
            sent, failures, examples = 0.0, 0.0, FIRST_EXAMPLES
            while sent < requests:
                done = generate_requests(address, examples, seed)
                sent = metric_sum(address, "qa_request_seconds_count", "")
                failures = metric_sum(address, "qa_request_seconds_count", 'status="5')
                click.echo(f"{sent:.0f} requests sent", err=True)
                if done.returncode or failures:
                    click.echo(done.stdout, err=True)
                    sys.exit(1)
                seed += 1
    print_result(command_line(), {"requests": int(sent), "server_errors": int(failures)})


if __name__ == "__main__":
    main()
