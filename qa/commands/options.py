"""Options that several commands share."""

import json
from pathlib import Path

import click
from pydantic import BaseModel

index_option = click.option(
    "--index",
    "index_folder",
    type=click.Path(path_type=Path),
    help="Directory of the index; the default one starts with the shipped sample.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_json(value: BaseModel | object) -> None:
    """Print a body, or plain data, as indented JSON on standard output."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
