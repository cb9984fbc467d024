"""Follow-up questions turned into stand-alone ones, with words of the conversation only.

A trained head of the reader selects the words of the conversation that the question leaves
out (term selection: QuReTeC, Voskarides et al. 2020); fixed rules of English put them where a
pronoun or a gap stands. Nothing is generated, so that what was understood can be checked.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import numpy as np
from tokenizers import Tokenizer

from index.sentences import Bounds
from qa.ellipsis import YEAR, continue_question, continues
from qa.fitted_file import FittedFile
from qa.follow_up_text import bare, bare_words, conversation_text, words_of
from qa.name import NAME
from qa.pronouns import asks_of_several, has_pronoun, replace_pronoun
from qa.question import Question, Turn
from qa.reader import ReaderModel
from qa.windows import WindowOptions, batches, build_windows

FOLLOW_UP_NAME = "followup.json"
MAXIMUM_TURNS = 8
MAXIMUM_CHARACTERS = 4_000
COORDINATED = rf"(?:,\s+{NAME}){{0,5}},?\s+and\s+{NAME}"
_FILE = FittedFile(
    FOLLOW_UP_NAME, "follow-up file", "qa train followup", "probabilities", lambda v: 0 <= v <= 1
)


@dataclass(frozen=True, slots=True)
class FollowUpOptions:
    """Probabilities in [0, 1] from which a word of the conversation is taken as missing.

    A question with a pronoun surely lacks something, so `pronoun_threshold` is fitted apart.
    """

    threshold: float
    pronoun_threshold: float

    def save(self, folder: Path) -> None:
        """Write the options beside the reader they were fitted for."""
        _FILE.save(folder, asdict(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            ModelFileError: there is none, or it cannot be read.
        """
        return _FILE.load(folder, cls)


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of a conversation that the question lacks, ``text[start:end]``.

    `probability` in (0, 1) is the model's that the question needs it.
    """

    start: int
    end: int
    probability: float


class TermSelector:
    """Weighs the words of a conversation for a question. Threads may share it."""

    def __init__(self, model: ReaderModel, tokenizer: Tokenizer) -> None:
        self._model = model
        self._tokenizer = tokenizer

    def select(self, pairs: Sequence[tuple[str, str]]) -> list[list[Term]]:
        """The terms of each (question, conversation text), in order of place."""
        found: list[dict[Bounds, float]] = [{} for _ in pairs]
        candidates = [_candidates(question, text) for question, text in pairs]
        options = WindowOptions()
        windows = build_windows(pairs, self._tokenizer, options)
        made = list(batches(windows, options, self._model.parallel))
        for batch, logits in zip(made, self._model.logits(made), strict=True):
            for row, window in enumerate(batch.windows):
                wanted, terms = candidates[window.pair], found[window.pair]
                for place, (start, _) in enumerate(window.offsets, start=window.first):
                    if start in wanted:
                        bounds = (start, wanted[start])
                        probability = float(1 / (1 + np.exp(-logits.terms[row, place])))
                        terms[bounds] = max(probability, terms.get(bounds, 0.0))
        return [
            [Term(*bounds, probability) for bounds, probability in sorted(terms.items())]
            for terms in found
        ]


class FollowUpResolver:
    """Resolves questions against the conversation before them. Threads may share it."""

    def __init__(self, selector: TermSelector, options: FollowUpOptions) -> None:
        self._selector = selector
        self._options = options

    def resolve(self, questions: Sequence[Question]) -> list[str]:
        """The stand-alone form of each question; one without a history stays as it is."""
        return [self._resolve(question.text, _recent(question.history)) for question in questions]

    def _resolve(self, question: str, history: tuple[Turn, ...]) -> str:
        if not history:
            return question
        if continues(question):
            *before, previous = history
            return continue_question(question, self._resolve(previous.question, tuple(before)))
        text = conversation_text(history)
        (terms,) = self._selector.select([(question, text)])
        needs_pronoun = has_pronoun(question)
        options = self._options
        threshold = options.pronoun_threshold if needs_pronoun else options.threshold
        phrases = phrases_of([t for t in terms if t.probability >= threshold], text)
        if not phrases:
            return question
        if needs_pronoun:
            question = replace_pronoun(question, _spelt_out(phrases[0], question, text))
            phrases = [p for p in phrases[1:] if not bare_words(p) <= bare_words(question)]
        return _appended(question, [phrase for phrase in phrases if _tells(phrase)])


def phrases_of(terms: Sequence[Term], text: str) -> list[str]:
    """The terms as phrases of the text, most probable first, each set of words once.

    Terms with nothing but a blank or one short function word between them are one phrase.
    """
    groups: list[list[Term]] = []
    for term in terms:
        if groups and _joined(text[groups[-1][-1].end : term.start]):
            groups[-1].append(term)
        else:
            groups.append([term])
    ordered = sorted(groups, key=lambda group: -max(term.probability for term in group))
    phrases: list[str] = []
    known: set[str] = set()
    for group in ordered:
        phrase = text[group[0].start : group[-1].end]
        words = bare_words(phrase)
        if not words <= known:
            phrases.append(phrase.removesuffix("'s").removesuffix("’s"))
            known |= words
    return phrases


def _spelt_out(phrase: str, question: str, text: str) -> str:
    """A phrase as the text names it: with its "the", and all of "A and B" where several are meant.

    The selector weighs words one by one, and leaves out those of the second name or the article.
    """
    if asks_of_several(question):
        named = re.search(rf"\b{re.escape(phrase)}{COORDINATED}", text)
        phrase = phrase if named is None else named[0]
    has_article = re.search(rf"\bthe\s+{re.escape(phrase)}\b", text, re.IGNORECASE)
    return f"the {phrase}" if has_article else phrase


def _joined(between: str) -> bool:
    return between == " " or between in {" of ", " of the ", " and ", " for ", " for the "}


def _tells(phrase: str) -> bool:
    """Whether a phrase tells what is meant: a bare number of an earlier answer does not."""
    return any(character.isalpha() for character in phrase) or YEAR.fullmatch(phrase) is not None


def _appended(question: str, phrases: Sequence[str]) -> str:
    if not phrases:
        return question
    stem = question.rstrip("?").rstrip()
    mark = "?" if question.endswith("?") else ""
    return f"{stem} ({', '.join(phrases)}){mark}"


def _candidates(question: str, text: str) -> dict[int, int]:
    """Where the content words of the conversation that the question lacks begin and end."""
    present = bare_words(question)
    return {
        start: end
        for start, end in words_of(text)
        if bare_words(text[start:end]) and bare(text[start:end]) not in present
    }


def _recent(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The last turns, within what is read of a conversation."""
    kept: list[Turn] = []
    room = MAXIMUM_CHARACTERS
    for turn in reversed(history[-MAXIMUM_TURNS:]):
        room -= len(turn.question) + len(turn.answer or "")
        if room < 0:
            break
        kept.append(turn)
    return tuple(reversed(kept))
