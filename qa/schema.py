"""The JSON bodies of the answer endpoint: what outside programs rely on."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from index.document import Document
from index.passage import PassageFilter, RetrievedPassage
from qa.answer import Answer, Status
from qa.question import DEFAULT_TOP_K, MAXIMUM_TOP_K, Question, Turn, check_question

MAXIMUM_HISTORY = 50
MAXIMUM_TURN_LENGTH = 20_000
MAXIMUM_FILTER_ENTRIES = 1_000


def _encodable(text: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds a lone surrogate: send valid Unicode text")
    return text


def _written(day: object) -> object:
    # A number would be read as seconds since 1970.
    if isinstance(day, int | float):
        raise ValueError("is a number: write a day such as 2024-10-29")
    return day


PlainText = Annotated[str, AfterValidator(_encodable)]
Day = Annotated[date, BeforeValidator(_written)]
Probability = Annotated[float, Field(ge=0, le=1, strict=True)]


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt option is never silently ignored."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class TurnBody(Body):
    question: str = Field(max_length=MAXIMUM_TURN_LENGTH)
    answer: str | None = Field(None, max_length=MAXIMUM_TURN_LENGTH)


class FiltersBody(Body):
    document_ids: list[PlainText] | None = Field(None, max_length=MAXIMUM_FILTER_ENTRIES)
    outlets: list[PlainText] | None = Field(None, max_length=MAXIMUM_FILTER_ENTRIES)
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


class ValueBody(Body):
    number: float | None
    low: float | None
    high: float | None
    unit: str | None
    qualifier: str | None


class DistinctAnswerBody(Body):
    text: str
    score: Probability
    citation: int
    speaker: str | None
    value: ValueBody | None
    as_of: date | None
    speaker_start: int | None
    speaker_end: int | None


class CitationBody(Body):
    number: int
    document_id: str
    title: str
    source: str
    outlet: str | None
    published_at: date | None
    passage_id: str
    quote: str
    start: int
    end: int
    context: str
    context_start: int
    context_end: int


class RetrieverScoresBody(Body):
    dense: float | None
    lexical: float | None


class PassageBody(Body):
    passage_id: str
    document_id: str
    start: int
    end: int
    text: str
    score: Probability
    retriever_scores: RetrieverScoresBody

    @classmethod
    def of(cls, retrieved: RetrievedPassage) -> Self:
        """The passage with both retrievers' scores apart."""
        passage = retrieved.passage
        return cls(
            passage_id=passage.passage_id,
            document_id=passage.document_id,
            start=passage.start,
            end=passage.end,
            text=passage.text,
            score=retrieved.score,
            retriever_scores=RetrieverScoresBody(dense=retrieved.dense, lexical=retrieved.lexical),
        )


class ModelsBody(Body):
    encoder: str
    reader: str


class TimingsBody(Body):
    retrieve: float
    read: float
    total: float


class AnswerBody(Body):
    """The reply to one question, as `qa ask --json` and POST /v1/answer print it.

    Where the status is "not_in_articles", `citations` has the sentence that contradicts the
    question or comes nearest to it, or nothing.
    """

    id: str
    question: str
    resolved_question: str
    status: Status
    answer: str | None
    text: str
    confidence: Probability
    answers: list[DistinctAnswerBody]
    citations: list[CitationBody]
    passages: list[PassageBody]
    index_version: str
    models: ModelsBody
    timings_ms: TimingsBody

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """The answer as JSON fields."""
        return cls(
            id=answer.answer_id,
            question=answer.question,
            resolved_question=answer.resolved_question,
            status=answer.status,
            answer=answer.answer,
            text=answer.text,
            confidence=answer.confidence,
            answers=[DistinctAnswerBody.model_validate(entry) for entry in answer.answers],
            citations=[CitationBody.model_validate(entry) for entry in answer.citations],
            passages=[PassageBody.of(entry) for entry in answer.passages],
            index_version=str(answer.index_version),
            models=ModelsBody.model_validate(answer.models),
            timings_ms=TimingsBody.model_validate(answer.timings),
        )


class SuggestionsBody(Body):
    """Questions that the articles answer."""

    questions: list[str]


class DocumentSummaryBody(Body):
    """A stored document without its text."""

    document_id: str
    title: str
    source: str
    outlet: str | None
    published_at: date | None
    characters: int
    passages: int


class DocumentBody(Body):
    """A stored document; every offset of an answer refers to `text`."""

    document_id: str
    title: str
    source: str
    outlet: str | None
    published_at: date | None
    text: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """The document as JSON fields."""
        return cls.model_validate(document)


class DocumentInput(Body):
    """An article to store; without a title, its first line or its id is shown."""

    text: str
    title: str | None = None
    source: str | None = None
    outlet: str | None = None
    published_at: Day | None = None


class DocumentAddress(Body):
    """An article to fetch from its address and to store."""

    url: str


class DocumentListBody(Body):
    documents: list[DocumentSummaryBody]


class DocumentStoredBody(Body):
    """What storing an article did."""

    document_id: str
    state: Literal["added", "replaced", "unchanged"]


class HealthBody(Body):
    status: Literal["ok"]


class ReadinessBody(Body):
    """`documents` counts the stored articles."""

    status: Literal["ready"]
    index_version: str
    documents: int
