"""Conversations as a chat has them, written from what CANARD's training part holds.

That part has key words in the place of answers, and its conversations do not say what they are
about. Its dev part, like a chat, has whole answers and the subject: a network that has learned from
key words alone takes too much of a sentence. So the key words are put into sentences of other
articles, whose words it learns to leave.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.follow_up_text import bare, bare_words, words_of
from qa.question import Turn
from qa.training.dialogue import Dialogue, Phrase
from qa.training.follow_ups import FollowUpExample

NO_ANSWER = "I don't know."
MOST_RUNS = 7


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """Probabilities in [0, 1].

    `subject`: the conversation begins with what it is about. `sentence`: an answer's key words
    stand in a sentence. `other`: another content word of that sentence becomes one of the
    conversation. `phrase`: a key word stands with the words that a later rewrite has beside it.
    """

    subject: float = 0.7
    sentence: float = 0.8
    other: float = 0.35
    phrase: float = 0.8


class ConversationWriter:
    """Writes the histories of examples anew; the same seed writes the same ones.

    `sentences` are of any articles.
    """

    def __init__(
        self,
        dialogues: Mapping[str, Dialogue],
        sentences: Sequence[str],
        options: WritingOptions,
        generator: random.Random,
    ) -> None:
        self._dialogues = dialogues
        self._sentences = sentences
        self._options = options
        self._generator = generator

    def write(self, example: FollowUpExample) -> FollowUpExample:
        """The example with its conversation as a chat has it; whole answers stay as they are."""
        if example.whole:
            return example
        dialogue = self._dialogues[example.dialogue]
        history = [
            Turn(turn.question, self._answer(number, turn, dialogue))
            for number, turn in enumerate(example.history)
        ]
        if dialogue.subject is not None and self._happens(self._options.subject):
            history.insert(0, Turn(dialogue.subject, self._heading(dialogue)))
        return replace(example, history=tuple(history))

    def _answer(self, number: int, turn: Turn, dialogue: Dialogue) -> str:
        words = (turn.answer or "").split()
        if not words:
            return NO_ANSWER
        if not self._happens(self._options.sentence):
            return " ".join(words)
        later = [phrase for phrase in dialogue.phrases if phrase.turns_before > number]
        return self._sentence(self._with_phrases(words, later), dialogue.words)

    def _heading(self, dialogue: Dialogue) -> str | None:
        """A word or two of the conversation, as the section of an article has for a title."""
        count = min(len(dialogue.words), self._generator.randint(1, 2))
        return " ".join(self._generator.sample(dialogue.words, count)) or None

    def _with_phrases(self, words: list[str], phrases: Sequence[Phrase]) -> list[str]:
        """Key words that a phrase has become the phrase, where the first of them stands."""
        for phrase in phrases:
            held = [place for place, word in enumerate(words) if bare(word) in phrase.words]
            if held and self._happens(self._options.phrase):
                words = [
                    phrase.text if place == held[0] else word
                    for place, word in enumerate(words)
                    if place == held[0] or place not in held
                ]
        return words

    def _sentence(self, words: list[str], others: Sequence[str]) -> str:
        """A sentence in which the words take the place of content words, in order and in runs."""
        base = self._generator.choice(self._sentences)
        places = [bounds for bounds in words_of(base) if bare_words(base[slice(*bounds)])]
        runs = self._runs(words)
        if len(places) < len(runs):
            return " ".join(words)
        held = sorted(self._generator.sample(range(len(places)), len(runs)))
        put: dict[int, str] = dict(zip(held, runs, strict=True))
        parts, after = [], 0
        for place, (start, end) in enumerate(places):
            word = put.get(place)
            if word is None and others and self._happens(self._options.other):
                word = self._generator.choice(others)
            if word is not None:
                parts += [base[after:start], word]
                after = end
        return "".join([*parts, base[after:]])

    def _runs(self, words: list[str]) -> list[str]:
        count = self._generator.randrange(min(len(words), MOST_RUNS))
        cuts = sorted(self._generator.sample(range(1, len(words)), count))
        bounds = zip([0, *cuts], [*cuts, len(words)], strict=True)
        return [" ".join(words[start:end]) for start, end in bounds]

    def _happens(self, probability: float) -> bool:
        return self._generator.random() < probability
