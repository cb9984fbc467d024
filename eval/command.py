"""`qa eval`: score an index or a running server against a gold set."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click
import httpx

from eval.gold import GoldError, GoldQuestion, load_gold
from eval.report import Evaluation, Run, results_json, write_report
from eval.scoring import score_question
from eval.source import AnswerSource, LocalSource, SourceError, UrlSource
from eval.summary import summarise, summarise_by_type
from eval.table import format_table
from index.errors import IndexFailure
from qa.schema import AnswerBody

REPLY_TIMEOUT_SECONDS = 120.0
DEFAULT_INDEX_NAME = "default index"


class InputError(click.ClickException):
    """What was given cannot be used."""

    exit_code = 2


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--index",
    "index_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Index to ask; without it and --url, the default one.",
)
@click.option("--url", metavar="URL", help="Running server to ask, such as http://127.0.0.1:7860.")
@click.option(
    "--out",
    "out_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write results.json and report.html to.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, not a table.")
def evaluate(
    gold: Path, index_folder: Path | None, url: str | None, out_folder: Path | None, as_json: bool
) -> None:
    """Score answers against GOLD: JSONL or SQuAD 1.1 or 2.0 JSON, gzipped or not."""
    if index_folder is not None and url is not None:
        raise click.UsageError("--index and --url name two things to ask: give one of them")
    if url is not None and not _is_web_address(url):
        raise click.UsageError(f"--url {url!r} is no address such as http://127.0.0.1:7860")
    try:
        questions = load_gold(gold)
    except GoldError as error:
        raise InputError(str(error)) from error
    started_at = datetime.now(UTC)
    source_name = url or str(index_folder or DEFAULT_INDEX_NAME)
    try:
        if out_folder is not None:
            # Now, so that a folder that cannot be made is told before the long work.
            out_folder.mkdir(parents=True, exist_ok=True)
        with _open_source(index_folder, url) as source:
            replies = _ask(questions, source)
        evaluation = _evaluation(str(gold), source_name, started_at, questions, replies)
        if out_folder is not None:
            for path in write_report(evaluation, out_folder):
                click.echo(f"wrote {path}", err=True)
    except (SourceError, IndexFailure, OSError) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(results_json(evaluation), nl=False)
    else:
        click.echo(format_table(evaluation.overall, evaluation.by_type))


@contextmanager
def _open_source(index_folder: Path | None, url: str | None) -> Iterator[AnswerSource]:
    if url is not None:
        with httpx.Client(base_url=url, timeout=REPLY_TIMEOUT_SECONDS) as client:
            yield UrlSource(client)
        return
    # Imported here because it loads the model runtimes, which --url and --help do without.
    from qa.assembly import open_answerer  # noqa: PLC0415

    yield LocalSource(open_answerer(index_folder))


def _ask(questions: Sequence[GoldQuestion], source: AnswerSource) -> list[AnswerBody]:
    with click.progressbar(questions, label="Asking", file=sys.stderr) as progress:
        return [reply for question in progress for reply in source.answer([question])]


def _evaluation(
    gold_name: str,
    source_name: str,
    started_at: datetime,
    questions: Sequence[GoldQuestion],
    replies: Sequence[AnswerBody],
) -> Evaluation:
    results = tuple(
        score_question(question, reply) for question, reply in zip(questions, replies, strict=True)
    )
    first = replies[0] if replies else None
    run = Run(
        gold=gold_name,
        source=source_name,
        started_at=started_at,
        index_version=None if first is None else first.index_version,
        encoder=None if first is None else first.models.encoder,
        reader=None if first is None else first.models.reader,
    )
    return Evaluation(run, summarise(results), summarise_by_type(results), results)


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        # Reading the port checks it.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
