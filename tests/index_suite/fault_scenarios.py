"""Damage, full disks, closed folders and second writers: what an index does, and what it keeps.

Each scenario makes an index in a folder, does its harm, checks that nothing is lost, and returns
what a user was told and how the index was got back. The tests and `bench.faults` run them all.
"""

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import killable_child as child
import numpy as np
from killing import THIS_CHECKOUT, require_whole

from index.article_index import ArticleIndex
from index.catalogue import (
    CATALOGUE_NAME,
    MANIFEST_NAME,
    STORE_NAME,
    VECTORS_NAME,
    read_catalogue,
    version_folder,
    write_catalogue,
)
from index.document import Document
from index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexFailure,
    IndexMismatchError,
    IndexWriteError,
)
from index.repair import repair
from index.rollback import roll_back
from index.storage_options import DEFAULT_STORAGE, StorageOptions
from index.verification import verify

LAST = 5
ENCODER = child.HashingEncoder()
NOBODY = 65_534
SMALL_DISK = 2_000_000
FLIPS = 24

Damage = Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`run` gets a folder that does not exist yet and returns the outcome in words."""

    name: str
    run: Callable[[Path], str]


class NotPossibleError(Exception):
    """This machine or user cannot bring the fault about."""


def opened(folder: Path, storage: StorageOptions = DEFAULT_STORAGE) -> ArticleIndex:
    return ArticleIndex(folder, ENCODER, child.CHUNKING, storage)


def filled(folder: Path) -> ArticleIndex:
    """An index whose last change can be gone back on."""
    shutil.copytree(_filled_once(), folder, dirs_exist_ok=True)
    folder.chmod(0o755)
    return opened(folder)


@cache
def _filled_once() -> Path:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    index = opened(folder)
    for generation in range(LAST + 1):
        child.apply_generation(index, generation)
    return folder


def current_folder(folder: Path) -> Path:
    return version_folder(folder, read_catalogue(folder).current)


def refusal(folder: Path, *named: str) -> str:
    """What opening says; it must refuse and name what it is about."""
    try:
        opened(folder)
    except IndexFailure as failure:
        message = str(failure)
        assert all(name in message for name in named), message
        finding = re.split(": (?:mend|rebuild|add) ", message)[0]
        return shown(finding.replace(f"{folder}/", ""), folder)
    raise AssertionError("the damage was not noticed")


def shown(message: str, folder: Path) -> str:
    """A message without what differs from run to run."""
    plain = message.replace(str(folder), "DIR").replace(repr(folder.name), "'DIR'")
    plain = re.sub(r"\.\d{8}\.[0-9a-f]{12}", ".ASIDE", plain)
    return re.sub(r"([0-9a-f]{6})[0-9a-f]{58}", r"\1…", plain)


def got_back(folder: Path) -> str:
    """Repair; where an article is whole nowhere, go back a version. All of it must be there."""
    try:
        repair(folder, ENCODER, child.CHUNKING, DEFAULT_STORAGE)
    except IndexDamagedError as error:
        if "qa index rollback" not in str(error):
            raise
        roll_back(folder, None, DEFAULT_STORAGE)
        repair(folder, ENCODER, child.CHUNKING, DEFAULT_STORAGE)
        require_whole(folder, (LAST - 1,))
        return "rolled back by one version"
    require_whole(folder, (LAST,))
    return "repaired, all documents kept"


def damage_file(name: str, damage: Damage, folder: Path) -> str:
    """Damage one file of the current version, or the catalogue."""
    filled(folder)
    path = folder / name if name == CATALOGUE_NAME else current_folder(folder) / name
    damage(path)
    assert any(name in problem for problem in verify(folder, ENCODER, child.CHUNKING).problems)
    told = refusal(folder, name)
    return f"refused: {told}; {got_back(folder)}"


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def flip_bit(path: Path, place: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)


def flip_many(name: str, folder: Path) -> str:
    """One flipped bit at a time, all over a file."""
    filled(folder / "whole")
    outcomes: dict[str, int] = {}
    for number, place in enumerate(np.random.default_rng(0).random(FLIPS)):
        copy = shutil.copytree(folder / "whole", folder / str(number))
        flip_bit(current_folder(copy) / name, float(place))
        refusal(copy, name)
        outcome = got_back(copy)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    return "all refused; " + ", ".join(f"{count} times {told}" for told, count in outcomes.items())


def newer_format(folder: Path) -> str:
    """A catalogue of a later program: nothing of it may be touched."""
    filled(folder)
    catalogue = read_catalogue(folder)
    write_catalogue(folder, replace(catalogue, format_version=99))
    told = refusal(folder, CATALOGUE_NAME, "99", "qa index add")
    before = sorted(folder.rglob("*"))
    try:
        repair(folder, ENCODER, child.CHUNKING, DEFAULT_STORAGE)
    except IndexMismatchError:
        assert [p for p in sorted(folder.rglob("*")) if not p.name.startswith("writer")] == [
            p for p in before if not p.name.startswith("writer")
        ]
        write_catalogue(folder, catalogue)
        require_whole(folder, (LAST,))
        return f"refused: {told}; not touched by repair"
    raise AssertionError("a later format was repaired")


def first_format(folder: Path) -> str:
    """A folder of the format before versions had folders of their own."""
    folder.mkdir()
    (folder / STORE_NAME).write_bytes(b"SQLite format 3\0")
    (folder / "vectors-00000003.faiss").touch()
    told = refusal(folder, "format version 1", "qa index add")
    assert len(list(folder.iterdir())) == 2
    return f"refused: {told}; not touched"


def lost_version(folder: Path) -> str:
    """The current version's folder is deleted."""
    filled(folder)
    shutil.rmtree(current_folder(folder))
    return f"refused: {refusal(folder, MANIFEST_NAME)}; {got_back(folder)}"


