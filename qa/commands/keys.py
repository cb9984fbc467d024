"""`qa keys`: who may use a server that other machines reach."""

import os
from pathlib import Path

import click
from platformdirs import user_data_path

from qa.commands.options import json_option, print_json
from qa.keys import SCOPES, Key, KeyFile, Scope

FILE_VARIABLE = "QA_KEYS_FILE"

file_option = click.option(
    "--keys-file",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"File of the keys, else ${FILE_VARIABLE} or one of the user's own data.",
)


def default_keys_file() -> Path:
    """$QA_KEYS_FILE when set, else a file of the user's own data."""
    chosen = os.environ.get(FILE_VARIABLE)
    return Path(chosen) if chosen else user_data_path("article-qa") / "keys.json"


@click.group("keys")
def keys_group() -> None:
    """The keys of clients, which a server needs that other machines reach."""


@keys_group.command()
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(SCOPES),
    default="ask",
    show_default=True,
    help="ask: questions and feedback; write: articles, too; admin: reading all feedback, too.",
)
@file_option
@json_option
def add(name: str, scope: Scope, path: Path | None, as_json: bool) -> None:
    """Make a key and print it; it is not kept, so nobody can show it again."""
    key, text = KeyFile(path or default_keys_file()).add(name, scope)
    if as_json:
        print_json({**_shown(key), "key": text})
    else:
        click.echo(text)


@keys_group.command("list")
@file_option
@json_option
def list_keys(path: Path | None, as_json: bool) -> None:
    """List the keys without what makes them work."""
    keys = KeyFile(path or default_keys_file()).read()
    if as_json:
        print_json([_shown(key) for key in keys])
        return
    for key in keys:
        click.echo("\t".join(_shown(key).values()))


@keys_group.command()
@click.argument("names", metavar="ID|NAME...", nargs=-1, required=True)
@file_option
@json_option
def revoke(names: tuple[str, ...], path: Path | None, as_json: bool) -> None:
    """Take keys away; running servers refuse them at once."""
    gone = KeyFile(path or default_keys_file()).revoke(names)
    if as_json:
        print_json({"revoked": [key.key_id for key in gone]})
    else:
        click.echo("\n".join(f"revoked {key.key_id} ({key.name})" for key in gone))


def _shown(key: Key) -> dict[str, str]:
    return {"id": key.key_id, "name": key.name, "scope": key.scope, "created_at": key.created_at}
