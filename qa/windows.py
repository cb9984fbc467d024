"""Model inputs of question-passage pairs: windows with stride over long passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.engine import ATTENTION_MASK, TOKEN_IDS, TOKEN_TYPES, EngineInputs
from index.tokenisation import boundary_ids, engine_length, pad_for_engine

SPECIAL_TOKENS = 3


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """Lengths in tokens, special tokens included in `maximum_tokens`.

    `batch_tokens` bounds the padded tokens of one run of the model.
    """

    maximum_tokens: int = 384
    stride: int = 128
    maximum_question_tokens: int = 64
    batch_tokens: int = 4_096


@dataclass(frozen=True, slots=True)
class Window:
    """``[CLS] question [SEP] part of the passage [SEP]`` of pair number `pair`.

    `offsets` are the half-open code-point bounds, in the passage, of the part's tokens, and
    `first` is the position of the first of them in `token_ids`.
    """

    pair: int
    token_ids: tuple[int, ...]
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class WindowBatch:
    """Windows of similar length and their arrays of shape (windows, tokens), int64."""

    windows: tuple[Window, ...]
    token_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_types: NDArray[np.int64]


def build_windows(
    pairs: Sequence[tuple[str, str]], tokenizer: Tokenizer, options: WindowOptions
) -> list[Window]:
    """Windows of every (question, passage) pair; each distinct text is tokenised once."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    encodings = dict(zip(texts, encoded, strict=True))
    marks = boundary_ids(tokenizer)
    return [
        window
        for number, (question, passage) in enumerate(pairs)
        for window in _windows(number, encodings[question], encodings[passage], marks, options)
    ]


def _windows(
    pair: int,
    question: Encoding,
    passage: Encoding,
    marks: tuple[int, int],
    options: WindowOptions,
) -> Iterator[Window]:
    classify, separate = marks
    prefix = (classify, *question.ids[: options.maximum_question_tokens], separate)
    room = options.maximum_tokens - len(prefix) - 1
    begin = 0
    while True:
        end = min(begin + room, len(passage.ids))
        yield Window(
            pair=pair,
            token_ids=(*prefix, *passage.ids[begin:end], separate),
            first=len(prefix),
            offsets=tuple(passage.offsets[begin:end]),
        )
        if end == len(passage.ids):
            return
        begin += min(options.stride, room)


def batches(
    windows: Sequence[Window], options: WindowOptions, parallel: int
) -> Iterator[WindowBatch]:
    """Batches by length, so that little of a batch is padding.

    As many as run in parallel, of nearly the same work, where there are enough windows; more
    where they would be too large.
    """
    ordered = sorted(windows, key=lambda window: len(window.token_ids))
    lengths = [engine_length(len(window.token_ids)) for window in ordered]
    smallest, largest = 0, options.batch_tokens
    while smallest < largest:
        middle = (smallest + largest) // 2
        if len(_cuts(lengths, middle)) <= parallel:
            largest = middle
        else:
            smallest = middle + 1
    first = 0
    for end in _cuts(lengths, largest):
        yield _collate(ordered[first:end])
        first = end


def _cuts(lengths: Sequence[int], batch_tokens: int) -> list[int]:
    """Where batches end that hold at most so many padded tokens, or one window."""
    ends: list[int] = []
    first = 0
    for place, length in enumerate(lengths):
        if place > first and (place - first + 1) * length > batch_tokens:
            ends.append(place)
            first = place
    return [*ends, len(lengths)] if lengths else []


def reader_inputs(batch: WindowBatch) -> EngineInputs:
    """A batch under the names of the reader's inputs."""
    return {
        TOKEN_IDS: batch.token_ids,
        ATTENTION_MASK: batch.attention_mask,
        TOKEN_TYPES: batch.token_types,
    }


def _collate(windows: Sequence[Window]) -> WindowBatch:
    ids, mask = pad_for_engine([window.token_ids for window in windows])
    types = np.zeros_like(ids)
    for row, window in enumerate(windows):
        types[row, window.first : len(window.token_ids)] = 1
    return WindowBatch(tuple(windows), ids, mask, types)
