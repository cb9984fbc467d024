"""`qa index`: add, list, show, remove, inspect, verify and roll back stored articles."""

from dataclasses import asdict
from pathlib import Path

import click

from index.chunking import ChunkingOptions
from index.interface import PassageIndex
from index.manifest import VersionRecord
from index.repair import repair
from index.rollback import roll_back
from index.verification import Findings
from index.verification import verify as verify_index
from qa.assembly import open_encoder, open_index, open_store, storage_options
from qa.commands.adding import add
from qa.commands.options import index_option, json_option, print_json
from qa.document_schema import DocumentBody, DocumentSummaryBody
from qa.index_place import IndexPlace, default_index_place, existing_index_place


@click.group("index")
def index_group() -> None:
    """The stored articles."""


index_group.add_command(add)


@index_group.command("list")
@index_option
@json_option
def list_documents(place: IndexPlace | None, as_json: bool) -> None:
    """List the stored articles."""
    summaries = _open(place).summaries()
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
def show(document_id: str, place: IndexPlace | None, as_json: bool) -> None:
    """Show a stored article; offsets of answers refer to this text."""
    document = _open(place).document(document_id)
    if as_json:
        print_json(DocumentBody.of(document))
    else:
        click.echo(document.text)


@index_group.command()
@click.argument("document_ids", metavar="ID...", nargs=-1, required=True)
@index_option
@json_option
def remove(document_ids: tuple[str, ...], place: IndexPlace | None, as_json: bool) -> None:
    """Remove stored articles, all of those named or none."""
    _open(place).remove(document_ids)
    if as_json:
        print_json({"removed": document_ids})
    else:
        click.echo("\n".join(f"removed {name}" for name in document_ids))


@index_group.command()
@index_option
@json_option
def info(place: IndexPlace | None, as_json: bool) -> None:
    """Show what the index was made with and how much it holds."""
    chosen = place or default_index_place()
    opened = _open(place)
    manifest, kept = asdict(opened.snapshot().manifest), opened.kept_versions()
    where = "directory" if isinstance(chosen, Path) else "store"
    if as_json:
        versions = [_version_entry(entry) for entry in kept]
        print_json({where: str(chosen), **manifest, "versions": versions})
        return
    click.echo(f"{where}: {chosen}")
    click.echo(f"kept versions: {', '.join(str(entry.version) for entry in kept)}")
    for name, value in manifest.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        click.echo(f"{name}: " + ", ".join(f"{key} {entry}".strip() for key, entry in parts))


@index_group.command()
@index_option
@json_option
@click.option("--repair", "mend", is_flag=True, help="Rebuild what derives from the articles.")
def verify(place: IndexPlace | None, as_json: bool, mend: bool) -> None:
    """Check checksums, hashes, counts, offsets, words and vectors; exit status 1 on a finding.

    Files that are left over from killed writers are listed: they do no harm.
    """
    chosen = existing_index_place(place)
    where = "directory" if isinstance(chosen, Path) else "store"
    found = _findings(chosen, mend)
    if as_json:
        print_json({where: str(chosen), "sound": not found.problems, **asdict(found)})
    else:
        click.echo("\n".join(found.problems) if found.problems else f"{chosen} is sound")
        for name in found.leftovers:
            click.echo(f"left over, which the next change removes: {name}")
    if found.problems:
        raise click.exceptions.Exit(1)


@index_group.command()
@click.option("--to", "version", type=click.IntRange(min=0), help="Version; else the one before.")
@index_option
@json_option
def rollback(version: int | None, place: IndexPlace | None, as_json: bool) -> None:
    """Go back to the version before the last change, or to any version that is kept.

    A version that was left can be named again, too; 'qa index info' lists them.
    """
    chosen = existing_index_place(place)
    if isinstance(chosen, Path):
        manifest: VersionRecord = roll_back(chosen, version, storage_options())
    else:
        manifest = open_store(chosen, open_encoder()).roll_back(version)
    if as_json:
        print_json(_version_entry(manifest))
    else:
        click.echo(f"version {manifest.version} of {manifest.created_at} is current again")


def _findings(place: IndexPlace, mend: bool) -> Findings:
    encoder, chunking = open_encoder(), ChunkingOptions()
    if isinstance(place, Path):
        if mend:
            repair(place, encoder, chunking, storage_options())
        return verify_index(place, encoder, chunking)
    if mend:
        raise click.UsageError(
            "--repair mends directories only: go back to a version before the damage with "
            f"'qa index rollback --store {place}', or add the articles to a new store"
        )
    return open_store(place, encoder).verify()


def _version_entry(manifest: VersionRecord) -> dict[str, object]:
    names = ("version", "parent", "created_at", "documents", "passages")
    return {name: getattr(manifest, name) for name in names}


def _open(place: IndexPlace | None) -> PassageIndex:
    """The index, for what puts nothing in: a name with a slip of the pen becomes no new one."""
    return open_index(place and existing_index_place(place), open_encoder())
