"""Threads and processes that search and write at once: each question sees one whole version."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import killable_child as child
import pytest
from killing import THIS_CHECKOUT, ended, require_whole, started

import index.article_index
import index.snapshot
from index.article_index import ArticleIndex
from index.catalogue import Catalogue
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.errors import IndexBusyError
from index.locking import HOLDER_NAME, LOCK_NAME, writing_alone
from index.passage import PassageFilter
from index.retrieval import RetrievalOptions, Retriever
from index.snapshot import Snapshot
from index.storage_options import StorageOptions
from index.verification import Findings, verify

MakeDocument = Callable[..., Document]
READERS = 4
ROUNDS = 8
QUESTIONS = ["Who wrote change 3?", "How many soldiers are in Kursk?"]
SOUND = Findings((), ())
States = dict[int, dict[str, str]]


class Readers:
    """Threads that retrieve until told to stop: what they saw of which version, and raised."""

    def __init__(self, indexes: list[ArticleIndex]) -> None:
        self._stop = threading.Event()
        self.seen: list[tuple[int, set[tuple[str, int, int, str]]]] = []
        self.errors: list[BaseException] = []
        self._threads = [threading.Thread(target=self._read, args=(index,)) for index in indexes]

    @contextmanager
    def running(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in self._threads:
                thread.join(timeout=60)

    def _read(self, index: ArticleIndex) -> None:
        retriever = Retriever(index, RetrievalOptions())
        try:
            while not self._stop.is_set():
                snapshot = index.snapshot()
                for found in retriever.retrieve(snapshot, QUESTIONS, PassageFilter(), 50):
                    passages = {
                        (p.document_id, p.start, p.end, p.text) for p in (f.passage for f in found)
                    }
                    self.seen.append((snapshot.manifest.version, passages))
        except BaseException as error:
            self.errors.append(error)

    def wait_for(self, version: int) -> None:
        """Until one of them has seen a version."""
        deadline = time.monotonic() + 60
        while not any(seen == version for seen, _ in list(self.seen)):
            assert self.errors == []
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def require_whole_versions(self, states: States) -> None:
        """Every question saw every passage of its version, and none of another."""
        assert self.errors == []
        for version, passages in self.seen:
            texts = states[version]
            assert {name for name, *_ in passages} == set(texts)
            assert all(texts[name][start:end] == text for name, start, end, text in passages)


def test_reading_while_documents_come_and_go(
    empty_index: ArticleIndex, encoder: Encoder, make_document: MakeDocument
) -> None:
    folder, chunking = empty_index.folder, ChunkingOptions()
    other, writer = (ArticleIndex(folder, encoder, chunking) for _ in range(2))
    readers = Readers([empty_index] * (READERS // 2) + [other] * (READERS // 2))
    texts: dict[str, str] = {}
    states: States = {0: {}}
    with readers.running():
        readers.wait_for(max(states))
        for change in range(ROUNDS):
            for place, index_of_writer in enumerate((writer, empty_index, other)):
                name = "abc"[(change + place) % 3]
                texts[name] = f"Change {change} of {name} counts {change * 10} soldiers.\n\n" * (
                    1 + change % 3
                )
                texts[name] = texts[name].rstrip()
                index_of_writer.add([make_document(name, texts[name])])
                states[index_of_writer.snapshot().manifest.version] = dict(texts)
            if change % 3 == 1:
                writer.remove(["b"])
                del texts["b"]
                states[writer.snapshot().manifest.version] = dict(texts)
            readers.wait_for(max(states))
    readers.require_whole_versions(states)
    assert len({version for version, _ in readers.seen}) > ROUNDS
    assert verify(folder, encoder, chunking).problems == ()


def test_a_process_sees_what_another_one_writes(tmp_path: Path) -> None:
    """Each question is answered from exactly one state of what the other process makes."""
    folder = tmp_path / "index"
    index = ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)
    retriever = Retriever(index, RetrievalOptions())
    seen = set()
    with started(folder, 0) as process:
        while len(seen) < 20:
            snapshot = index.snapshot()
            [found] = retriever.retrieve(snapshot, ["Report line"], PassageFilter(), 1_000)
            seen.add(snapshot.manifest.version)
            passages = {(f.passage.document_id, f.passage.text) for f in found}
            assert len(passages) == snapshot.manifest.passages
            documents = snapshot.documents({name for name, _ in passages})
            assert len(documents) == snapshot.manifest.documents
            assert all(text in documents[name].text for name, text in passages)
            # What expired while it was read here may be left, until the next change.
            assert verify(folder, index.encoder, child.CHUNKING).problems == ()
        process.send_signal(signal.SIGKILL)
        last = ended(process)[-1]
    # The other process goes back now and then, so that a version seen may be newer than this one.
    require_whole(folder, (last, last + 1))
    opened = ArticleIndex(folder, child.HashingEncoder(), child.CHUNKING)
    assert index.snapshot().manifest == opened.snapshot().manifest


def test_threads_that_add_at_once_all_succeed(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    errors: list[BaseException] = []

    def add(name: str) -> None:
        try:
            for change in range(3):
                empty_index.add([make_document(name, f"Change {change}.")])
        except BaseException as error:
            errors.append(error)

    names = [f"d{number}" for number in range(4)]
    threads = [threading.Thread(target=add, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert errors == []
    assert {summary.document_id for summary in empty_index.summaries()} == set(names)
    assert all(empty_index.document(name).text == "Change 2." for name in names)
    assert empty_index.snapshot().manifest.version == 12
    assert verify(empty_index.folder, empty_index.encoder, empty_index.chunking) == SOUND


def test_objects_that_create_the_same_index_at_once(tmp_path: Path, encoder: Encoder) -> None:
    opened: list[ArticleIndex] = []
    gate = threading.Barrier(4)

    def create() -> None:
        gate.wait()
        opened.append(ArticleIndex(tmp_path / "index", encoder, ChunkingOptions()))

    threads = [threading.Thread(target=create) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(opened) == 4
    opened[0].add([Document("a", "t", "Text.", "s")])
    assert [index.document("a").text for index in opened] == ["Text."] * 4
    assert verify(tmp_path / "index", encoder, ChunkingOptions()) == SOUND


def test_a_second_writer_waits_for_the_first(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    added = threading.Thread(target=empty_index.add, args=([make_document("a")],))
    with writing_alone(empty_index.folder, 1):
        added.start()
        time.sleep(0.3)
        assert added.is_alive()
        assert empty_index.summaries() == []
    added.join(timeout=60)
    assert [summary.document_id for summary in empty_index.summaries()] == ["a"]


HOLDER = """
import sys, time
from pathlib import Path
from index.locking import writing_alone

