"""Options that several commands share."""

import json
from pathlib import Path

import click
from pydantic import BaseModel

from qa.index_place import IndexPlace, index_place


def _one_place(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> IndexPlace | None:
    if len(values) > 1:
        raise click.BadParameter(f"{' and '.join(values)} are two indexes: name one")
    place = index_place(values[0]) if values else None
    if isinstance(place, Path) and place.is_file():
        raise click.BadParameter(f"{place} is a file: name a directory")
    return place


index_option = click.option(
    "--index",
    "--store",
    "place",
    metavar="DIR|URI",
    multiple=True,
    callback=_one_place,
    help="Directory of the index, or its address in a store such as milvus://HOST:19530/NAME; "
    "the default one starts with the shipped sample.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_json(value: BaseModel | object) -> None:
    """Print a body, or plain data, as indented JSON on standard output."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
