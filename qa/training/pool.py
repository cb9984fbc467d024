"""All training questions and contexts as token ids, with what a search finds for each question.

One file from which any number of passes is drawn without tokenising or searching again.
"""

import hashlib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.files import write_atomically

NOTHING = -1


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths: row ``i`` is ``values[bounds[i]:bounds[i + 1]]``."""

    values: NDArray[Any]
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, rows: list[list[int]], kind: type[np.generic]) -> "Ragged":
        """Rows one behind the other; `kind` is the type of the values."""
        bounds = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        values = np.fromiter((value for row in rows for value in row), kind, count=int(bounds[-1]))
        return cls(values, bounds)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Length of each row."""
        return np.diff(self.bounds)


@dataclass(frozen=True, slots=True)
class QuestionPool:
    """Tokens without special ones; one row for each question, uint16 ids.

    - `searches`: the questions as they are typed into a search box.
    - `own_context`: row of the question's own context, int32.
    - `answers`: first and last token of the answer in it, inclusive, shape (questions, 2); -1, -1
      where it does not answer the question.
    - `occurrences`: first token of the first place of any answer's text in the own context and
      last token of the last one; -1, -1 without an answer.
    - `found`: rows of the contexts that a search finds for the question, best first, own context
      left out, shape (questions, choices); -1 where there are no more.
    - `may_answer`: whether a found context holds the text of an answer, same shape.
    - `held_back`: whether the question belongs to an article that is never trained on.
    """

    contexts: Ragged
    questions: Ragged
    searches: Ragged
    own_context: NDArray[np.int32]
    answers: NDArray[np.int32]
    occurrences: NDArray[np.int32]
    found: NDArray[np.int32]
    may_answer: NDArray[np.bool_]
    held_back: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.own_context)

    @property
    def asked(self) -> NDArray[np.uint16]:
        """Tokens of all questions, then of all their search forms."""
        return np.concatenate([self.questions.values, self.searches.values])


@dataclass(frozen=True, slots=True)
class TrainingPool:
    """What readers are trained on; `marks` are the ids of [CLS], [SEP] and "?"."""

    questions: QuestionPool
    marks: tuple[int, int, int]


def save_pool(path: Path, pool: TrainingPool) -> None:
    """Write the pool to one compressed file."""
    arrays = _flat(asdict(pool))
    write_atomically(path, lambda aside: _write(aside, arrays))


def pool_digest(pool: TrainingPool) -> str:
    """A hash of everything that a pool holds."""
    digest = hashlib.sha256()
    for name, values in sorted(_flat(asdict(pool)).items()):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()


def load_pool(path: Path) -> TrainingPool:
    """Read what `save_pool` wrote.

    Raises:
        ValueError: the file is not one that `save_pool` wrote.
        OSError: the file cannot be read.
    """
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return TrainingPool(
                QuestionPool(**_fields(arrays, "questions", QuestionPool)),
                tuple(arrays["marks"].tolist()),
            )
    except KeyError as error:
        raise ValueError(
            f"{path} is not a pool of training questions ({error}): make one with 'qa train pool'"
        ) from error


def _write(path: Path, arrays: dict[str, Any]) -> None:
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def _flat(value: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, item in value.items():
        flat |= _flat(item, f"{prefix}{name}.") if isinstance(item, dict) else {prefix + name: item}
    return flat


def _fields(arrays: Any, prefix: str, kind: type) -> dict[str, Any]:
    return {
        field.name: Ragged(
            arrays[f"{prefix}.{field.name}.values"], arrays[f"{prefix}.{field.name}.bounds"]
        )
        if field.type is Ragged
        else arrays[f"{prefix}.{field.name}"]
        for field in fields(kind)
    }
