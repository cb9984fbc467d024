"""The JSON bodies of POST /v1/chat/completions and GET /v1/models, in OpenAI's shapes."""

import re
from collections.abc import Sequence
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from qa.answer_schema import AnswerBody
from qa.body import Body
from qa.question import Question, QuestionError, Turn
from qa.question_schema import MAXIMUM_HISTORY, MAXIMUM_TURN_LENGTH, AnswerOptions, TurnText

MODEL: Final = "article-qa"
MAXIMUM_MESSAGES = 2 * MAXIMUM_HISTORY
# What a reply's text begins with that holds no answer, and its marks of citations.
ABSENT = "Not in the articles"
MARK = re.compile(r" ?\[\d+\]")


def _boolean(value: object) -> object:
    # 0 equals False, which would do for a literal.
    if not isinstance(value, bool):
        raise ValueError("is not a boolean")
    return value


class Lenient(BaseModel):
    """Clients send options that only a text generator has; those are passed over."""

    model_config = ConfigDict(extra="ignore")


class TextPart(Lenient):
    type: Literal["text"]
    text: TurnText


def _short(parts: list[TextPart]) -> list[TextPart]:
    length = sum(len(part.text) for part in parts)
    if length > MAXIMUM_TURN_LENGTH:
        raise ValueError(
            f"holds {length:,} characters in all: at most {MAXIMUM_TURN_LENGTH:,} are read"
        )
    return parts


class SentContext(Lenient):
    """The evidence of an earlier reply, where a client sends its whole message back."""

    answer: TurnText | None = None


class ChatMessage(Lenient):
    role: Literal["system", "developer", "user", "assistant"]
    content: TurnText | Annotated[list[TextPart], AfterValidator(_short)] | None = None
    context: SentContext | None = None

    @property
    def text(self) -> str:
        """All text of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""

    @property
    def answer(self) -> str | None:
        """What an assistant's message answered, None if it found nothing."""
        if self.context is not None:
            return self.context.answer
        if self.text.startswith(ABSENT):
            return None
        return MARK.sub("", self.text.partition("\n")[0]) or None


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
        return self.question_of(last.text, _turns(self.messages[:-1]))


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
    """Counted in the encoder's word pieces."""

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


def _turns(messages: Sequence[ChatMessage]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.text, None))
        elif message.role == "assistant" and turns and turns[-1].answer is None:
            turns[-1] = Turn(turns[-1].question, message.answer)
    return tuple(turns[-MAXIMUM_HISTORY:])
