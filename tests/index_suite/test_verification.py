"""Whatever is wrong is found by name, also where every checksum is right, and can be mended."""

from collections.abc import Callable
from pathlib import Path

import killable_child as child
import numpy as np
import pytest
from fault_scenarios import filled, flip_bit, got_back, opened
from killing import require_whole

import index.snapshot
from index.article_index import ArticleIndex
from index.catalogue import (
    STORE_NAME,
    VECTORS_NAME,
    read_catalogue,
    version_folder,
)
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.errors import IndexDamagedError, IndexMismatchError
from index.passage import PassageFilter
from index.repair import repair
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot, load_version
from index.storage_options import DEFAULT_STORAGE
from index.verification import Findings, find_problems, verify

RunSql = Callable[..., None]
Seal = Callable[[Path], None]
MakeDocument = Callable[..., Document]
CHUNKING = ChunkingOptions()
ENCODER = child.HashingEncoder()
LAST = 5


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of short reports after six changes, the last one of which removed some."""
    return filled(tmp_path / "index").folder


def problems_of(folder: Path) -> list[str]:
    return find_problems(folder, ENCODER, child.CHUNKING)


def mend(folder: Path) -> None:
    repair(folder, ENCODER, child.CHUNKING, DEFAULT_STORAGE)


def test_a_sound_index_has_no_findings(sample_index: ArticleIndex, encoder: Encoder) -> None:
    assert verify(sample_index.folder, encoder, CHUNKING) == Findings((), ())


def test_an_empty_index_is_sound(empty_index: ArticleIndex) -> None:
    assert verify(empty_index.folder, empty_index.encoder, CHUNKING) == Findings((), ())


def test_verifying_changes_nothing(folder: Path) -> None:
    def content() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = content()
    verify(folder, ENCODER, child.CHUNKING)
    assert content() == before


@pytest.mark.parametrize("made", [False, True], ids=["missing", "empty"])
def test_a_folder_without_index_is_a_problem(made: bool, tmp_path: Path) -> None:
    if made:
        (tmp_path / "folder").mkdir()
    assert problems_of(tmp_path / "folder") == [f"{tmp_path / 'folder'} holds no index"]
    with pytest.raises(IndexMismatchError, match="holds no index"):
        mend(tmp_path / "folder")
    assert made == (tmp_path / "folder").exists()
    assert not made or list((tmp_path / "folder").iterdir()) == []


STORE_DAMAGE = [
    pytest.param(
        "UPDATE documents SET text = replace(text, 'wrote', 'Wrote')"
        " WHERE document_id = 'slot-0-0'",
        "document 'slot-0-0': its text is not the one that was stored",
        id="document-text",
    ),
    pytest.param(
        "UPDATE documents SET outlet = 'Another' WHERE document_id = 'slot-0-0'",
        "document 'slot-0-0': its text is not the one",
        id="document-outlet",
    ),
    pytest.param(
        "UPDATE documents SET published_at = 'soon' WHERE document_id = 'slot-0-0'",
        "document 'slot-0-0': its text is not the one",
        id="document-date",
    ),
    pytest.param(
        "UPDATE documents SET text = CAST(x'ff41ff' AS TEXT)",
        "Could not decode to UTF-8",
        id="document-not-utf-8",
    ),
    pytest.param(
        "UPDATE passages SET text = 'Invented.' WHERE number = {number}",
        "its text is not the document's",
        id="passage-text",
    ),
    pytest.param(
        'UPDATE passages SET "start" = "start" + 1 WHERE number = {number}',
        "its text is not the document's",
        id="passage-offset",
    ),
    pytest.param(
        "UPDATE passages SET \"start\" = x'00' WHERE number = {number}",
        "the store: a row holds another kind of value than was written",
        id="passage-offset-type",
    ),
    pytest.param(
        "UPDATE passages SET title = 'A wholly different matter' WHERE number = {number}",
        "its title is not the document's",
        id="passage-title",
    ),
    pytest.param(
        "UPDATE passages SET text_hash = x'00' WHERE number = {number}",
        "its hash is not that of its text",
        id="passage-hash",
    ),
    pytest.param(
        "UPDATE passages SET vector = zeroblob(4 * 16) WHERE number = {number}",
        "passage number {number}: FAISS holds another vector",
        id="vector-of-zeros",
    ),
    pytest.param(
        "UPDATE passages SET vector = x'001122' WHERE number = {number}",
        "passage number {number}: the stored vector has 3 bytes",
        id="vector-cut",
    ),
    pytest.param(
        "DELETE FROM passages WHERE number = {number}",
        "passages were written, ",
        id="passage-gone",
    ),
    pytest.param(
        "DELETE FROM documents WHERE document_id = 'slot-0-0'",
        "documents were written, ",
        id="document-gone",
    ),
    pytest.param(
        "UPDATE passages SET document_id = 'nobody' WHERE number = {number}",
        "of passages refers to a document that is not stored",
        id="passage-of-nobody",
    ),
    pytest.param(
        "INSERT INTO words (words, rowid, title, text)"
        " SELECT 'delete', number, title, text FROM passages WHERE number = {number}",
        "the full-text index: 1 passages are missing from it",
        id="words-of-one-missing",
    ),
    pytest.param(
        "INSERT INTO words (words) VALUES ('delete-all')",
        "passages are missing from it",
        id="words-missing",
    ),
    pytest.param(
        "UPDATE words_data SET block = zeroblob(length(block)) WHERE id > 10",
        "the full-text index: ",
        id="words-of-zeros",
    ),
]


@pytest.mark.parametrize(("statement", "finding"), STORE_DAMAGE)
def test_what_checksums_cannot_know_is_found_and_mended(
    statement: str, finding: str, folder: Path, run_sql: RunSql, seal: Seal
) -> None:
    """As if the mistake had been made before the checksums were."""
    number = int(opened(folder).snapshot().vectors.ids[0])
    run_sql(folder, statement.format(number=number))
    seal(folder)
    problems = problems_of(folder)
    assert any(finding.format(number=number) in problem for problem in problems), problems
    got_back(folder)


def test_a_change_behind_its_back_is_found_by_the_checksum(folder: Path, run_sql: RunSql) -> None:
    run_sql(folder, "UPDATE documents SET outlet = 'Another' WHERE document_id = 'slot-0-0'")
    problems = problems_of(folder)
    assert any(STORE_NAME in p and "is damaged: expected SHA-256" in p for p in problems)
    assert any("document 'slot-0-0': its text is not" in problem for problem in problems)


@pytest.mark.parametrize("vector", [np.full(384, np.nan), np.eye(384)[7]])
def test_vectors_of_another_text_are_found_by_embedding_again(
    vector: np.ndarray[tuple[int], np.dtype[np.float64]],
    sample_index: ArticleIndex,
    encoder: Encoder,
    run_sql: RunSql,
    seal: Seal,
) -> None:
    """Store and FAISS agree and every checksum is right."""
    folder = sample_index.folder
    ids = sample_index.snapshot().vectors.ids
    wrong = vector.astype("<f4")
    changed = sample_index.snapshot().vectors.replaced(ids, [(ids, np.tile(wrong, (len(ids), 1)))])
    run_sql(folder, "UPDATE passages SET vector = ?", wrong.tobytes())
    place = version_folder(folder, 1)
    changed.save(place / VECTORS_NAME)
    seal(folder)
    problems = find_problems(folder, encoder, CHUNKING)
    assert any(f"passage number {ids[0]}: the stored vector has cosine" in p for p in problems)


def test_a_mended_index_answers_as_before(sample_index: ArticleIndex, encoder: Encoder) -> None:
    question, folder = ["How many North Korean soldiers are there?"], sample_index.folder
    retriever = Retriever(sample_index, RetrievalOptions())
    before = retriever.retrieve(sample_index.snapshot(), question, PassageFilter(), 5)
    flip_bit(version_folder(folder, 1) / VECTORS_NAME)
    with pytest.raises(IndexDamagedError, match=f"'qa index verify --repair --index {folder}'"):
        ArticleIndex(folder, encoder, CHUNKING)
    repair(folder, encoder, CHUNKING, DEFAULT_STORAGE)
    assert verify(folder, encoder, CHUNKING) == Findings((), ())
    mended = ArticleIndex(folder, encoder, CHUNKING)
    assert retriever.retrieve(mended.snapshot(), question, PassageFilter(), 5) == before
    # The object that was open all the time finds the mended version, too.
    assert sample_index.snapshot().manifest == mended.snapshot().manifest


def test_repairing_a_sound_index_leaves_it(folder: Path) -> None:
    before = read_catalogue(folder)
    mend(folder)
    assert read_catalogue(folder) == before


def test_repair_takes_what_is_damaged_from_another_version(folder: Path, run_sql: RunSql) -> None:
    run_sql(folder, "UPDATE documents SET text = 'x' WHERE document_id = 'slot-0-0'")
    assert got_back(folder) == "repaired, all documents kept"
    require_whole(folder, (LAST,))


def test_repair_gives_no_article_up(tmp_path: Path, run_sql: RunSql) -> None:
    """An article that is whole nowhere stops the repair, which changes nothing."""
    index = opened(tmp_path / "index")
    index.add(child.batch(0))
    run_sql(index.folder, "UPDATE documents SET text = 'x' WHERE document_id = 'slot-0-0'")
    before = read_catalogue(index.folder)
    with pytest.raises(IndexDamagedError, match="'slot-0-0' is whole in no kept version: go back"):
        mend(index.folder)
    assert read_catalogue(index.folder) == before


def test_damage_to_a_version_that_is_not_current(folder: Path) -> None:
    """It is found, does not stop the index, and repair gives that version up."""
    number = read_catalogue(folder).numbers[0]
    flip_bit(version_folder(folder, number) / STORE_NAME)
    [problem] = problems_of(folder)
    assert f"{number:08d}/{STORE_NAME} is damaged" in problem
    with pytest.raises(IndexDamagedError):
        load_version(folder, read_catalogue(folder), number)
    assert opened(folder).snapshot().documents(child.state_after(LAST)) == child.state_after(LAST)
    mend(folder)
    assert number not in read_catalogue(folder).numbers
    require_whole(folder, (LAST,))


def test_damage_to_a_large_file_is_noticed_after_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its checksum is compared while it is in use; from then on nothing is answered from it."""
    monkeypatch.setattr(index.snapshot, "CHECKED_LATER_BYTES", 0)
    sound = opened(folder).snapshot()
    require_check_ended(sound)
    assert sound.documents(child.state_after(LAST)) == child.state_after(LAST)
    path = version_folder(folder, read_catalogue(folder).current) / STORE_NAME
    content = bytearray(path.read_bytes())
    # Inside a text: nothing but the checksum tells.
    content[content.index(b"wrote")] ^= 1
    path.write_bytes(content)
    damaged = opened(folder).snapshot()
    with pytest.raises(IndexDamagedError, match=f"{STORE_NAME} is damaged: expected SHA-256"):
        require_check_ended(damaged)
    with pytest.raises(IndexDamagedError, match="qa index verify --repair"):
        damaged.summaries()
    with pytest.raises(IndexDamagedError, match=f"{STORE_NAME} is damaged"):
        opened(folder).add(child.batch(LAST + 1))


