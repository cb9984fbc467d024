"""Draw question-and-window pairs from a pool: one pass over the questions, or pairs to label."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qa.training.features import MINIMUM_NEGATIVE_TOKENS, SPECIAL_TOKENS
from qa.training.pool import NOTHING, QuestionPool

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PairOptions:
    """Lengths in tokens, special ones included, each with its probability; shares in [0, 1].

    `found_share` and `cropped_share` of the answerable questions are seen once more in a pass,
    beside a context that a search found and that lacks the answer, or beside a part of their own
    context that lacks it.
    """

    lengths: tuple[int, ...] = (128, 256, 384)
    length_shares: tuple[float, ...] = (0.4, 0.35, 0.25)
    found_share: float = 0.35
    cropped_share: float = 0.08
    drop_mark_share: float = 0.3
    search_share: float = 0.08


@dataclass(frozen=True, slots=True)
class Pairs:
    """Arrays of shape (pairs,), int64: ``[CLS] question [SEP] window [SEP]``, by places.

    Question tokens are ``asked[asked_begin : asked_begin + asked_length]`` of all questions
    followed by all their search forms; window tokens are counted in all contexts. `starts` and
    `ends` are the answer's inclusive places in the input, 0, 0 for no answer.
    """

    asked_begin: Rows
    asked_length: Rows
    window_begin: Rows
    window_length: Rows
    starts: Rows
    ends: Rows

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def lengths(self) -> Rows:
        """Tokens of each input."""
        return self.asked_length + self.window_length + SPECIAL_TOKENS


def joined(parts: list[Pairs]) -> Pairs:
    """The pairs of all parts."""
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Pairs)
    }
    return Pairs(**columns)


class PairDraw:
    """Draws pairs from the questions that may be trained on, or from the held-back ones."""

    def __init__(
        self,
        pool: QuestionPool,
        question_mark: int,
        options: PairOptions,
        generator: np.random.Generator,
    ) -> None:
        self._pool, self._options, self._generator = pool, options, generator
        self._asked = pool.asked
        self._question_mark = question_mark

    def held_back(self, length: int) -> Pairs:
        """The held-back questions with their own contexts, from the beginning.

        A question whose answer lies past `length` tokens has no answer there.
        """
        rows = np.flatnonzero(self._pool.held_back)
        begin, asked_length = self._plain(rows)
        own = self._pool.own_context[rows]
        room = length - SPECIAL_TOKENS - asked_length
        window = np.minimum(self._pool.contexts.lengths[own], room)
        first, last = self._pool.answers[rows].T.astype(np.int64)
        seen = (first != NOTHING) & (last < window)
        starts, ends = (np.where(seen, place + asked_length + 2, 0) for place in (first, last))
        context_begin = self._pool.contexts.bounds[own]
        return Pairs(begin, asked_length, context_begin, window, starts, ends)

    def one_pass(self) -> Pairs:
        """Every question with its own context, and negatives for some of them, not shuffled."""
        rows = np.flatnonzero(~self._pool.held_back)
        answerable = rows[self._pool.answers[rows, 0] != NOTHING]
        parts = [self.own(rows)]
        parts.append(self._found_negatives(self._some(answerable, self._options.found_share)))
        parts.append(self._cropped_negatives(self._some(answerable, self._options.cropped_share)))
        return joined(parts)

    def own(self, rows: Rows) -> Pairs:
        """The questions with windows of their own contexts that hold the answer, where one does."""
        own = self._pool.own_context[rows]
        begin, asked_length = self._ask(rows)
        count = self._pool.contexts.lengths[own]
        first, last = self._pool.answers[rows].T.astype(np.int64)
        room = self._room(asked_length)
        fits = (first == NOTHING) | (last - first < room)
        rightmost = np.maximum(0, count - room)
        low = np.where(first == NOTHING, 0, np.maximum(0, last + 1 - room))
        high = np.where(first == NOTHING, rightmost, np.minimum(first, rightmost))
        low, high = np.minimum(low, high), np.maximum(low, high)
        offset = self._generator.integers(low, high + 1)
        window = np.minimum(room, count - offset)
        starts, ends = (
            np.where(first == NOTHING, 0, place - offset + asked_length + 2)
            for place in (first, last)
        )
        context_begin = self._pool.contexts.bounds[own] + offset
        return _kept(Pairs(begin, asked_length, context_begin, window, starts, ends), fits)

    def found(self, rows: Rows, choice: int) -> Pairs:
        """The questions with the context that was found at place `choice`, answered or not.

        The pairs have no labels: whether they hold an answer is for a teacher to say.
        """
        rows = rows[self._pool.found[rows, choice] != NOTHING]
        return self._windows(rows, self._pool.found[rows, choice])

    def _found_negatives(self, rows: Rows) -> Pairs:
        usable = (self._pool.found[rows] != NOTHING) & ~self._pool.may_answer[rows]
        # A random usable place: the largest of random numbers that are 0 where it is not usable.
        drawn = self._generator.random(usable.shape) * usable
        choice = drawn.argmax(axis=1)
        has_one = usable.any(axis=1)
        rows, choice = rows[has_one], choice[has_one]
        return self._windows(rows, self._pool.found[rows, choice])

    def _cropped_negatives(self, rows: Rows) -> Pairs:
        own = self._pool.own_context[rows]
        first, last = self._pool.occurrences[rows].T.astype(np.int64)
        after = self._pool.contexts.lengths[own] - last - 1
        takes_after = np.where(
            np.minimum(first, after) >= MINIMUM_NEGATIVE_TOKENS,
            self._generator.random(len(rows)) < 0.5,
            after > first,
        )
        gap_begin = np.where(takes_after, last + 1, 0)
        gap = np.where(takes_after, after, first)
        wide = gap >= MINIMUM_NEGATIVE_TOKENS
        rows, own, gap, gap_begin = rows[wide], own[wide], gap[wide], gap_begin[wide]
        return self._cut(rows, self._pool.contexts.bounds[own] + gap_begin, gap)

    def _windows(self, rows: Rows, contexts: Rows) -> Pairs:
        texts = self._pool.contexts
        return self._cut(rows, texts.bounds[contexts], texts.lengths[contexts])

    def _cut(self, rows: Rows, text_begin: Rows, text_length: Rows) -> Pairs:
        """Unanswered pairs with windows drawn within the given tokens."""
        begin, asked_length = self._ask(rows)
        room = self._room(asked_length)
        offset = self._generator.integers(0, np.maximum(0, text_length - room) + 1)
        window = np.minimum(room, text_length - offset)
        nothing = np.zeros(len(rows), np.int64)
        return Pairs(begin, asked_length, text_begin + offset, window, nothing, nothing)

    def _ask(self, rows: Rows) -> tuple[Rows, Rows]:
        """Where the questions' tokens begin and how many they are, as people may type them."""
        begin, length = self._plain(rows)
        last = self._asked[begin + length - 1]
        drops = (last == self._question_mark) & (length > 1)
        drops &= self._generator.random(len(rows)) < self._options.drop_mark_share
        length = length - drops
        as_search = self._generator.random(len(rows)) < self._options.search_share
        shift = len(self._pool.questions.values)
        begin = np.where(as_search, self._pool.searches.bounds[rows] + shift, begin)
        return begin, np.where(as_search, self._pool.searches.lengths[rows], length)

    def _plain(self, rows: Rows) -> tuple[Rows, Rows]:
        return self._pool.questions.bounds[rows], self._pool.questions.lengths[rows]

    def _room(self, asked_length: Rows) -> Rows:
        """Tokens that are left for a window."""
        drawn = self._generator.choice(
            self._options.lengths, size=len(asked_length), p=self._options.length_shares
        )
        return drawn.astype(np.int64) - SPECIAL_TOKENS - asked_length

    def _some(self, rows: Rows, share: float) -> Rows:
        return rows[self._generator.random(len(rows)) < share]


def _kept(pairs: Pairs, wanted: NDArray[np.bool_]) -> Pairs:
    return Pairs(**{field.name: getattr(pairs, field.name)[wanted] for field in fields(Pairs)})


def batches_by_length(lengths: Rows, batch_size: int, generator: np.random.Generator) -> list[Rows]:
    """Shuffled batches of places of similar lengths, in random order.

    Sorting inside pools of 64 batches keeps padding low and the order random.
    """
    order = generator.permutation(len(lengths))
    pool = 64 * batch_size
    batches = []
    for first in range(0, len(order), pool):
        part = order[first : first + pool]
        part = part[np.argsort(lengths[part], kind="stable")]
        batches += [part[place : place + batch_size] for place in range(0, len(part), batch_size)]
    generator.shuffle(batches)
    return batches
