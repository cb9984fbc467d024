"""A question as the pipeline takes it: checked text, filters and limits."""

from dataclasses import dataclass
from datetime import date

from index.canonical import is_unicode
from index.passage import PassageFilter

MAXIMUM_QUESTION_LENGTH = 2_000
MAXIMUM_TOP_K = 50
DEFAULT_TOP_K = 10


class QuestionError(ValueError):
    """The question cannot be answered as it stands; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and the answer that was given, if any."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    `min_confidence` in [0, 1] is the calibrated probability below which the reply is "not
    in the articles"; None takes the reader's own operating point. `as_of` keeps documents
    published on or before that day; a document without a date is then left out.
    """

    text: str
    history: tuple[Turn, ...] = ()
    as_of: date | None = None
    top_k: int = DEFAULT_TOP_K
    filter: PassageFilter = PassageFilter()
    min_confidence: float | None = None


def single_spaced(text: str) -> str:
    """The text with one space for each run of white space, and none around it.

    Runs of it would make patterns that look for words with white space between take their time
    many times over.
    """
    return " ".join(text.split())


def check_question(text: str, longest: int = MAXIMUM_QUESTION_LENGTH) -> str:
    """The question without surrounding white space, of at most `longest` characters.

    Raises:
        QuestionError: it is empty, too long, or holds a lone surrogate or NUL character.
    """
    stripped = text.strip()
    if not any(character.isalnum() for character in stripped):
        raise QuestionError(
            f"the question {text[:40]!r} holds no word: ask something such as "
            "'who won the election'"
        )
    if len(stripped) > longest:
        raise QuestionError(
            f"the question has {len(stripped):,} characters: at most {longest:,} are read"
        )
    if "\0" in stripped or not is_unicode(stripped):
        raise QuestionError("the question holds a NUL or a lone surrogate: send valid Unicode text")
    return stripped
