"""A question, or a part of one, with what is found in it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from qa.asked_time import AskedTime, times_of
from qa.language.tagger import Tagger
from qa.language.word import Word


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question with its words and times."""

    text: str
    words: Sequence[Word]
    times: Sequence[AskedTime]

    @classmethod
    def of(cls, text: str, tagger: Tagger) -> Self:
        """Read the text of a question."""
        return cls(text, tagger.question_words(text), times_of(text))
