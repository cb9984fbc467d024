"""Token features of training examples, cropped to a window."""

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.tokenisation import boundary_ids
from qa.training.examples import ReaderExample

SPECIAL_TOKENS = 3
MINIMUM_NEGATIVE_TOKENS = 30
TOKENIZER_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Feature:
    """Token ids of ``[CLS] question [SEP] window [SEP]`` and the labels; 0, 0 is no answer.

    `labels_only`: what a network said before does not count beside them.
    """

    token_ids: NDArray[np.int32]
    question_tokens: int
    start: int
    end: int
    labels_only: bool = False


@dataclass(frozen=True, slots=True)
class ComparedFeature:
    """A question's windows that compete: that of its own context first, then its rivals'."""

    windows: tuple[Feature, ...]

    @property
    def token_ids(self) -> NDArray[np.int32]:
        """Those of the longest window, which tells how far all are padded."""
        return max((window.token_ids for window in self.windows), key=len)


@dataclass(frozen=True, slots=True)
class FeatureOptions:
    """Lengths in tokens, special tokens included; `short_share` is a probability."""

    short_length: int = 128
    long_length: int = 288
    short_share: float = 0.7
    question_length: int = 40


def build_features(
    examples: Sequence[ReaderExample],
    tokenizer: Tokenizer,
    options: FeatureOptions,
    generator: random.Random,
) -> list[Feature | ComparedFeature]:
    """Tokenise and crop; examples whose answer no window can hold are left out."""
    maker = _FeatureMaker(tokenizer, options, generator)
    contexts = sorted({text for example in examples for text in (example.context, *example.rivals)})
    encodings = dict(zip(contexts, encoded(contexts, tokenizer), strict=True))
    features: list[Feature | ComparedFeature] = []
    for first in range(0, len(examples), TOKENIZER_CHUNK):
        part = examples[first : first + TOKENIZER_CHUNK]
        questions = tokenizer.encode_batch([e.question for e in part], add_special_tokens=False)
        for example, question in zip(part, questions, strict=True):
            feature = maker.make(example, question.ids, encodings)
            if feature is not None:
                features.append(feature)
    return features


class _FeatureMaker:
    def __init__(
        self, tokenizer: Tokenizer, options: FeatureOptions, generator: random.Random
    ) -> None:
        self._marks = boundary_ids(tokenizer)
        self._options, self._generator = options, generator

    def make(
        self, example: ReaderExample, question: list[int], encodings: Mapping[str, Encoding]
    ) -> Feature | ComparedFeature | None:
        """None where no window can hold the answer."""
        options = self._options
        short = self._generator.random() < options.short_share
        length = options.short_length if short else options.long_length
        question = question[: options.question_length]
        own = self._alone(example, question, encodings, length)
        if own is None or not example.rivals:
            return own
        alike = [ReaderExample(example.question, context, None) for context in example.rivals]
        rivals = [self._alone(rival, question, encodings, length) for rival in alike]
        return ComparedFeature((own, *(rival for rival in rivals if rival is not None)))

    def _alone(
        self,
        example: ReaderExample,
        question: list[int],
        encodings: Mapping[str, Encoding],
        length: int,
    ) -> Feature | None:
        context = encodings[example.context]
        room = length - SPECIAL_TOKENS - len(question)
        window = _window(example, context, room, self._generator)
        return window and _feature(question, context, window, self._marks, example.labels_only)


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
    labels_only: bool,
) -> Feature:
    begin, end, answer = window
    classify, separate = marks
    prefix = len(question_ids) + 2
    ids = [classify, *question_ids, separate, *context.ids[begin:end], separate]
    start, stop = (0, 0) if answer is None else (a - begin + prefix for a in answer)
    return Feature(np.array(ids, dtype=np.int32), len(question_ids), start, stop, labels_only)
