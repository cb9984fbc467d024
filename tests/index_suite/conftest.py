"""Articles, real models and damage to stores, for the tests of the index."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from store_fixtures import MilvusOpener, OpenIndex, open_folder

from index.article_index import ArticleIndex
from index.catalogue import (
    MANIFEST_NAME,
    STORE_NAME,
    VECTORS_NAME,
    read_catalogue,
    version_folder,
    write_catalogue,
)
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.interface import PassageIndex
from index.weights import encoder_folder, file_sha256

MakeDocument = Callable[..., Document]
RunSql = Callable[..., None]
Seal = Callable[[Path], None]


@pytest.fixture(scope="session")
def make_document() -> MakeDocument:
    """Makes a document of an id and a text; other fields can be given."""

    def make(document_id: str, text: str = "One sentence.", **fields: object) -> Document:
        given = {"title": "A title", "source": f"test:{document_id}", **fields}
        return Document(document_id=document_id, text=text, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def run_sql() -> RunSql:
    """Changes the store of an index's current version behind its back."""

    def run(folder: Path, statement: str, *parameters: object) -> None:
        store = current_folder(folder) / STORE_NAME
        with closing(sqlite3.connect(store)) as connection, connection:
            assert connection.execute(statement, parameters).rowcount != 0

    return run


@pytest.fixture(scope="session")
def seal() -> Seal:
    """Gives the current version's files, whatever they hold, the right checksums."""

    def write(folder: Path) -> None:
        place, catalogue = current_folder(folder), read_catalogue(folder)
        manifest = json.loads((place / MANIFEST_NAME).read_text())
        manifest["store_sha256"] = file_sha256(place / STORE_NAME)
        manifest["vectors_sha256"] = file_sha256(place / VECTORS_NAME)
        (place / MANIFEST_NAME).write_text(json.dumps(manifest))
        sealed = (catalogue.current, file_sha256(place / MANIFEST_NAME))
        others = catalogue.without({catalogue.current}).versions
        write_catalogue(folder, replace(catalogue, versions=tuple(sorted((*others, sealed)))))

    return write


def current_folder(folder: Path) -> Path:
    """The files of an index's current version."""
    return version_folder(folder, read_catalogue(folder).current)


@pytest.fixture(scope="module")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusOpener]:
    """A Milvus Lite database for the tests of a module, each with collections of its own."""
    opener = MilvusOpener(tmp_path_factory.mktemp("milvus"))
    yield opener
    opener.close()


@pytest.fixture(scope="module", params=["folder", "milvus"])
def open_index(request: pytest.FixtureRequest) -> OpenIndex:
    """Opens the index of a place, in each kind of store in turn."""
    if request.param == "folder":
        return open_folder
    opener: MilvusOpener = request.getfixturevalue("milvus")
    return opener


@pytest.fixture
def any_index(open_index: OpenIndex, tmp_path: Path, encoder: Encoder) -> PassageIndex:
    """A new index without documents, in each kind of store in turn."""
    return open_index(tmp_path / "index", encoder, ChunkingOptions())


@pytest.fixture
def sample_index(tmp_path: Path, sample_folder: Path, encoder: Encoder) -> ArticleIndex:
    """An index of the shipped reports that a test may change."""
    copy = shutil.copytree(sample_folder, tmp_path / "sample")
    return ArticleIndex(copy, encoder, ChunkingOptions())


@pytest.fixture(scope="session")
def weights_folder() -> Path:
    """The packaged encoder's folder."""
    return encoder_folder()
