"""How a conversation is laid out as text, and which of its words may be missing."""

import re
from collections.abc import Sequence

from qa.coverage import FUNCTION_WORDS
from qa.question import Turn

WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


def words_of(text: str) -> list[tuple[int, int]]:
    """Half-open bounds of the words, those with inner hyphens, points or apostrophes whole."""
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
