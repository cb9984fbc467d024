"""Model inputs of question-passage pairs: windows with stride over long passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.tokenisation import boundary_ids, pad

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


def batches(windows: Sequence[Window], options: WindowOptions) -> Iterator[WindowBatch]:
    """Batches by length, so that little of a batch is padding."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda window: len(window.token_ids)):
        if batch and (len(batch) + 1) * len(window.token_ids) > options.batch_tokens:
            yield _collate(batch)
            batch = []
        batch.append(window)
    if batch:
        yield _collate(batch)


def _collate(windows: Sequence[Window]) -> WindowBatch:
    ids, mask = pad([window.token_ids for window in windows])
    types = np.zeros_like(ids)
    for row, window in enumerate(windows):
        types[row, window.first : len(window.token_ids)] = 1
    return WindowBatch(tuple(windows), ids, mask, types)
