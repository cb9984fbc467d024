"""`qa eval`: score an index or a running server against a gold set."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

from eval.comparison import (
    Comparison,
    OldResultsError,
    compare,
    format_comparison,
    load_old_results,
)
from eval.evaluation import Evaluation, evaluate_replies
from eval.gold import GoldError, GoldQuestion, load_gold
from eval.report import results_json, write_report
from eval.source import AnswerSource, LocalSource, SourceError, TimedSource, UrlSource
from eval.table import format_table
from eval.thresholds import Threshold, ThresholdError, missed, parse_threshold
from eval.values import FigureMatcher
from index.errors import IndexFailure
from qa.answer_schema import AnswerBody
from qa.client import Client, ClientKeyError
from qa.client_address import ClientAddressError, checked_address, without_password
from qa.commands.options import index_option
from qa.index_place import IndexPlace

REPLY_TIMEOUT_SECONDS = 120.0
DEFAULT_INDEX_NAME = "default index"
KEY_VARIABLE = "QA_KEY"


class InputError(click.ClickException):
    """What was given cannot be used."""

    exit_code = 2


def _thresholds(
    _context: click.Context, _parameter: click.Parameter, stated: tuple[str, ...]
) -> tuple[Threshold, ...]:
    try:
        return tuple(parse_threshold(text) for text in stated)
    except ThresholdError as error:
        raise click.BadParameter(str(error)) from error


def _tolerance(_context: click.Context, _parameter: click.Parameter, share: float) -> float:
    # Not a FloatRange, which lets "nan" pass.
    if not 0 <= share <= 1:
        raise click.BadParameter(f"{share} is not between 0 and 1: 0.05 stands for 5 percent")
    return share


@click.command("eval")
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@index_option
@click.option(
    "--url",
    metavar="URL",
    help="Running server to ask, such as http://127.0.0.1:7860. Latencies include the way there.",
)
@click.option(
    "--key",
    metavar="KEY",
    envvar=KEY_VARIABLE,
    help=f"Key for a server that wants one, else ${KEY_VARIABLE}, which hides it from other users.",
)
@click.option(
    "--out",
    "out_folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write results.json and report.html to.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON, not a table.")
@click.option(
    "--fail-under",
    "thresholds",
    metavar="MEASURE=VALUE",
    multiple=True,
    callback=_thresholds,
    help="Exit with 1 when a measure of results.json's summary is lower. Repeatable.",
)
@click.option(
    "--compare",
    "old_path",
    metavar="OLD.json",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An earlier results.json: show what changed.",
)
@click.option(
    "--tolerance",
    metavar="SHARE",
    default=0.0,
    show_default=True,
    callback=_tolerance,
    help="How far a figure's number may be from the gold's, 0.05 for 5 percent.",
)
@click.option(
    "--batch-size",
    metavar="N",
    default=1,
    show_default=True,
    type=click.IntRange(min=1),
    help="Questions asked at a time. Several are quicker, and latencies are then their shares.",
)
def evaluate(
    gold: Path,
    place: IndexPlace | None,
    url: str | None,
    key: str | None,
    out_folder: Path | None,
    as_json: bool,
    thresholds: tuple[Threshold, ...],
    old_path: Path | None,
    tolerance: float,
    batch_size: int,
) -> None:
    """Score answers against GOLD: JSONL, SQuAD 1.1 or 2.0 JSON, or CSV, gzipped or not."""
    _check_asked(place, url, key)
    try:
        questions = load_gold(gold)
        old = None if old_path is None else load_old_results(old_path)
    except (GoldError, OldResultsError) as error:
        raise InputError(str(error)) from error
    started_at = datetime.now(UTC)
    source_name = without_password(url) if url else str(place or DEFAULT_INDEX_NAME)
    try:
        if out_folder is not None:
            # Now, so that a folder that cannot be made is told before the long work.
            out_folder.mkdir(parents=True, exist_ok=True)
        with _open_source(place, url, key) as source:
            replies = _ask(questions, source, batch_size)
        matcher = FigureMatcher(tolerance=tolerance)
        evaluation = evaluate_replies(
            str(gold), source_name, started_at, questions, replies, matcher
        )
        comparison = None if old is None else compare(old, str(old_path), evaluation)
        if out_folder is not None:
            for path in write_report(evaluation, out_folder, comparison):
                click.echo(f"wrote {path}", err=True)
    except ClientKeyError as error:
        raise InputError(f"--key or ${KEY_VARIABLE}: {error}") from error
    except (SourceError, IndexFailure, OSError) as error:
        raise click.ClickException(str(error)) from error
    _print(evaluation, comparison, as_json)
    if lines := missed(thresholds, evaluation.overall):
        raise click.ClickException("\n".join(lines))


def _check_asked(place: IndexPlace | None, url: str | None, key: str | None) -> None:
    if place is not None and url is not None:
        raise click.UsageError("--index and --url name two things to ask: give one of them")
    try:
        address = None if url is None else checked_address(url)
    except ClientAddressError as error:
        raise click.UsageError(f"--url {error}") from error
    if address is not None and key is not None and address.userinfo:
        # HTTP sends one of them only.
        raise click.UsageError(
            f"--url holds a name or password, and --key or ${KEY_VARIABLE} a key: give one of them"
        )
    named = click.get_current_context().get_parameter_source("key")
    if url is None and named is ParameterSource.COMMANDLINE:
        raise click.UsageError("--key is for a running server: name it with --url")


@contextmanager
def _open_source(
    place: IndexPlace | None, url: str | None, key: str | None
) -> Iterator[AnswerSource]:
    if url is not None:
        with Client(url, key, REPLY_TIMEOUT_SECONDS) as client:
            yield TimedSource(UrlSource(client))
        return
    # Imported here because it loads the model runtimes, which --url and --help do without.
    from qa.assembly import open_answerer  # noqa: PLC0415

    yield LocalSource(open_answerer(place))


def _ask(
    questions: Sequence[GoldQuestion], source: AnswerSource, batch_size: int
) -> list[AnswerBody]:
    replies: list[AnswerBody] = []
    with click.progressbar(length=len(questions), label="Asking", file=sys.stderr) as progress:
        for first in range(0, len(questions), batch_size):
            part = questions[first : first + batch_size]
            replies += source.answer(part)
            progress.update(len(part))
    return replies


def _print(evaluation: Evaluation, comparison: Comparison | None, as_json: bool) -> None:
    if as_json:
        click.echo(results_json(evaluation, comparison), nl=False)
        return
    click.echo(format_table(evaluation.overall, evaluation.by_type))
    if comparison is not None:
        click.echo("\n" + format_comparison(comparison))
