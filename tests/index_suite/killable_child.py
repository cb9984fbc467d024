"""A process that keeps changing an index until it is killed, and what it should have stored.

Run as a script: FOLDER GENERATION [STEP]. Generation n is one change, of a whole batch or back to
the version before, and is named on standard output once it is committed. What an index holds
after generation n follows from n alone. With a STEP the process kills itself at that one of its
file operations, counted from the moment that the index is open.
"""

import hashlib
import itertools
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import EncoderIdentity, Vectors
from index.rollback import roll_back
from index.sentences import Bounds
from index.storage_options import StorageOptions

DIMENSION = 16
CHUNKING = ChunkingOptions(maximum_tokens=12, overlap_tokens=4)
SLOTS = 4
BATCH = 3
REMOVE_EVERY = 5
ROLL_BACK_EVERY = 7
STEPS = frozenset(
    "open os.mkdir os.rename os.remove os.rmdir os.listdir os.scandir fcntl.flock "
    "shutil.rmtree sqlite3.connect".split()
)
State = dict[str, Document]


class HashingEncoder:
    """Vectors drawn from a hash of the text: loads at once, and the same text gives the same."""

    @property
    def identity(self) -> EncoderIdentity:
        return EncoderIdentity("hashing", "0" * 64, DIMENSION)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [_vector(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.encode_passages(texts)

    def token_bounds(self, texts: Sequence[str]) -> list[list[Bounds]]:
        return [[match.span() for match in re.finditer(r"\S+", text)] for text in texts]


def _vector(text: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def removes(generation: int) -> bool:
    """Whether a generation removes its slot's batch."""
    return generation >= SLOTS and generation % REMOVE_EVERY == 0


def rolls_back(generation: int) -> bool:
    """Whether a generation goes back to the version that the current one was made of."""
    return generation % ROLL_BACK_EVERY == ROLL_BACK_EVERY - 1


def batch(generation: int) -> list[Document]:
    """The documents that a generation adds, or replaces those of its slot with."""
    slot = generation % SLOTS
    return [
        Document(
            document_id=f"slot-{slot}-{place}",
            title=f"Report {generation}",
            text="\n\n".join(
                f"Generation {generation} wrote line {line} of part {place}. It ends here."
                for line in range(1 + (generation + place) % 4)
            ),
            source=f"generation {generation}",
        )
        for place in range(BATCH)
    ]


def state_after(generation: int) -> State:
    """What is stored once a generation is committed, by id; nothing before generation 0."""
    # Each version is what it holds and the version it was made of.
    versions: list[tuple[State, int]] = [({}, 0)]
    current = 0
    for past in range(generation + 1):
        held, parent = versions[current]
        if rolls_back(past):
            current = parent
            continue
        documents = {document.document_id: document for document in batch(past)}
        following = {name: kept for name, kept in held.items() if name not in documents}
        if not removes(past):
            following |= documents
        if following != held:
            versions.append((following, current))
            current = len(versions) - 1
    return versions[current][0]


def apply_generation(index: ArticleIndex, generation: int) -> None:
    """Make one change."""
    if rolls_back(generation):
        roll_back(index.folder, None, StorageOptions())
    elif removes(generation):
        stored = {summary.document_id for summary in index.summaries()}
        names = [document.document_id for document in batch(generation)]
        index.remove([name for name in names if name in stored])
    else:
        index.add(batch(generation))


def kill_at(step: int) -> None:
    """End this process at one of its next file operations, as a lost power supply would."""
    steps = itertools.count(1)

    def count(event: str, _: tuple[object, ...]) -> None:
        if event in STEPS and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def main() -> None:
    folder, generation, *step = Path(sys.argv[1]), *map(int, sys.argv[2:])
    _tell("ready")
    index = ArticleIndex(folder, HashingEncoder(), CHUNKING)
    _tell("open")
    if step:
        kill_at(step[0])
    while True:
        apply_generation(index, generation)
        _tell(str(generation))
        generation += 1


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
