"""`qa index`: add, list, show, remove, inspect and verify stored articles."""

from dataclasses import asdict
from pathlib import Path

import click

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.errors import IndexMismatchError
from index.verification import find_problems, repair
from qa.assembly import default_index_folder, open_encoder, open_index
from qa.commands.adding import add
from qa.commands.options import index_option, json_option, print_json
from qa.schema import DocumentBody, DocumentSummaryBody


@click.group("index")
def index_group() -> None:
    """The stored articles."""


index_group.add_command(add)


@index_group.command("list")
@index_option
@json_option
def list_documents(index_folder: Path | None, as_json: bool) -> None:
    """List the stored articles."""
    summaries = _open(index_folder).summaries()
    if as_json:
        bodies = [DocumentSummaryBody.model_validate(summary) for summary in summaries]
        print_json([body.model_dump(mode="json") for body in bodies])
        return
    for summary in summaries:
        published = summary.published_at or "no date"
        click.echo(f"{summary.document_id}\t{published}\t{summary.outlet or '-'}\t{summary.title}")


@index_group.command()
@click.argument("document_id", metavar="ID")
@index_option
@json_option
def show(document_id: str, index_folder: Path | None, as_json: bool) -> None:
    """Show a stored article; offsets of answers refer to this text."""
    document = _open(index_folder).document(document_id)
    if as_json:
        print_json(DocumentBody.of(document))
    else:
        click.echo(document.text)


@index_group.command()
@click.argument("document_ids", metavar="ID...", nargs=-1, required=True)
@index_option
@json_option
def remove(document_ids: tuple[str, ...], index_folder: Path | None, as_json: bool) -> None:
    """Remove stored articles, all of those named or none."""
    _open(index_folder).remove(document_ids)
    if as_json:
        print_json({"removed": document_ids})
    else:
        click.echo("\n".join(f"removed {name}" for name in document_ids))


@index_group.command()
@index_option
@json_option
def info(index_folder: Path | None, as_json: bool) -> None:
    """Show what the index was made with and how much it holds."""
    opened = _open(index_folder)
    manifest = asdict(opened.snapshot().manifest)
    if as_json:
        print_json({"directory": str(opened.folder), **manifest})
        return
    click.echo(f"directory: {opened.folder}")
    for name, value in manifest.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        click.echo(f"{name}: " + ", ".join(f"{key} {entry}".strip() for key, entry in parts))


@index_group.command()
@index_option
@json_option
@click.option("--repair", "mend", is_flag=True, help="Rebuild what derives from the articles.")
def verify(index_folder: Path | None, as_json: bool, mend: bool) -> None:
    """Check hashes, counts, offsets and a sample of vectors; exit status 1 on a finding."""
    folder = index_folder or default_index_folder()
    encoder, chunking = open_encoder(), ChunkingOptions()
    if not folder.exists():
        raise IndexMismatchError(f"{folder} does not exist: name the directory of an index")
    if mend:
        repair(folder, encoder, chunking)
    problems = find_problems(folder, encoder, chunking)
    if as_json:
        print_json({"directory": str(folder), "sound": not problems, "problems": problems})
    else:
        click.echo("\n".join(problems) if problems else f"{folder} is sound")
    if problems:
        raise click.exceptions.Exit(1)


def _open(index_folder: Path | None) -> ArticleIndex:
    return open_index(index_folder, open_encoder())
