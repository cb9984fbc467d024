"""The JSON bodies of feedback."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field

from qa.answer import Status
from qa.body import Body, PlainText
from qa.feedback import (
    MAXIMUM_ANSWER_LENGTH,
    MAXIMUM_COMMENT_LENGTH,
    MAXIMUM_QUOTE_LENGTH,
    Feedback,
    MarkedSpan,
    Span,
    Verdict,
)
from qa.feedback_store import FeedbackEntry

MAXIMUM_OFFSET = 2**53


class SpanBody(Body):
    """Half-open code points of the stored text: ``text[start:end] == quote``."""

    document_id: PlainText
    start: int = Field(ge=0, le=MAXIMUM_OFFSET, strict=True)
    end: int = Field(ge=0, le=MAXIMUM_OFFSET, strict=True)
    quote: PlainText = Field(max_length=MAXIMUM_QUOTE_LENGTH)

    def to_span(self) -> Span:
        """The span, unchecked."""
        return Span(self.document_id, self.start, self.end, self.quote)


class FeedbackRequest(Body):
    """A verdict on one reply; the fields up to `answer` repeat that reply.

    `citation` is the span that it cited (its quote, start and end), or, where the reply was "not
    in the articles", the nearest passage it showed. `right_span` is where the right answer stands.
    """

    verdict: Verdict
    answer_id: PlainText
    index_version: Annotated[str, Field(pattern=r"^[0-9]{1,18}$")]
    status: Status
    question: PlainText
    resolved_question: PlainText | None = None
    answer: PlainText | None = Field(None, max_length=MAXIMUM_ANSWER_LENGTH)
    citation: SpanBody | None = None
    right_span: SpanBody | None = None
    comment: PlainText | None = Field(None, max_length=MAXIMUM_COMMENT_LENGTH)

    def to_feedback(self) -> Feedback:
        """The feedback, unchecked."""
        return Feedback(
            verdict=self.verdict,
            question=self.question,
            resolved_question=self.resolved_question or self.question,
            answer_id=self.answer_id,
            index_version=int(self.index_version),
            status=self.status,
            answer=self.answer,
            citation=None if self.citation is None else self.citation.to_span(),
            right_span=None if self.right_span is None else self.right_span.to_span(),
            comment=self.comment,
        )


class FeedbackBody(Body):
    """Kept feedback."""

    feedback_id: str
    created_at: datetime
    verdict: Verdict
    question: str
    resolved_question: str
    answer_id: str
    index_version: str
    status: Status
    answer: str | None
    citation: MarkedSpan | None
    right_span: MarkedSpan | None
    comment: str | None

    @classmethod
    def of(cls, entry: FeedbackEntry) -> Self:
        """The entry as JSON fields."""
        plain: dict[str, Any] = {name: getattr(entry, name) for name in cls.model_fields}
        return cls.model_validate({**plain, "index_version": str(entry.index_version)})


class FeedbackListBody(Body):
    """Oldest first."""

    feedback: list[FeedbackBody]


class SquadAnswerBody(Body):
    text: str
    answer_start: int


class SquadQuestionBody(Body):
    id: str
    question: str
    is_impossible: bool
    answers: list[SquadAnswerBody]
    plausible_answers: list[SquadAnswerBody] | None = None


class SquadParagraphBody(Body):
    context: str
    qas: list[SquadQuestionBody]


class SquadArticleBody(Body):
    title: str
    paragraphs: list[SquadParagraphBody]


class SquadBody(Body):
    """SQuAD 2.0."""

    version: Literal["v2.0"]
    data: list[SquadArticleBody]
