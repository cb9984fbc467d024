"""The JSON bodies of POST /v1/chat/completions and GET /v1/models, in OpenAI's shapes."""

from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from qa.answer_schema import AnswerBody
from qa.body import Body
from qa.chat_message import ChatMessage, Lenient, turns_of
from qa.question import Question, QuestionError
from qa.question_schema import AnswerOptions

MODEL: Final = "article-qa"
# A conversation may be longer than what is read of it.
MAXIMUM_MESSAGES = 10_000


def _boolean(value: object) -> object:
    # 0 equals False, which would do for a literal.
    if not isinstance(value, bool):
        raise ValueError("is not a boolean")
    return value


class StreamOptions(Lenient):
    include_usage: bool = Field(False, strict=True)


class ResponseFormat(Lenient):
    type: Literal["text"]


class ChatRequest(AnswerOptions):
    """A conversation that ends with a question; the messages before it are its history.

    The options of /v1/answer are taken as well, and those that only steer a text generator
    (`temperature`, `max_tokens`, a system's message) are passed over, since answers are quoted.
    What cannot be done is refused: several choices, other formats than text, token
    probabilities.
    """

    model_config = ConfigDict(extra="ignore")

    model: str
    messages: list[ChatMessage] = Field(min_length=1, max_length=MAXIMUM_MESSAGES)
    stream: bool | None = Field(None, strict=True)
    stream_options: StreamOptions | None = None
    n: int | None = Field(None, ge=1, le=1, strict=True)
    response_format: ResponseFormat | None = None
    logprobs: Annotated[Literal[False], BeforeValidator(_boolean)] | None = None

    def to_question(self) -> Question:
        """The last message as a checked question with the turns before it.

        Raises:
            QuestionError: the last message is not the user's, or cannot be answered as it stands.
        """
        last = self.messages[-1]
        if last.role != "user":
            raise QuestionError(
                f"the last message is of the role {last.role!r}: end with a question of the user"
            )
        return self.question_of(last.text, turns_of(self.messages[:-1]))


class ReplyMessageBody(Body):
    """`context` is the whole answer as /v1/answer gives it: citations, passages, confidence."""

    role: Literal["assistant"]
    content: str
    refusal: None = None
    context: AnswerBody


class ChoiceBody(Body):
    index: Literal[0] = 0
    message: ReplyMessageBody
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class UsageBody(Body):
    """Counted in the encoder's word pieces: the question and the turns before it that are read."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionBody(Body):
    """`created` is in seconds since 1970."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int
    model: Literal["article-qa"] = MODEL
    choices: list[ChoiceBody]
    usage: UsageBody


class DeltaBody(Body):
    """Unset fields are left out; `context` comes together with the content."""

    role: Literal["assistant"] | None = None
    content: str | None = None
    context: AnswerBody | None = None


class ChunkChoiceBody(Body):
    index: Literal[0] = 0
    delta: DeltaBody
    finish_reason: Literal["stop"] | None = None
    logprobs: None = None


class ChunkBody(Body):
    """A part of a streamed reply; the last one has no choices when it tells the usage."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: Literal["article-qa"] = MODEL
    choices: list[ChunkChoiceBody]
    usage: UsageBody | None = None


class ModelBody(Body):
    """`created` is when the index became what it is, in seconds since 1970."""

    id: Literal["article-qa"] = MODEL
    object: Literal["model"] = "model"
    created: int
    owned_by: Literal["article-qa"] = MODEL


class ModelListBody(Body):
    object: Literal["list"] = "list"
    data: list[ModelBody]
