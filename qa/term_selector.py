"""Which words of a conversation a question leaves out (term selection: QuReTeC, Voskarides et
al. 2020), and what its pronoun stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.sentences import Bounds, sentence_bounds
from qa.follow_up_text import bare, bare_words, words_of
from qa.graph_model import GraphModel
from qa.span import whole_words
from qa.windows import Window, WindowOptions, batches, build_windows

LONGEST_REFERENT = 16

Logits = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a conversation that the question lacks, ``text[start:end]``.

    `probability` in (0, 1) is the model's that the question needs it.
    """

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Referent:
    """What a pronoun of the question most likely stands for, ``text[start:end]``.

    `probability` in (0, 1) is the model's, given that the conversation names it.
    """

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a question lacks: terms in order of place; no referent where nothing was said."""

    terms: tuple[Term, ...]
    referent: Referent | None


class TermSelector:
    """Weighs the words of a conversation for a question. Threads may share it.

    `model` has three outputs: logits that the question lacks the word that begins at a token, and
    that what its pronoun stands for begins or ends there.
    """

    def __init__(self, model: GraphModel, tokenizer: Tokenizer) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def select(self, pairs: Sequence[tuple[str, str]]) -> list[LeftOut]:
        """What each question lacks, of (question, conversation text) pairs."""
        terms: list[dict[Bounds, float]] = [{} for _ in pairs]
        referents: list[Referent | None] = [None for _ in pairs]
        candidates = [_candidates(question, text) for question, text in pairs]
        options = WindowOptions()
        windows = build_windows(pairs, self._tokenizer, options)
        made = list(batches(windows, options, self._model.parallel))
        for batch, outputs in zip(made, self._model.outputs(made), strict=True):
            for row, window in enumerate(batch.windows):
                number = window.pair
                wanted, starts, ends = (logits[row] for logits in outputs)
                _add_terms(terms[number], window, wanted, candidates[number])
                found = _referent(window, starts, ends, pairs[number][1])
                referents[number] = _likelier(referents[number], found)
        return [
            LeftOut(tuple(Term(*bounds, p) for bounds, p in sorted(found.items())), referent)
            for found, referent in zip(terms, referents, strict=True)
        ]


def _add_terms(
    terms: dict[Bounds, float], window: Window, logits: Logits, candidates: dict[int, int]
) -> None:
    """Add the candidates of a window; of overlapping ones the largest probability counts."""
    for place, (start, _) in enumerate(window.offsets, start=window.first):
        if start in candidates:
            bounds = (start, candidates[start])
            probability = float(1 / (1 + np.exp(-logits[place])))
            terms[bounds] = max(probability, terms.get(bounds, 0.0))


def _referent(window: Window, starts: Logits, ends: Logits, text: str) -> Referent | None:
    """The most probable span of a window; where it begins and where it ends are independent."""
    count = len(window.offsets)
    if not count:
        return None
    part = slice(window.first, window.first + count)
    chances = np.outer(_softmax(starts[part]), _softmax(ends[part]))
    chances = np.triu(chances) - np.triu(chances, LONGEST_REFERENT)
    ends_of_sentences = [end for _, end in sentence_bounds(text)]
    owners = np.searchsorted(ends_of_sentences, [start for start, _ in window.offsets], "right")
    chances[owners[:, None] != owners[None, :]] = 0.0
    first, last = divmod(int(chances.argmax()), count)
    start, end = whole_words(text, window.offsets[first][0], window.offsets[last][1])
    return Referent(start, end, float(chances[first, last]))


def _likelier(one: Referent | None, other: Referent | None) -> Referent | None:
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda referent: referent.probability)


def _softmax(logits: Logits) -> Logits:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def _candidates(question: str, text: str) -> dict[int, int]:
    """Where the content words of the conversation that the question lacks begin and end."""
    present = bare_words(question)
    return {
        start: end
        for start, end in words_of(text)
        if bare_words(text[start:end]) and bare(text[start:end]) not in present
    }
