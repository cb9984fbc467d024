"""A row of a gold file: the JSON object that stands for one question."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from eval.gold_question import GoldQuestion, GoldValue
from index.canonical import canonical_text
from qa.question import Turn, check_question


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty: leave it out or state some text")
    return text


def _stored(text: str) -> str:
    return _said(canonical_text(text))


Said = Annotated[str, AfterValidator(_said)]
# Looked for in articles, so in the form in which these are stored.
Stored = Annotated[str, AfterValidator(_stored)]


class _Row(BaseModel):
    """Fields that the format doesn't name are passed over: gold sets carry notes."""

    model_config = ConfigDict(extra="ignore")


class _TurnRow(_Row):
    question: str
    answer: str | None = None


class _ValueRow(_Row):
    text: Stored
    speaker: Said | None = None


class GoldRow(_Row):
    """One question as it stands in a file."""

    id: Said
    question: Said
    # Required, since a forgotten field would otherwise read as "not in the articles".
    answers: list[Stored]
    evidence: Stored | None = None
    document_id: str | None = None
    type: str | None = None
    history: list[_TurnRow] | None = None
    values: list[_ValueRow] | None = None

    def to_question(self) -> GoldQuestion:
        """The question that the row states.

        Raises:
            QuestionError: its text cannot be asked.
        """
        return GoldQuestion(
            question_id=self.id,
            question=check_question(self.question),
            answers=tuple(self.answers),
            evidence=self.evidence,
            document_id=self.document_id,
            type=self.type,
            history=tuple(Turn(turn.question, turn.answer) for turn in self.history or ()),
            values=tuple(GoldValue(value.text, value.speaker) for value in self.values or ()),
        )
