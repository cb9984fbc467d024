"""The JSON body of an answer: what outside programs rely on."""

from datetime import date
from typing import Self

from index.passage import RetrievedPassage
from qa.answer import Answer, Status
from qa.body import Body, Probability


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
    denied: bool


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
