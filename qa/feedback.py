"""What a reader of an answer says of it, checked against the articles that were shown."""

import re
from dataclasses import dataclass
from typing import Literal

from index.canonical import is_unicode
from index.document import Document
from index.errors import DocumentNotFoundError
from index.interface import PassageIndex, stored_document
from qa.answer import Status
from qa.feedback_errors import FeedbackError
from qa.follow_up_text import MAXIMUM_CHARACTERS
from qa.question import MAXIMUM_QUESTION_LENGTH, QuestionError, check_question

# The reply is right as it stands; its figure, its source or its day is wrong; it should have
# said "not in the articles"; it said so though the articles do answer.
Verdict = Literal[
    "right", "wrong_figure", "wrong_source", "outdated", "not_in_articles", "in_articles"
]

# A resolved question holds words of the conversation as well.
LONGEST_RESOLVED = MAXIMUM_QUESTION_LENGTH + MAXIMUM_CHARACTERS
MAXIMUM_QUOTE_LENGTH = 10_000
MAXIMUM_ANSWER_LENGTH = 10_000
MAXIMUM_COMMENT_LENGTH = 2_000
# Long enough for any paragraph of a newspaper; a text without line breaks is one "paragraph".
CONTEXT_MARGIN = 2_000
ANSWER_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
SHOWN_CHARACTERS = 60
OFFSETS = "offsets are Unicode code points into the text that /v1/documents/ID returns"


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open code points of a stored text: ``text[start:end] == quote``."""

    document_id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A span with the paragraphs around it, so that it outlives its article.

    ``context[start - context_start : end - context_start] == quote``.
    """

    document_id: str
    title: str
    start: int
    end: int
    quote: str
    context: str
    context_start: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on one reply.

    `question`, `resolved_question`, `answer_id`, `index_version`, `status` and `answer` repeat
    the reply. `citation` is the span that it cited, or the nearest passage that it showed where
    it was "not_in_articles". `right_span` is where the right answer stands.
    """

    verdict: Verdict
    question: str
    resolved_question: str
    answer_id: str
    index_version: int
    status: Status
    answer: str | None = None
    citation: Span | None = None
    right_span: Span | None = None
    comment: str | None = None


def check_feedback(feedback: Feedback) -> None:
    """Refuse what contradicts itself or is too large, whatever the articles say.

    Raises:
        FeedbackError: the message names the field and what would be right.
    """
    longest = {"question": MAXIMUM_QUESTION_LENGTH, "resolved_question": LONGEST_RESOLVED}
    for field, characters in longest.items():
        try:
            check_question(getattr(feedback, field), characters)
        except QuestionError as error:
            raise FeedbackError(f"{field}: {error}") from error
    if not ANSWER_ID.fullmatch(feedback.answer_id):
        raise FeedbackError(
            f"answer_id is {feedback.answer_id[:SHOWN_CHARACTERS]!r}: give the 'id' of the answer"
        )
    _check_length("answer", feedback.answer, MAXIMUM_ANSWER_LENGTH)
    _check_length("comment", feedback.comment, MAXIMUM_COMMENT_LENGTH)
    _check_verdict(feedback)


def mark(span: Span, field: str, index_version: int, index: PassageIndex) -> MarkedSpan:
    """The span with its paragraphs, when it stands where it says.

    It is looked up in the version that the reply was given from, and in the current one where
    that has expired.

    Raises:
        FeedbackError: there is no such article, or its text differs there.
    """
    _check_length(f"{field}.quote", span.quote, MAXIMUM_QUOTE_LENGTH)
    document = _document(span, field, index_version, index)
    found = document.text[max(0, span.start) : max(0, span.end)]
    if span.start < 0 or not span.quote or found != span.quote:
        raise FeedbackError(
            f"{field}: the text of {span.document_id!r} from {span.start} to {span.end} is "
            f"{found[:SHOWN_CHARACTERS]!r}, not {span.quote[:SHOWN_CHARACTERS]!r}: {OFFSETS}"
        )
    # A slice ends with the text, wherever it says that it ends.
    if span.end > len(document.text):
        raise FeedbackError(
            f"{field}: the text of {span.document_id!r} ends at {len(document.text)}, not at "
            f"{span.end}: {OFFSETS}"
        )
    start, end = _paragraphs(document.text, span.start, span.end)
    return MarkedSpan(
        document_id=span.document_id,
        title=document.title,
        start=span.start,
        end=span.end,
        quote=span.quote,
        context=document.text[start:end],
        context_start=start,
    )


def _check_verdict(feedback: Feedback) -> None:
    verdict, status = feedback.verdict, feedback.status
    was_refused = status == "not_in_articles"
    if was_refused and verdict not in ("right", "in_articles"):
        raise FeedbackError(
            f"verdict is {verdict!r} on a reply that gave no answer: say 'right', or "
            "'in_articles' where the articles do answer"
        )
    if not was_refused and verdict == "in_articles":
        raise FeedbackError(f"verdict is 'in_articles' on a reply of status {status!r}")
    if verdict == "right" and not was_refused and feedback.citation is None:
        raise FeedbackError("verdict is 'right': give the citation that is right")
    if verdict in ("right", "not_in_articles") and feedback.right_span is not None:
        raise FeedbackError(f"verdict is {verdict!r}, which leaves no place for a right_span")


def _check_length(field: str, text: str | None, maximum: int) -> None:
    if text is None:
        return
    if len(text) > maximum:
        raise FeedbackError(f"{field} has {len(text):,} characters: at most {maximum:,} are kept")
    if "\0" in text or not is_unicode(text):
        raise FeedbackError(f"{field} holds a NUL or a lone surrogate: send valid Unicode text")


def _document(span: Span, field: str, index_version: int, index: PassageIndex) -> Document:
    snapshot = index.snapshot()
    if snapshot.manifest.version != index_version:
        kept = index.kept_document(index_version, span.document_id)
        if kept is not None:
            return kept
    try:
        return stored_document(snapshot, span.document_id)
    except DocumentNotFoundError as error:
        raise FeedbackError(f"{field}: {error}") from error


def _paragraphs(text: str, start: int, end: int) -> tuple[int, int]:
    """Bounds of the lines that hold a span; a line that goes on for long is cut at a space."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if start - first > CONTEXT_MARGIN:
        space = text.find(" ", start - CONTEXT_MARGIN, start)
        first = space + 1 if space >= 0 else start - CONTEXT_MARGIN
    if last - end > CONTEXT_MARGIN:
        space = text.rfind(" ", end, end + CONTEXT_MARGIN)
        last = space if space >= 0 else end + CONTEXT_MARGIN
    return first, last