with writing_alone(Path(sys.argv[1]), 1):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_writer_gives_up_naming_the_first_which_may_be_killed(
    empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    folder = empty_index.folder
    hasty = ArticleIndex(
        folder, empty_index.encoder, ChunkingOptions(), StorageOptions(write_wait_seconds=0.2)
    )
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=THIS_CHECKOUT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for change in (lambda: hasty.add([make_document("a")]), lambda: hasty.remove(["a"])):
            with pytest.raises(IndexBusyError) as caught:
                change()
            assert f"process {holder.pid} (" in str(caught.value)
            assert "did not finish within 0.2 seconds: try again later" in str(caught.value)
        assert hasty.summaries() == []
        assert verify(folder, hasty.encoder, ChunkingOptions()) == SOUND
        holder.kill()
        holder.wait(timeout=60)
    assert json.loads((folder / HOLDER_NAME).read_text())["process"] == holder.pid
    # The kernel freed the killed writer's lock, whatever the files say.
    assert hasty.add([make_document("a")]).added == ("a",)
    assert not (folder / HOLDER_NAME).exists()
    assert (folder / LOCK_NAME).exists()


@pytest.mark.parametrize("name", ["", "{", "[]", '{"process": 1}'])
def test_a_holder_whose_name_is_not_written_yet(name: str, tmp_path: Path) -> None:
    with writing_alone(tmp_path, 1):
        (tmp_path / HOLDER_NAME).write_text(name)
        with (
            pytest.raises(IndexBusyError, match="another process is writing to the index"),
            writing_alone(tmp_path, 0.01),
        ):
            pytest.fail("two writers at once")


def test_a_reader_looks_again_when_its_version_expired(
    empty_index: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writers that finish between the reading of the catalogue and that of the files."""
    storage = StorageOptions(kept_versions=1)
    writer = ArticleIndex(empty_index.folder, empty_index.encoder, ChunkingOptions(), storage)
    empty_index.add([make_document("a", "Zero.")])
    del empty_index._snapshot
    load, changes = index.snapshot.load_version, iter([1])

    def interrupted(folder: Path, catalogue: Catalogue, number: int, whole: bool) -> Snapshot:
        for change in changes:
            with monkeypatch.context() as undisturbed:
                undisturbed.setattr(index.snapshot, "load_version", load)
                writer.add([make_document("a", f"Change {change}.")])
                writer.add([make_document("a", "Last.")])
        return load(folder, catalogue, number, whole)

    monkeypatch.setattr(index.snapshot, "load_version", interrupted)
    again = ArticleIndex(empty_index.folder, empty_index.encoder, ChunkingOptions())
    assert again.document("a").text == "Last."
    assert "00000001" not in os.listdir(again.folder / "versions")


def test_questions_meanwhile_are_answered_from_the_version_before(
    empty_index: ArticleIndex, make_document: MakeDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One thread loads what another process wrote; the others do not wait for it."""
    other = ArticleIndex(empty_index.folder, empty_index.encoder, ChunkingOptions())
    other.add([make_document("a")])
    loading, go_on = threading.Event(), threading.Event()
    load = index.article_index.load_current

    def slow(folder: Path) -> Snapshot:
        loading.set()
        assert go_on.wait(timeout=60)
        return load(folder)

    monkeypatch.setattr(index.article_index, "load_current", slow)
    thread = threading.Thread(target=empty_index.snapshot)
    thread.start()
    assert loading.wait(timeout=60)
    assert empty_index.snapshot().manifest.version == 0
    go_on.set()
    thread.join(timeout=60)
    assert empty_index.snapshot().manifest.version == 1
