"""From the words in the box to an exchange, or to a notice in plain words."""

import logging
import uuid
from dataclasses import dataclass

from index.document import Document
from index.errors import DocumentNotFoundError
from qa.answer import Answer
from qa.answering import Answerer
from qa.question import Question, QuestionError, check_question
from ui import strings
from ui.articles import article_list, article_list_failure
from ui.conversation import Conversation, Exchange
from ui.evidence import evidence_panel, nearest_passages
from ui.markup import isolated
from ui.messages import chat_message

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """Why there is no reply; `text` is meant for the reader."""

    text: str

    def to_html(self) -> str:
        """The notice as safe HTML that is read out when it appears."""
        return f'<p class="notice-words">{isolated(self.text)}</p>'


def checked(text: str) -> str | Notice:
    """The question that can be asked, or why it cannot."""
    if not text.strip():
        return Notice(strings.NOTICE_EMPTY)
    try:
        return check_question(text)
    except QuestionError as error:
        return _refusal(error)


def reply(answerer: Answerer, question: str, conversation: Conversation) -> Exchange | Notice:
    """Answer a checked question in the light of the conversation.

    No exception leaves: the page is the last place where a failure can be put into words.
    """
    try:
        answer = answerer.answer([Question(question, history=conversation.turns())])[0]
        panel = evidence_panel(answer, _nearest_documents(answerer, answer))
        return Exchange(question, chat_message(answer), panel, answer.answer)
    except QuestionError as error:
        return _refusal(error)
    except Exception:
        reference = uuid.uuid4().hex[:8]
        logger.exception("no answer from the chat page (reference %s)", reference)
        return Notice(strings.NOTICE_FAILURE.format(reference=reference))


def stored_articles(answerer: Answerer) -> str:
    """The list of articles as it is now."""
    try:
        return article_list(answerer.index.summaries())
    except Exception:
        logger.exception("the list of articles cannot be shown")
        return article_list_failure()


def _refusal(error: QuestionError) -> Notice:
    message = str(error)
    return Notice(f"{message[:1].upper()}{message[1:]}.")


def _nearest_documents(answerer: Answerer, answer: Answer) -> dict[str, Document]:
    if answer.status != "not_in_articles":
        return {}
    documents: dict[str, Document] = {}
    for passage in nearest_passages(answer):
        try:
            document = answerer.index.document(passage.document_id)
        except DocumentNotFoundError:
            # Removed since it was retrieved: the panel names it by its id.
            continue
        # One that was replaced since has the passage elsewhere, or not at all.
        if document.text[passage.start : passage.end] == passage.text:
            documents[passage.document_id] = document
    return documents
