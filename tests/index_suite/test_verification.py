"""Damage of every part is found by name, stops the opening, and is mended where it can be."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.article_index import STORE_NAME, ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.errors import IndexDamagedError, IndexFailure, IndexMismatchError
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import vectors_path
from index.verification import find_problems, repair

RunSql = Callable[..., None]
MakeDocument = Callable[..., Document]
CHUNKING = ChunkingOptions()
VECTORS = "vectors-00000001.faiss"


@pytest.fixture
def folder(sample_index: ArticleIndex) -> Path:
    return sample_index.folder


def flip_bit(path: Path, place: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)


def truncate(path: Path, kept: float = 0.5) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])


def test_a_sound_index_has_no_problems(folder: Path, encoder: Encoder) -> None:
    assert find_problems(folder, encoder, CHUNKING) == []


def test_an_empty_index_is_sound(empty_index: ArticleIndex) -> None:
    assert find_problems(empty_index.folder, empty_index.encoder, CHUNKING) == []


def test_verifying_changes_nothing(folder: Path, encoder: Encoder) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    find_problems(folder, encoder, CHUNKING)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("made", [False, True], ids=["missing", "empty"])
def test_a_folder_without_index_is_a_problem(made: bool, tmp_path: Path, encoder: Encoder) -> None:
    if made:
        (tmp_path / "folder").mkdir()
    [problem] = find_problems(tmp_path / "folder", encoder, CHUNKING)
    assert problem == f"{tmp_path / 'folder'} holds no index"
    assert made or not (tmp_path / "folder").exists()


FAISS_DAMAGE = [
    pytest.param(flip_bit, "is damaged: expected SHA-256", id="flipped-bit"),
    pytest.param(lambda path: flip_bit(path, 0), "is damaged: expected", id="flipped-first-byte"),
    pytest.param(truncate, "is damaged: expected SHA-256", id="truncated"),
    pytest.param(lambda path: truncate(path, 0), "is damaged: expected SHA-256", id="emptied"),
    pytest.param(lambda path: path.unlink(), "is missing", id="deleted"),
]


@pytest.mark.parametrize(("damage", "finding"), FAISS_DAMAGE)
def test_a_damaged_vector_file_is_found_refused_and_mended(
    damage: Callable[[Path], None], finding: str, folder: Path, encoder: Encoder
) -> None:
    question = ["How many North Korean soldiers are there?"]
    index = ArticleIndex(folder, encoder, CHUNKING)
    before = Retriever(index, RetrievalOptions()).retrieve(question, PassageFilter(), 5)
    damage(folder / VECTORS)

    [problem] = find_problems(folder, encoder, CHUNKING)
    assert str(folder / VECTORS) in problem
    assert finding in problem
    with pytest.raises(IndexDamagedError) as caught:
        ArticleIndex(folder, encoder, CHUNKING)
    assert f"'qa index verify --repair --index {folder}'" in str(caught.value)

    repair(folder, encoder, CHUNKING)
    assert find_problems(folder, encoder, CHUNKING) == []
    mended = ArticleIndex(folder, encoder, CHUNKING)
    assert Retriever(mended, RetrievalOptions()).retrieve(question, PassageFilter(), 5) == before


STORE_DAMAGE = [
    pytest.param(
        "UPDATE documents SET text = replace(text, 'Zelensky', 'Zelenskiy')"
        " WHERE document_id = 'kursk-troop-figures'",
        ["document 'kursk-troop-figures': its text is not the one that was stored"],
        id="document-text",
    ),
    pytest.param(
        "UPDATE documents SET outlet = 'Another' WHERE document_id = 'kursk-troop-figures'",
        ["document 'kursk-troop-figures'"],
        id="document-outlet",
    ),
    pytest.param(
        "UPDATE documents SET published_at = 'soon' WHERE document_id = 'kursk-troop-figures'",
        ["document 'kursk-troop-figures'"],
        id="document-date",
    ),
    pytest.param(
        "UPDATE documents SET text = CAST(x'ff41ff' AS TEXT)",
        [STORE_NAME, "is damaged", "Could not decode to UTF-8"],
        id="document-not-utf-8",
    ),
    pytest.param(
        "UPDATE passages SET text = 'Invented.' WHERE number = 2",
        ["passage kursk-troop-figures:", "its text is not the document's"],
        id="passage-text",
    ),
    pytest.param(
        'UPDATE passages SET "start" = "start" + 1 WHERE number = 2',
        ["passage kursk-troop-figures:", "its text is not the document's"],
        id="passage-offset",
    ),
    pytest.param(
        "UPDATE passages SET \"start\" = x'00' WHERE number = 2",
        ["the store: a row holds another kind of value than was written"],
        id="passage-offset-type",
    ),
    pytest.param(
        "UPDATE passages SET vector = (SELECT vector FROM passages WHERE number = 1)"
        " WHERE number = 2",
        ["passage number 2: the stored vector has cosine"],
        id="vector-of-another",
    ),
    pytest.param(
        "UPDATE passages SET vector = zeroblob(4 * 384) WHERE number = 2",
        ["passage number 2: the stored vector has cosine 0.000"],
        id="vector-of-zeros",
    ),
    pytest.param(
        f"UPDATE passages SET vector = x'{np.full(384, np.nan, '<f4').tobytes().hex()}'"
        " WHERE number = 2",
        ["passage number 2: the stored vector has cosine nan"],
        id="vector-of-nan",
    ),
    pytest.param(
        "UPDATE passages SET vector = x'001122' WHERE number = 2",
        ["passage number 2: the stored vector has 3 bytes"],
        id="vector-cut",
    ),
    pytest.param(
        "UPDATE passages SET title = 'A wholly different matter' WHERE number = 2",
        ["passage number 2: the stored vector has cosine"],
        id="passage-title",
    ),
    pytest.param(
        "DELETE FROM passages WHERE number = 2",
        ["passages were written, ", "are stored"],
        id="passage-gone",
    ),
    pytest.param(
        "DELETE FROM documents WHERE document_id = 'kursk-troop-figures'",
        ["3 documents were written, 2 are stored"],
        id="document-gone",
    ),
    pytest.param("DELETE FROM manifest", ["manifest cannot be read"], id="manifest-gone"),
]


@pytest.mark.parametrize(("statement", "findings"), STORE_DAMAGE)
def test_a_changed_store_is_found(
    statement: str, findings: list[str], folder: Path, encoder: Encoder, run_sql: RunSql
) -> None:
    run_sql(folder, statement)
    problems = find_problems(folder, encoder, CHUNKING)
    assert any(all(part in problem for part in findings) for problem in problems), problems


WORD_DAMAGE = [
    pytest.param(
        "INSERT INTO words (words, rowid, title, text)"
        " SELECT 'delete', number, title, text FROM passages WHERE number = 2",
        "the full-text index: 1 passages are missing from it",
        id="one-row",
    ),
    pytest.param(
        "INSERT INTO words (words) VALUES ('delete-all')",
        "passages are missing from it",
        id="all-rows",
    ),
]


@pytest.mark.parametrize(("statement", "finding"), WORD_DAMAGE)
def test_missing_full_text_rows_are_found_and_mended(
    statement: str, finding: str, folder: Path, encoder: Encoder, run_sql: RunSql
) -> None:
    index = ArticleIndex(folder, encoder, CHUNKING)
    retriever = Retriever(index, RetrievalOptions())
    before = retriever.retrieve(["Zelensky"], PassageFilter(), 20)
    run_sql(folder, statement)
    [problem] = find_problems(folder, encoder, CHUNKING)
    assert finding in problem
    assert retriever.retrieve(["Zelensky"], PassageFilter(), 20) != before
    repair(folder, encoder, CHUNKING)
    assert find_problems(folder, encoder, CHUNKING) == []
    assert retriever.retrieve(["Zelensky"], PassageFilter(), 20) == before


def overwrite_header(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"garbage!" * 16)


BROKEN_STORE = [
    pytest.param(overwrite_header, "file is not a database", id="garbage-header"),
    pytest.param(lambda path: path.write_text("An article."), "not a database", id="text"),
    pytest.param(truncate, "", id="truncated"),
]


@pytest.mark.parametrize(("damage", "reason"), BROKEN_STORE)
def test_a_broken_store_is_found_and_cannot_be_mended(
    damage: Callable[[Path], None], reason: str, folder: Path, encoder: Encoder
) -> None:
    damage(folder / STORE_NAME)
    problems = find_problems(folder, encoder, CHUNKING)
    assert any(reason in p and "restore it from a copy" in p for p in problems), problems
    content = (folder / STORE_NAME).read_bytes()
    with pytest.raises(IndexDamagedError, match="qa index add ARTICLES --index NEW_DIRECTORY"):
        repair(folder, encoder, CHUNKING)
    assert (folder / STORE_NAME).read_bytes() == content


def test_a_garbage_header_stops_the_opening(folder: Path, encoder: Encoder) -> None:
    overwrite_header(folder / STORE_NAME)
    with pytest.raises(IndexDamagedError) as caught:
        ArticleIndex(folder, encoder, CHUNKING)
    assert str(folder / STORE_NAME) in str(caught.value)
    assert "'qa index add ARTICLES --index NEW_DIRECTORY'" in str(caught.value)


@pytest.mark.parametrize("emptied", [False, True], ids=["deleted", "emptied"])
def test_a_lost_store_is_never_replaced_by_an_empty_one(
    emptied: bool, folder: Path, encoder: Encoder
) -> None:
    if emptied:
        truncate(folder / STORE_NAME, 0)
    else:
        (folder / STORE_NAME).unlink()
    assert find_problems(folder, encoder, CHUNKING) != []
    with pytest.raises(IndexFailure, match=f"holds '{VECTORS}' and no index"):
        ArticleIndex(folder, encoder, CHUNKING)
    assert (folder / VECTORS).exists()


def test_random_bit_flips_are_reported_or_harmless(
    empty_index: ArticleIndex, encoder: Encoder, make_document: MakeDocument
) -> None:
    """Whatever bit is hit, verification answers in words or finds nothing."""
    empty_index.add([make_document("a", "Soldiers were seen in Kursk on Tuesday.")])
    generator = np.random.default_rng(0)
    store = empty_index.folder / STORE_NAME
    content = store.read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    found = 0
    for place in generator.choice(used, 60):
        changed = bytearray(content)
        changed[place] ^= 1 << int(generator.integers(8))
        store.write_bytes(changed)
        problems = find_problems(empty_index.folder, encoder, CHUNKING)
        assert all(isinstance(problem, str) and problem for problem in problems)
        found += bool(problems)
    assert found > 20


def test_a_flipped_letter_in_the_file_is_found(folder: Path, encoder: Encoder) -> None:
    store = folder / STORE_NAME
    content = store.read_bytes()
    letters = b"North Korea can draw on a standing army"
    place = content.index(letters)
    store.write_bytes(content[:place] + b"S" + content[place + 1 :])
    problems = find_problems(folder, encoder, CHUNKING)
    assert any("kursk-troop-figures" in problem for problem in problems)


def test_another_encoder_or_chunking_is_a_problem_and_not_repaired(
    folder: Path, encoder: Encoder
) -> None:
    other = ChunkingOptions(99, 7)
    [problem] = find_problems(folder, encoder, other)
    assert "maximum_tokens is 160 in the index and 99 now" in problem
    before = vectors_path(folder, 1).read_bytes()
    with pytest.raises(IndexMismatchError, match="maximum_tokens is 160"):
        repair(folder, encoder, other)
    assert vectors_path(folder, 1).read_bytes() == before
    assert find_problems(folder, encoder, CHUNKING) == []


def test_repairing_a_sound_index_keeps_what_it_holds(
    folder: Path, encoder: Encoder, make_document: MakeDocument
) -> None:
    index = ArticleIndex(folder, encoder, CHUNKING)
    before = index.summaries(), sorted(index.snapshot().vectors.ids.tolist())
    repair(folder, encoder, CHUNKING)
    assert (index.summaries(), sorted(index.snapshot().vectors.ids.tolist())) == before
    assert index.snapshot().manifest.version == 2
    index.add([make_document("a")])
    assert find_problems(folder, encoder, CHUNKING) == []
