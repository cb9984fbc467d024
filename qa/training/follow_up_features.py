"""Follow-ups as the network learns them: tokens and their labels."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.sentences import Bounds
from index.tokenisation import boundary_ids
from qa.follow_up_text import bare, bare_words, conversation_text, words_of
from qa.training.follow_ups import FollowUpExample
from qa.training.referents import referent_in

UNLABELLED = -1
SPECIAL_TOKENS = 3


@dataclass(frozen=True, slots=True)
class FollowUpFeature:
    """Token ids of ``[CLS] question [SEP] conversation [SEP]`` and a label for each token.

    A label is 1 where a missing word begins, 0 where another word of the conversation does, and -1
    elsewhere. `start` and `end` are the first and last token of what the question's pronoun stands
    for, both -1 where the conversation does not name it.
    """

    token_ids: NDArray[np.int32]
    question_tokens: int
    labels: NDArray[np.int8]
    start: int
    end: int


def build_follow_up_features(
    examples: Sequence[FollowUpExample],
    tokenizer: Tokenizer,
    maximum_tokens: int,
    generator: random.Random,
) -> list[FollowUpFeature]:
    """Tokenise; a conversation that is too long loses its beginning, one without words is out.

    Some questions lose their question mark, as users leave it out.
    """
    features = []
    for example in examples:
        question = example.question.strip()
        if generator.random() < 0.3:
            question = question.rstrip("?").rstrip()
        text = conversation_text(example.history)
        if words_of(text) and question:
            features.append(_feature(example, question, text, tokenizer, maximum_tokens))
    return features


def _feature(
    example: FollowUpExample, question: str, text: str, tokenizer: Tokenizer, maximum_tokens: int
) -> FollowUpFeature:
    classify, separate = boundary_ids(tokenizer)
    encoded, context = tokenizer.encode_batch([question, text], add_special_tokens=False)
    question_ids = encoded.ids[: maximum_tokens // 2]
    room = maximum_tokens - SPECIAL_TOKENS - len(question_ids)
    labels = _labels(context, text, example.missing, bare_words(question))
    prefix = [UNLABELLED] * (len(question_ids) + 2)
    first = len(prefix) - max(0, len(context.ids) - room)
    named = _token_bounds(context, referent_in(text, example))
    if named is None or first + named[0] < len(prefix):
        start = end = UNLABELLED
    else:
        start, end = first + named[0], first + named[1]
    return FollowUpFeature(
        np.array([classify, *question_ids, separate, *context.ids[-room:], separate], np.int32),
        len(question_ids),
        np.array([*prefix, *labels[-room:], UNLABELLED], dtype=np.int8),
        start,
        end,
    )


def _token_bounds(context: Encoding, bounds: Bounds | None) -> tuple[int, int] | None:
    """The first and last token of a place of the text."""
    if bounds is None:
        return None
    inside = [
        number
        for number, (start, end) in enumerate(context.offsets)
        if bounds[0] <= start and end <= bounds[1]
    ]
    return (inside[0], inside[-1]) if inside else None


def _labels(
    context: Encoding, text: str, missing: frozenset[str], present: frozenset[str]
) -> list[int]:
    starts = {}
    for start, end in words_of(text):
        word = bare(text[start:end])
        if bare_words(word) and word not in present:
            starts[start] = int(word in missing)
    return [starts.get(start, UNLABELLED) for start, _ in context.offsets]
