"""A gold question: what is asked, and what a right reply must say and cite."""

from dataclasses import dataclass

from qa.question import Turn


@dataclass(frozen=True, slots=True)
class GoldValue:
    """A figure that a reply to a question with conflicting sources must show."""

    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with its right answers; no answers means "not in the articles".

    `evidence` is text that the cited sentence must contain, unless it states one of `values`;
    None where any mention of an answer will do. Of a question without answers it is the text that
    contradicts what the question takes for granted. `type` groups the scores.
    """

    question_id: str
    question: str
    answers: tuple[str, ...]
    evidence: str | None = None
    document_id: str | None = None
    type: str | None = None
    history: tuple[Turn, ...] = ()
    values: tuple[GoldValue, ...] = ()

    @property
    def is_answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.answers)