def leftovers(folder: Path) -> str:
    """What writers leave that are killed at their worst."""
    index = filled(folder)
    for name in (".00000099.0123456789ab", "00000099"):
        shutil.copytree(current_folder(folder), folder / "versions" / name)
    (folder / f".{CATALOGUE_NAME}.0123456789ab").write_text("{")
    found = verify(folder, ENCODER, child.CHUNKING)
    assert (found.problems, len(found.leftovers)) == ((), 3)
    child.apply_generation(index, LAST + 1)
    assert verify(folder, ENCODER, child.CHUNKING).leftovers == ()
    require_whole(folder, (LAST + 1,))
    return "reported by verify, removed by the next change"


LIMITED = """
import resource, sys
from pathlib import Path
import fault_scenarios as faults

size = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
faults.require_refused_write(Path(sys.argv[1]))
"""
NOT_ROOT = """
import os, sys
from pathlib import Path
import fault_scenarios as faults

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(faults.NOBODY)
    os.setuid(faults.NOBODY)
faults.require_refused_write(Path(sys.argv[1]))
"""


def require_refused_write(folder: Path) -> None:
    """In a process that cannot write: reading works, changing says why not."""
    index = opened(folder)
    assert len(index.summaries()) == len(child.state_after(LAST))
    try:
        index.add(large_batch("x", 60))
    except IndexWriteError as error:
        print(shown(str(error), folder))  # noqa: T201
        return
    raise AssertionError("it was written all the same")


def in_child(script: str, *arguments: str | Path) -> str:
    """Run a script of this module in a process of its own; what it says."""
    here = f"{THIS_CHECKOUT['PYTHONPATH']}{os.pathsep}{Path(__file__).parent}"
    finished = subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**THIS_CHECKOUT, "PYTHONPATH": here},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def large_batch(name: str, count: int) -> list[Document]:
    text = "\n\n".join(f"Line {line} of a long report about {name}." for line in range(40))
    return [
        Document(f"{name}-{number}", "Long", f"{text} {number}", "s") for number in range(count)
    ]


def limited_files(folder: Path) -> str:
    """No file may grow beyond what the index has: the copy succeeds, the new rows do not fit."""
    filled(folder)
    size = (current_folder(folder) / STORE_NAME).stat().st_size + 8_192
    told = in_child(LIMITED, folder, size)
    require_whole(folder, (LAST,))
    assert verify(folder, ENCODER, child.CHUNKING).leftovers == ()
    return f"refused: {told}"