def require_check_ended(snapshot: Snapshot) -> None:
    check = snapshot.store.check
    assert check is not None
    check.wait()


def test_another_encoder_or_chunking_is_a_problem_and_not_repaired(folder: Path) -> None:
    other = ChunkingOptions(99, 7)
    [problem] = find_problems(folder, ENCODER, other)
    assert "maximum_tokens is 12 in the index and 99 now" in problem
    flip_bit(version_folder(folder, read_catalogue(folder).current) / VECTORS_NAME)
    before = read_catalogue(folder)
    with pytest.raises(IndexMismatchError, match="maximum_tokens is 12"):
        repair(folder, ENCODER, other, DEFAULT_STORAGE)
    assert read_catalogue(folder) == before


def test_random_bit_flips_in_a_sealed_store_are_told_in_words(folder: Path, seal: Seal) -> None:
    """Whatever bit is hit, looking through the rows ends in words and never in a crash."""
    generator = np.random.default_rng(0)
    store = version_folder(folder, read_catalogue(folder).current) / STORE_NAME
    content = store.read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    found = 0
    for place in generator.choice(used, 40):
        changed = bytearray(content)
        changed[place] ^= 1 << int(generator.integers(8))
        store.write_bytes(changed)
        seal(folder)
        problems = problems_of(folder)
        assert all(isinstance(problem, str) and problem for problem in problems)
        found += bool(problems)
    assert found > 30
