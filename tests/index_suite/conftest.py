"""Articles, real models and the killable child, for the tests of the index."""

import importlib.util
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from index.article_index import STORE_NAME, ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.weights import encoder_folder

CHILD_SCRIPT = Path(__file__).with_name("killable_child.py")

MakeDocument = Callable[..., Document]
RunSql = Callable[..., None]


@pytest.fixture(scope="session")
def child_script() -> Path:
    """The script that changes an index until it is killed."""
    return CHILD_SCRIPT


@pytest.fixture(scope="session")
def child() -> ModuleType:
    """The same script as a module: its encoder and what it should have stored."""
    specification = importlib.util.spec_from_file_location("killable_child", CHILD_SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    """Makes a document of an id and a text; other fields can be given."""

    def make(document_id: str, text: str = "One sentence.", **fields: object) -> Document:
        given = {"title": "A title", "source": f"test:{document_id}", **fields}
        return Document(document_id=document_id, text=text, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def run_sql() -> RunSql:
    """Changes the store of an index behind its back."""

    def run(folder: Path, statement: str, *parameters: object) -> None:
        with closing(sqlite3.connect(folder / STORE_NAME)) as connection, connection:
            assert connection.execute(statement, parameters).rowcount != 0

    return run


@pytest.fixture
def sample_index(tmp_path: Path, sample_folder: Path, encoder: Encoder) -> ArticleIndex:
    """An index of the shipped reports that a test may change."""
    copy = shutil.copytree(sample_folder, tmp_path / "sample")
    return ArticleIndex(copy, encoder, ChunkingOptions())


@pytest.fixture(scope="session")
def weights_folder() -> Path:
    """The packaged encoder's folder."""
    return encoder_folder()
