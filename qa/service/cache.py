"""Answers that were given already, for as long as the index stays as it is."""

import hashlib
import threading
import uuid
from dataclasses import replace

from cachetools import LRUCache

from index.interface import PassageSnapshot
from qa.answer import Answer, Timings
from qa.question import Question

# The version of the index, and a hash: a question with its history may hold megabytes.
Key = tuple[str, bytes]


class AnswerCache:
    """The answers asked for last, by version of the index and question. Threads may share it.

    The version is named by its checksum: a number may come twice in a directory that is made
    anew, but then its content differs.
    """

    def __init__(self, answers: int) -> None:
        self._kept: LRUCache[Key, Answer] = LRUCache(answers)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, question: Question, snapshot: PassageSnapshot) -> Answer | None:
        """The same answer under an id of its own, which took no time; None if it is not kept."""
        with self._lock:
            answer = self._kept.get(_key(question, snapshot))
        return None if answer is None else repeated(answer)

    def keep(self, question: Question, snapshot: PassageSnapshot, answer: Answer) -> None:
        """Keep an answer; the one unused for longest makes room."""
        with self._lock:
            # A cache of no size refuses every value.
            if self._kept.maxsize:
                self._kept[_key(question, snapshot)] = answer


def repeated(answer: Answer) -> Answer:
    """An answer given once more: feedback on it is told apart by its id."""
    return replace(answer, answer_id=uuid.uuid4().hex, timings=Timings(0.0, 0.0, 0.0))


def _key(question: Question, snapshot: PassageSnapshot) -> Key:
    asked = repr(question).encode(errors="surrogatepass")
    return snapshot.manifest_sha256, hashlib.sha256(asked).digest()
