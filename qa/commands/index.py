"""`qa index`: add, list, show, remove, inspect, verify and roll back stored articles."""

from dataclasses import asdict
from pathlib import Path

import click

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.manifest import Manifest
from index.repair import repair
from index.rollback import kept_manifests, roll_back
from index.verification import verify as verify_index
from qa.assembly import existing_index_folder, open_encoder, open_index, storage_options
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
    kept = kept_manifests(opened.folder)
    if as_json:
        versions = [_version_entry(entry) for entry in kept]
        print_json({"directory": str(opened.folder), **manifest, "versions": versions})
        return
    click.echo(f"directory: {opened.folder}")
    click.echo(f"kept versions: {', '.join(str(entry.version) for entry in kept)}")
    for name, value in manifest.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        click.echo(f"{name}: " + ", ".join(f"{key} {entry}".strip() for key, entry in parts))


@index_group.command()
@index_option
@json_option
@click.option("--repair", "mend", is_flag=True, help="Rebuild what derives from the articles.")
def verify(index_folder: Path | None, as_json: bool, mend: bool) -> None:
    """Check checksums, hashes, counts, offsets, words and vectors; exit status 1 on a finding.

    Files that are left over from killed writers are listed: they do no harm.
    """
    folder = existing_index_folder(index_folder)
    encoder, chunking = open_encoder(), ChunkingOptions()
    if mend:
        repair(folder, encoder, chunking, storage_options())
    found = verify_index(folder, encoder, chunking)
    if as_json:
        sound = {"directory": str(folder), "sound": not found.problems}
        print_json({**sound, **asdict(found)})
    else:
        click.echo("\n".join(found.problems) if found.problems else f"{folder} is sound")
        for name in found.leftovers:
            click.echo(f"left over, which the next change removes: {name}")
    if found.problems:
        raise click.exceptions.Exit(1)


@index_group.command()
@click.option("--to", "version", type=click.IntRange(min=0), help="Version; else the one before.")
@index_option
@json_option
def rollback(version: int | None, index_folder: Path | None, as_json: bool) -> None:
    """Go back to the version before the last change, or to any version that is kept.

    A version that was left can be named again, too; 'qa index info' lists them.
    """
    manifest = roll_back(existing_index_folder(index_folder), version, storage_options())
    if as_json:
        print_json(_version_entry(manifest))
    else:
        click.echo(f"version {manifest.version} of {manifest.created_at} is current again")


def _version_entry(manifest: Manifest) -> dict[str, object]:
    names = ("version", "parent", "created_at", "documents", "passages")
    return {name: getattr(manifest, name) for name in names}


def _open(index_folder: Path | None) -> ArticleIndex:
    return open_index(index_folder, open_encoder())
