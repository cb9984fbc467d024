"""`qa eval`: score an index or a running server against a gold set."""

import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from click.core import ParameterSource

from eval.asking import Asked, ask_all
from eval.comparison import Comparison, compare
from eval.comparison_table import format_comparison
from eval.evaluation import Evaluation, evaluate_replies
from eval.gold import GoldError, load_gold
from eval.gold_question import GoldQuestion
from eval.old_results import OldResultsError, load_old_results
from eval.opening import open_source
from eval.report import results_json, write_report
from eval.source import AnswerSource
from eval.table import format_table
from eval.thresholds import Threshold, ThresholdError, missed, parse_threshold
from eval.values import FigureMatcher
from qa.client import ClientKeyError
from qa.client_address import ClientAddressError, checked_address, without_password
from qa.commands.group import InputError, ReportedError
from qa.commands.options import index_option
from qa.index_place import IndexPlace

DEFAULT_INDEX_NAME = "default index"
KEY_VARIABLE = "QA_KEY"


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
    """Score answers against GOLD: JSONL, SQuAD 1.1 or 2.0 JSON, or CSV, gzipped or not.

    When it is interrupted, or a server fails, what was answered until then is scored.
    """
    _check_asked(place, url, key)
    try:
        questions = load_gold(gold)
        old = None if old_path is None else load_old_results(old_path)
    except (GoldError, OldResultsError) as error:
        raise InputError(str(error)) from error
    if out_folder is not None:
        _check_folder(out_folder)
    started_at = datetime.now(UTC)
    try:
        with open_source(place, url, key, questions) as source:
            asked = _ask(questions, source, batch_size)
    except ClientKeyError as error:
        raise InputError(f"--key or ${KEY_VARIABLE}: {error}") from error
    if not asked.replies:
        raise ReportedError(asked.shortfall(len(questions)))
    evaluation = evaluate_replies(
        str(gold),
        without_password(url) if url else str(place or DEFAULT_INDEX_NAME),
        started_at,
        questions,
        asked.replies,
        FigureMatcher(tolerance=tolerance),
        asked.stopped,
    )
    comparison = None if old is None else compare(old, str(old_path), evaluation)
    try:
        if out_folder is not None:
            for path in write_report(evaluation, out_folder, comparison):
                click.echo(f"wrote {path}", err=True)
    finally:
        # Also where nothing could be written: what took long to measure is not lost.
        _print(evaluation, comparison, as_json)
    if asked.stopped is not None:
        raise ReportedError(asked.shortfall(len(questions)))
    if lines := missed(thresholds, evaluation.overall):
        raise ReportedError("\n".join(lines))


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


def _check_folder(folder: Path) -> None:
    """Make the folder now, so that one that cannot be used is told before the long work."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise InputError(
            f"--out {folder} cannot be written to ({error.strerror or error}): name another folder"
        ) from error


def _ask(questions: Sequence[GoldQuestion], source: AnswerSource, batch_size: int) -> Asked:
    with click.progressbar(length=len(questions), label="Asking", file=sys.stderr) as progress:
        return ask_all(questions, source, batch_size, progress.update)


def _print(evaluation: Evaluation, comparison: Comparison | None, as_json: bool) -> None:
    if as_json:
        click.echo(results_json(evaluation, comparison), nl=False)
        return
    click.echo(format_table(evaluation.overall, evaluation.by_type))
    if comparison is not None:
        click.echo("\n" + format_comparison(comparison))
