"""Token features of training examples, cropped to a window."""

import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.tokenisation import boundary_ids
from qa.training.examples import ReaderExample

MINIMUM_NEGATIVE_TOKENS = 30
TOKENIZER_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Feature:
    """Token ids of ``[CLS] question [SEP] heading [SEP] window [SEP]`` and the labels.

    The window's tokens begin at `first`; labels 0, 0 are no answer. `labels_only`: what a network
    said before does not count beside them.
    """

    token_ids: NDArray[np.int32]
    first: int
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
    """Lengths in tokens, special tokens included; shares are probabilities.

    Some windows are seen without a heading, as a text is read that is part of nothing.
    """

    short_length: int = 144
    long_length: int = 288
    short_share: float = 0.7
    question_length: int = 40
    heading_length: int = 28
    heading_share: float = 0.85


def build_features(
    examples: Sequence[ReaderExample],
    tokenizer: Tokenizer,
    options: FeatureOptions,
    generator: random.Random,
) -> list[Feature | ComparedFeature]:
    """Tokenise and crop; examples whose answer no window can hold are left out."""
    maker = _FeatureMaker(tokenizer, options, generator)
    texts = sorted({text for example in examples for text in _texts(example)})
    encodings = dict(zip(texts, encoded(texts, tokenizer), strict=True))
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
        classify, separate = self._marks
        asked = [classify, *question[: options.question_length], separate]
        headed = self._generator.random() < options.heading_share
        own = self._alone(example, asked, encodings, length, headed)
        if own is None or not example.rivals:
            return own
        rivals = [
            self._alone(
                ReaderExample(example.question, rival.context, None, heading=rival.heading),
                asked,
                encodings,
                length,
                headed,
            )
            for rival in example.rivals
        ]
        return ComparedFeature((own, *(rival for rival in rivals if rival is not None)))

    def _alone(
        self,
        example: ReaderExample,
        asked: list[int],
        encodings: Mapping[str, Encoding],
        length: int,
        headed: bool,
    ) -> Feature | None:
        context, prefix = encodings[example.context], asked
        _, separate = self._marks
        heading = encodings[example.heading].ids[: self._options.heading_length] if headed else []
        if heading:
            prefix = [*asked, *heading, separate]
        window = _window(example, context, length - len(prefix) - 1, self._generator)
        return window and _feature(prefix, context, window, separate, example.labels_only)


def _texts(example: ReaderExample) -> Iterator[str]:
    """All texts of an example but its question."""
    yield from (example.context, example.heading)
    for rival in example.rivals:
        yield from (rival.context, rival.heading)


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
    prefix: list[int],
    context: Encoding,
    window: tuple[int, int, tuple[int, int] | None],
    separate: int,
    labels_only: bool,
) -> Feature:
    begin, end, answer = window
    first = len(prefix)
    ids = [*prefix, *context.ids[begin:end], separate]
    start, stop = (0, 0) if answer is None else (a - begin + first for a in answer)
    return Feature(np.array(ids, dtype=np.int32), first, start, stop, labels_only)
