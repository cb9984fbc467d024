"""What a question is answered with: verbatim spans, their citations and confidences."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.passage import RetrievedPassage
from qa.value import Value

Status = Literal["answered", "conflicting", "not_in_articles"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer stands: ``text[start:end] == quote`` in the stored document.

    The context is the sentence or sentences around the quote, exact in the same way.
    """

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


@dataclass(frozen=True, slots=True)
class DistinctAnswer:
    """One answer among several; `score` in [0, 1] is its calibrated probability.

    `speaker` is who the article says it is from, ``text[speaker_start:speaker_end]`` of the
    cited document, or who denies it where `denied`, and `as_of` the day of which it speaks: one
    that its sentence names, else that of publication.
    """

    text: str
    score: float
    citation: int
    speaker: str | None = None
    value: Value | None = None
    as_of: date | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds of the stages of one answer; a batch shares its stages evenly."""

    retrieve: float
    read: float
    total: float


@dataclass(frozen=True, slots=True)
class Models:
    """Names of the models that gave the answer."""

    encoder: str
    reader: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question; no answer is a value of `status`, not an error.

    `confidence` in [0, 1] is the calibrated probability that `answer` is right, or that
    there is none when the status is "not_in_articles". Then `citations` has the sentence that
    contradicts the question or comes nearest to it, or nothing.
    """

    answer_id: str
    question: str
    resolved_question: str
    status: Status
    answer: str | None
    text: str
    confidence: float
    answers: tuple[DistinctAnswer, ...]
    citations: tuple[Citation, ...]
    passages: tuple[RetrievedPassage, ...]
    index_version: int
    models: Models
    timings: Timings
