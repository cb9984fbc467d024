"""`qa index add`: store the articles of files, folders, feeds and addresses."""

import codecs
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import chain

import click

from index.composing import Failure
from index.document import Document
from index.fetching.fetcher import Fetcher
from index.fetching.policy import FetchPolicy
from index.formats.columns import FIELDS
from index.formats.known import BY_NAME
from index.formats.parts import ReadingOptions
from index.formats.process import ParserLimits, ParserProcess
from index.interface import AddReport
from index.reading import ArticleReader
from index.sources import SourceReader, SourceReading
from qa.assembly import open_encoder, open_index
from qa.commands.options import index_option, json_option, print_json
from qa.commands.progress import ReadingProgress, reading_progress
from qa.index_place import IndexPlace


def parse_columns(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> dict[str, str]:
    """The columns that hold the fields, from `text=body,title=headline`."""
    columns: dict[str, str] = {}
    for pair in (value or "").split(",") if value else ():
        field, found, name = pair.partition("=")
        if field.strip() not in FIELDS or not found or not name.strip():
            raise click.BadParameter(
                f"{pair!r} is not FIELD=NAME with a field of {', '.join(FIELDS)}"
            )
        columns[field.strip()] = name.strip()
    return columns


def check_encoding(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str | None:
    """The encoding, if text can be in it."""
    try:
        if value is not None:
            # Zeros are text in every encoding, but not in codecs such as hex.
            bytes(8).decode(codecs.lookup(value).name)
    except (LookupError, ValueError) as error:
        raise click.BadParameter(
            f"{value!r} is no encoding of text: expected one such as cp1252"
        ) from error
    return value


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES...")
@index_option
@json_option
@click.option(
    "--columns",
    callback=parse_columns,
    metavar="FIELD=NAME,...",
    help="Columns of CSV or keys of JSON Lines, such as text=body,title=headline.",
)
@click.option("--format", "format_name", type=click.Choice(list(BY_NAME)), help="Format of all.")
@click.option(
    "--encoding", callback=check_encoding, help="Encoding of texts that are not in Unicode."
)
@click.option(
    "--allow-private-hosts", is_flag=True, help="Fetch from this machine and its network too."
)
def add(
    sources: tuple[str, ...],
    place: IndexPlace | None,
    as_json: bool,
    columns: dict[str, str],
    format_name: str | None,
    encoding: str | None,
    allow_private_hosts: bool,
) -> None:
    """Store the articles of SOURCES; a stored one that changed is replaced.

    Sources are files, folders, patterns such as 'news/**/*.html', addresses of pages, feeds and
    sitemaps, and - for standard input. What cannot be read is told and left out; the exit
    status is 1 then.
    """
    options = ReadingOptions(columns=columns, encoding=encoding)
    fetcher = Fetcher(FetchPolicy(allow_private_hosts=allow_private_hosts))
    failures: list[Failure] = []
    with ParserProcess(ParserLimits()) as parsers, reading_progress() as progress:
        reader = ArticleReader(parsers, options, BY_NAME.get(format_name or ""))
        readings = SourceReader(reader, fetcher, sys.stdin.buffer.read).read(sources)
        documents = _documents(readings, progress, failures)
        first = next(documents, None)
        # An index is not made where there is nothing to put in.
        report = AddReport((), (), ())
        if first is not None:
            index = open_index(place, open_encoder())
            report = index.add(chain([first], documents))
    _tell(report, failures, as_json)
    if failures:
        raise click.exceptions.Exit(1)


def _documents(
    readings: Iterable[SourceReading], progress: ReadingProgress, failures: list[Failure]
) -> Iterator[Document]:
    """The documents of the readings; what failed is said and put aside."""
    for reading in readings:
        for result in reading.results:
            if isinstance(result, Document):
                yield result
            else:
                failure = Failure(_in_unicode(result.source), _in_unicode(result.reason))
                failures.append(failure)
                progress.say(str(failure))
        progress.show(reading.done, reading.total)


def _in_unicode(text: str) -> str:
    """The text with bytes of a file's name that are not in UTF-8 escaped: none can print them."""
    return text.encode(errors="backslashreplace").decode()


def _tell(report: AddReport, failures: list[Failure], as_json: bool) -> None:
    states = asdict(report)
    if as_json:
        print_json({**states, "failed": [asdict(failure) for failure in failures]})
    else:
        for word, names in states.items():
            for name in names:
                click.echo(f"{word} {name}")
    counts = [f"{len(names)} {word}" for word, names in states.items()]
    click.echo(", ".join([*counts, f"{len(failures)} failed"]), err=True)