def full_disk(folder: Path) -> str:
    """Add until the disk is full, then make room and go on."""
    with small_disk(folder) as resize:
        index = filled(folder / "index")
        stored = dict(child.state_after(LAST))
        told = None
        for number in range(50):
            batch = large_batch(f"n{number}", 10)
            try:
                index.add(batch)
            except IndexWriteError as error:
                told = shown(str(error), folder / "index")
                break
            stored |= {document.document_id: document for document in batch}
        assert told is not None, "the disk never was full"
        assert "No space left" in told or "full" in told or "write" in told, told
        again = opened(folder / "index")
        assert again.snapshot().documents(stored) == stored
        assert verify(folder / "index", ENCODER, child.CHUNKING).problems == ()
        resize(8 * SMALL_DISK)
        again.add(batch)
        found = verify(folder / "index", ENCODER, child.CHUNKING)
        assert (found.problems, found.leftovers) == ((), ())
        del index, again
    return f"refused: {told}"


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[int], None]]:
    """A file system of its own; only root may mount one. The function sets its size."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        raise NotPossibleError("mounting a small disk needs root")

    def resize(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def closed_folder(folder: Path) -> str:
    """Another user, or a folder that is read-only: questions work, changes are refused."""
    filled(folder)
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        told = in_child(NOT_ROOT, folder)
    finally:
        for path in paths:
            path.chmod(0o755 if path.is_dir() else 0o644)
    require_whole(folder, (LAST,))
    return f"refused: {told}; reading works"


HOLDING = """
import sys, time
from pathlib import Path
from index.locking import writing_alone

with writing_alone(Path(sys.argv[1]), 1):
    print("held", flush=True)
    time.sleep(600)
"""


def second_writer(folder: Path) -> str:
    """A writer that hangs is named; once it is killed, the next one goes on."""
    filled(folder)
    index = opened(folder, StorageOptions(write_wait_seconds=0.3))
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=THIS_CHECKOUT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            child.apply_generation(index, LAST + 2)
            raise AssertionError("two writers at once")
        except IndexBusyError as error:
            told = str(error)
            assert f"process {holder.pid} " in told
        holder.kill()
    require_whole(folder, (LAST,))
    index.add(child.batch(LAST + 2))
    assert verify(folder, ENCODER, child.CHUNKING).problems == ()
    told = re.sub(r"\(.*?\)", "(COMMAND, since TIME)", shown(told, folder), count=1)
    return f"refused: {told.replace(str(holder.pid), 'PID')}; goes on once that is killed"


ADDING = """
import sys
from pathlib import Path
import fault_scenarios as faults

for number in range(8):
    faults.opened(Path(sys.argv[1])).add(faults.large_batch(f"{sys.argv[2]}-{number}", 2))
"""


def two_writers(folder: Path) -> str:
    """Two processes add at once; every document of both must be there."""
    here = f"{THIS_CHECKOUT['PYTHONPATH']}{os.pathsep}{Path(__file__).parent}"
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(folder), name],
            env={**THIS_CHECKOUT, "PYTHONPATH": here},
        )
        for name in ("left", "right")
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    index = opened(folder)
    names = {f"{n}-{k}-{i}" for n in ("left", "right") for k in range(8) for i in range(2)}
    assert {summary.document_id for summary in index.summaries()} == names
    assert index.snapshot().manifest.version == 16
    assert verify(folder, ENCODER, child.CHUNKING).problems == ()
    return "both wait for each other; all documents of both are stored"


DAMAGES: dict[str, Damage] = {
    "truncated": truncate,
    "zero bytes long": empty,
    "overwritten with zeros": zero,
    "flipped bit": flip_bit,
    "missing": Path.unlink,
}
SCENARIOS = [
    *(
        Scenario(f"{name}: {damaged}", partial(damage_file, name, damage))
        for name in (CATALOGUE_NAME, MANIFEST_NAME, STORE_NAME, VECTORS_NAME)
        for damaged, damage in DAMAGES.items()
    ),
    Scenario(f"{STORE_NAME}: {FLIPS} flipped bits", partial(flip_many, STORE_NAME)),
    Scenario(f"{VECTORS_NAME}: {FLIPS} flipped bits", partial(flip_many, VECTORS_NAME)),
    Scenario("current version's folder deleted", lost_version),
    Scenario("format version 99", newer_format),
    Scenario("format version 1", first_format),
    Scenario("leftovers of killed writers", leftovers),
    Scenario("disk full (small file system)", full_disk),
    Scenario("files limited in size", limited_files),
    Scenario("read-only folder", closed_folder),
    Scenario("writer that hangs", second_writer),
    Scenario("two writers at once", two_writers),
]
