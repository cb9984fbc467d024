"""How a conversation is laid out as text, and which of its words may be missing."""

import re
from collections.abc import Sequence

from qa.question import Question, Turn, single_spaced
from qa.text_words import FUNCTION_WORDS

MAXIMUM_TURNS = 8
MAXIMUM_CHARACTERS = 4_000
WORD = re.compile(r"[^\W_]+(?:(?:[’'.-]|(?<=\d),(?=\d))[^\W_]+)*")


def words_of(text: str) -> list[tuple[int, int]]:
    """Half-open bounds of the words; hyphens, points and apostrophes within one belong to it."""
    return [match.span() for match in WORD.finditer(text)]


def bare(word: str) -> str:
    """A word as it is compared: lower case, without a possessive ending."""
    return word.lower().replace("’", "'").removesuffix("'s")


def bare_words(text: str) -> frozenset[str]:
    """The content words of a text, bare."""
    words = (bare(text[start:end]) for start, end in words_of(text))
    return frozenset(word for word in words if word not in FUNCTION_WORDS)


def conversation_text(history: Sequence[Turn]) -> str:
    """The turns as one text, oldest first: each question and what was answered."""
    parts = []
    for turn in history:
        parts.append(turn.question.strip())
        if turn.answer:
            parts.append(turn.answer.strip())
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)


def recent(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The last turns, single-spaced, within what is read of a conversation."""
    kept: list[Turn] = []
    room = MAXIMUM_CHARACTERS
    for given in reversed(history[-MAXIMUM_TURNS:]):
        answer = None if given.answer is None else single_spaced(given.answer)
        turn = Turn(single_spaced(given.question), answer)
        room -= len(turn.question) + len(turn.answer or "")
        if room < 0:
            break
        kept.append(turn)
    return tuple(reversed(kept))


def searched_text(question: Question) -> str:
    """What passages are searched with: a stand-alone question and the turn before it, if any.

    What answers a follow-up often stands near what was answered last and does not name again what
    both are about. The reader reads the question alone.
    """
    return " ".join([question.text, conversation_text(recent(question.history)[-1:])]).strip()
