"""Where an index is: a directory or a store, on the command line and in $QA_INDEX."""

import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from index.encoder import Encoder
from index.errors import IndexMismatchError
from index.milvus.address import StoreAddress
from qa.assembly import open_index
from qa.commands.options import index_option
from qa.index_place import (
    IndexPlace,
    default_index_place,
    existing_index_place,
    index_place,
    kept_beside,
)

STORE = "milvus://db.example/news"


@click.command()
@index_option
def shown(place: IndexPlace | None) -> None:
    """Print what was named."""
    click.echo(f"{type(place).__name__} {place}")


@pytest.mark.parametrize("option", ["--index", "--store"])
def test_an_option_names_a_directory_or_a_store(option: str) -> None:
    runner = CliRunner()
    assert runner.invoke(shown, []).output == "NoneType None\n"
    assert runner.invoke(shown, [option, STORE]).output == f"StoreAddress {STORE}\n"
    assert runner.invoke(shown, [option, "my-index"]).output == "PosixPath my-index\n"


def test_two_indexes_and_files_are_refused() -> None:
    two = CliRunner().invoke(shown, ["--index", "a", "--store", STORE])
    assert two.exit_code == 2
    assert f"a and {STORE} are two indexes: name one" in two.output
    file = CliRunner().invoke(shown, ["--index", __file__])
    assert file.exit_code == 2
    assert "is a file" in file.output


def test_an_unknown_store_is_refused() -> None:
    with pytest.raises(IndexMismatchError, match="expected milvus://HOST"):
        index_place("qdrant://db.example/news")


def test_the_default_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QA_INDEX", STORE)
    assert default_index_place() == StoreAddress.parse(STORE)
    assert existing_index_place(None) == StoreAddress.parse(STORE)
    monkeypatch.setenv("QA_INDEX", str(tmp_path / "none"))
    assert default_index_place() == tmp_path / "none"
    with pytest.raises(IndexMismatchError, match="none does not exist"):
        existing_index_place(None)


def test_what_is_kept_beside_a_store_is_in_a_folder_of_its_name(tmp_path: Path) -> None:
    assert kept_beside(tmp_path) == tmp_path
    one, other = (kept_beside(StoreAddress.parse(f"milvus://db/{name}")) for name in "ab")
    assert one != other
    assert one.parent == other.parent
    meant = ("milvus://db-1/a", "milvus://db.1/a", "milvus://db-1:19530/a")
    dashed, dotted, whole = (kept_beside(StoreAddress.parse(text)) for text in meant)
    assert dashed != dotted
    assert dashed == whole


def test_a_missing_extra_is_told(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("database", "collections"):
        monkeypatch.delitem(sys.modules, f"index.milvus.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    monkeypatch.setitem(sys.modules, "grpc", None)
    with pytest.raises(IndexMismatchError, match=r"pip install 'article-qa\[milvus\]'"):
        open_index(StoreAddress.parse(STORE), encoder)
