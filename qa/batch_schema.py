"""The JSON bodies of POST /v1/answer/batch."""

from pydantic import Field

from qa.answer_schema import AnswerBody
from qa.body import Body
from qa.question import Question, QuestionError
from qa.question_schema import AnswerRequest

MAXIMUM_BATCH = 32


class BatchRequest(Body):
    """Questions that are answered from one version of the index."""

    questions: list[AnswerRequest] = Field(min_length=1, max_length=MAXIMUM_BATCH)

    def to_questions(self) -> list[Question]:
        """The checked questions.

        Raises:
            QuestionError: one of them cannot be answered as it stands; the message names it.
        """
        checked = []
        for number, request in enumerate(self.questions):
            try:
                checked.append(request.to_question())
            except QuestionError as error:
                raise QuestionError(f"questions.{number}: {error}") from error
        return checked


class BatchBody(Body):
    """One answer for each question, in their order."""

    answers: list[AnswerBody]
