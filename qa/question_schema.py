"""The JSON body of a question."""

from typing import Annotated

from pydantic import Field

from index.passage import PassageFilter
from qa.body import Body, Day, PlainText, Probability
from qa.question import DEFAULT_TOP_K, MAXIMUM_TOP_K, Question, Turn, check_question

MAXIMUM_HISTORY = 50
MAXIMUM_TURN_LENGTH = 20_000
MAXIMUM_FILTER_ENTRIES = 1_000
MAXIMUM_FILTER_LENGTH = 300

TurnText = Annotated[PlainText, Field(max_length=MAXIMUM_TURN_LENGTH)]
FilterText = Annotated[PlainText, Field(max_length=MAXIMUM_FILTER_LENGTH)]


class TurnBody(Body):
    question: TurnText
    answer: TurnText | None = None


class FiltersBody(Body):
    document_ids: list[FilterText] | None = Field(None, max_length=MAXIMUM_FILTER_ENTRIES)
    outlets: list[FilterText] | None = Field(None, max_length=MAXIMUM_FILTER_ENTRIES)
    published_after: Day | None = None
    published_before: Day | None = None

    def to_filter(self) -> PassageFilter:
        """The same conditions as the retriever takes them."""
        return PassageFilter(
            document_ids=None if self.document_ids is None else tuple(self.document_ids),
            outlets=None if self.outlets is None else tuple(self.outlets),
            published_after=self.published_after,
            published_before=self.published_before,
        )


class AnswerOptions(Body):
    """What may be answered from, how much is read, and how sure an answer has to be."""

    as_of: Day | None = None
    top_k: int | None = Field(None, ge=1, le=MAXIMUM_TOP_K, strict=True)
    filters: FiltersBody | None = None
    min_confidence: Probability | None = None

    def question_of(self, text: str, history: tuple[Turn, ...]) -> Question:
        """The question that is asked under these conditions.

        Raises:
            QuestionError: the text is empty, too long or not valid Unicode.
        """
        return Question(
            text=check_question(text),
            history=history,
            as_of=self.as_of,
            top_k=self.top_k or DEFAULT_TOP_K,
            filter=PassageFilter() if self.filters is None else self.filters.to_filter(),
            min_confidence=self.min_confidence,
        )


class AnswerRequest(AnswerOptions):
    """A question; only `question` is required."""

    question: str
    history: list[TurnBody] = Field(default_factory=list, max_length=MAXIMUM_HISTORY)

    def to_question(self) -> Question:
        """The checked question.

        Raises:
            QuestionError: the text is empty, too long or not valid Unicode.
        """
        turns = tuple(Turn(turn.question, turn.answer) for turn in self.history)
        return self.question_of(self.question, turns)
