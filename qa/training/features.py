"""Token features of training examples: cropping to a window, batches by length."""

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.tokenisation import boundary_ids, pad
from qa.training.examples import ReaderExample
from qa.training.follow_ups import UNLABELLED, TermFeature

SPECIAL_TOKENS = 3
MINIMUM_NEGATIVE_TOKENS = 30
TOKENIZER_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Feature:
    """Token ids of ``[CLS] question [SEP] window [SEP]`` and the labels; 0, 0 is no answer.

    `near_miss`: the question was made of another that the window does answer.
    """

    token_ids: NDArray[np.int32]
    question_tokens: int
    start: int
    end: int
    near_miss: bool = False


@dataclass(frozen=True, slots=True)
class FeatureOptions:
    """Lengths in tokens, special tokens included; `short_share` is a probability."""

    short_length: int = 128
    long_length: int = 288
    short_share: float = 0.7
    question_length: int = 40


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of shape (examples, length), labels and `near_misses` (1 or 0) of shape (examples,).

    All int64.
    """

    token_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_types: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    near_misses: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TermBatch:
    """Arrays of shape (features, length), all int64; labels are 1, 0 or -1 (unlabelled)."""

    token_ids: NDArray[np.int64]
    attention_mask: NDArray[np.int64]
    token_types: NDArray[np.int64]
    labels: NDArray[np.int64]


def build_features(
    examples: Sequence[ReaderExample],
    tokenizer: Tokenizer,
    options: FeatureOptions,
    generator: random.Random,
) -> list[Feature]:
    """Tokenise and crop; examples whose answer no window can hold are left out."""
    marks = boundary_ids(tokenizer)
    contexts = sorted({example.context for example in examples})
    encodings = dict(zip(contexts, encoded(contexts, tokenizer), strict=True))
    features = []
    for first in range(0, len(examples), TOKENIZER_CHUNK):
        part = examples[first : first + TOKENIZER_CHUNK]
        questions = tokenizer.encode_batch([e.question for e in part], add_special_tokens=False)
        for example, question in zip(part, questions, strict=True):
            length = (
                options.short_length
                if generator.random() < options.short_share
                else options.long_length
            )
            question_ids = question.ids[: options.question_length]
            room = length - SPECIAL_TOKENS - len(question_ids)
            window = _window(example, encodings[example.context], room, generator)
            if window is not None:
                context = encodings[example.context]
                near_miss = example.near_miss is not None
                features.append(_feature(question_ids, context, window, marks, near_miss))
    return features


def encoded(texts: Sequence[str], tokenizer: Tokenizer) -> list[Encoding]:
    """Tokens of the texts, without special ones."""
    encodings: list[Encoding] = []
    for first in range(0, len(texts), TOKENIZER_CHUNK):
        part = list(texts[first : first + TOKENIZER_CHUNK])
        encodings += tokenizer.encode_batch(part, add_special_tokens=False)
    return encodings


def span_tokens(start: int, end: int, encoding: Encoding) -> tuple[int, int] | None:
    """First and last token that the code points from start to end touch; None for no token."""
    first = bisect_right([stop for _, stop in encoding.offsets], start)
    last = bisect_left([begin for begin, _ in encoding.offsets], end) - 1
    return (first, last) if first <= last else None


def _window(
    example: ReaderExample, context: Encoding, room: int, generator: random.Random
) -> tuple[int, int, tuple[int, int] | None] | None:
    """Choose token bounds of the window, and the answer's inclusive tokens within the context."""
    count = len(context.ids)
    shown = example.answer or example.near_miss
    if shown is not None:
        span = span_tokens(shown.start, shown.end, context)
        if span is None or span[1] - span[0] >= room:
            return None
        first, last = span
        low, high = max(0, last + 1 - room), min(first, max(0, count - room))
        begin = generator.randint(min(low, high), max(low, high))
        return begin, min(count, begin + room), (first, last) if example.answer else None
    if not example.forbidden:
        begin = generator.randint(0, max(0, count - room))
        return begin, min(count, begin + room), None
    return _negative_window(example, context, room, generator)


def _negative_window(
    example: ReaderExample, context: Encoding, room: int, generator: random.Random
) -> tuple[int, int, None] | None:
    """A window without any answer text: the longest gap between answers, cropped to the room."""
    blocked = [False] * len(context.ids)
    for text in set(example.forbidden):
        for match in re.finditer(re.escape(text), example.context, re.IGNORECASE):
            for index, (start, end) in enumerate(context.offsets):
                if start < match.end() and end > match.start():
                    blocked[index] = True
    gaps, begin = [], 0
    for index, is_blocked in enumerate([*blocked, True]):
        if is_blocked:
            if index - begin >= MINIMUM_NEGATIVE_TOKENS:
                gaps.append((begin, index))
            begin = index + 1
    if not gaps:
        return None
    begin, end = generator.choice(gaps)
    begin = generator.randint(begin, max(begin, end - room))
    return begin, min(end, begin + room), None


def _feature(
    question_ids: list[int],
    context: Encoding,
    window: tuple[int, int, tuple[int, int] | None],
    marks: tuple[int, int],
    near_miss: bool,
) -> Feature:
    begin, end, answer = window
    classify, separate = marks
    prefix = len(question_ids) + 2
    ids = [classify, *question_ids, separate, *context.ids[begin:end], separate]
    start, stop = (0, 0) if answer is None else (a - begin + prefix for a in answer)
    return Feature(np.array(ids, dtype=np.int32), len(question_ids), start, stop, near_miss)


def batch_plan(
    features: Sequence[Feature | TermFeature], batch_size: int, generator: random.Random
) -> list[list[int]]:
    """A shuffled list of batches of feature indices, each of one kind and similar lengths.

    Sorting inside pools of 64 batches keeps padding low and the order random.
    """
    pool = 64 * batch_size
    batches = []
    for kind in (Feature, TermFeature):
        order = [i for i, feature in enumerate(features) if isinstance(feature, kind)]
        generator.shuffle(order)
        for first in range(0, len(order), pool):
            part = sorted(order[first : first + pool], key=lambda i: len(features[i].token_ids))
            batches += [part[i : i + batch_size] for i in range(0, len(part), batch_size)]
    generator.shuffle(batches)
    return batches


def collate(features: Sequence[Feature]) -> Batch:
    """Pad to the longest feature."""
    starts = np.array([feature.start for feature in features], dtype=np.int64)
    ends = np.array([feature.end for feature in features], dtype=np.int64)
    near_misses = np.array([feature.near_miss for feature in features], dtype=np.int64)
    return Batch(*_inputs(features), starts, ends, near_misses)


def collate_terms(features: Sequence[TermFeature]) -> TermBatch:
    """Pad to the longest feature."""
    inputs = _inputs(features)
    labels = np.full(inputs[0].shape, UNLABELLED, dtype=np.int64)
    for row, feature in enumerate(features):
        labels[row, : len(feature.labels)] = feature.labels
    return TermBatch(*inputs, labels)


def _inputs(
    features: Sequence[Feature | TermFeature],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    ids, mask = pad([feature.token_ids.tolist() for feature in features])
    types = np.zeros_like(ids)
    for row, feature in enumerate(features):
        types[row, feature.question_tokens + 2 : len(feature.token_ids)] = 1
    return ids, mask, types
