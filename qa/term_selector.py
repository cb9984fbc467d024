"""Which words of a conversation a question leaves out (term selection: QuReTeC, Voskarides et
al. 2020)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from index.sentences import Bounds
from qa.follow_up_text import bare, bare_words, words_of
from qa.graph_model import GraphModel
from qa.windows import WindowOptions, batches, build_windows


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a conversation that the question lacks, ``text[start:end]``.

    `probability` in (0, 1) is the model's that the question needs it.
    """

    start: int
    end: int
    probability: float


class TermSelector:
    """Weighs the words of a conversation for a question. Threads may share it.

    `model` has one output: logits that the question lacks the word that begins at a token.
    """

    def __init__(self, model: GraphModel, tokenizer: Tokenizer) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def select(self, pairs: Sequence[tuple[str, str]]) -> list[list[Term]]:
        """The terms of each (question, conversation text), in order of place."""
        found: list[dict[Bounds, float]] = [{} for _ in pairs]
        candidates = [_candidates(question, text) for question, text in pairs]
        options = WindowOptions()
        windows = build_windows(pairs, self._tokenizer, options)
        made = list(batches(windows, options, self._model.parallel))
        for batch, (logits,) in zip(made, self._model.outputs(made), strict=True):
            for row, window in enumerate(batch.windows):
                wanted, terms = candidates[window.pair], found[window.pair]
                for place, (start, _) in enumerate(window.offsets, start=window.first):
                    if start in wanted:
                        bounds = (start, wanted[start])
                        probability = float(1 / (1 + np.exp(-logits[row, place])))
                        terms[bounds] = max(probability, terms.get(bounds, 0.0))
        return [
            [Term(*bounds, probability) for bounds, probability in sorted(terms.items())]
            for terms in found
        ]


def _candidates(question: str, text: str) -> dict[int, int]:
    """Where the content words of the conversation that the question lacks begin and end."""
    present = bare_words(question)
    return {
        start: end
        for start, end in words_of(text)
        if bare_words(text[start:end]) and bare(text[start:end]) not in present
    }
