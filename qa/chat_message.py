"""One message of a conversation in OpenAI's shape, and the turns that messages make."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
)

from qa.body import SHOWN_CHARACTERS, PlainText
from qa.question import Turn
from qa.question_schema import MAXIMUM_HISTORY, MAXIMUM_TURN_LENGTH, TurnText

PASSED_OVER = frozenset({"system", "developer"})
# What a reply's text begins with that holds no answer, and its marks of citations.
ABSENT = "Not in the articles"
MARK = re.compile(r" ?\[\d+\]")


class Lenient(BaseModel):
    """Clients send options that only a text generator has; those are passed over."""

    model_config = ConfigDict(extra="ignore")


class TextPart(Lenient):
    type: Literal["text"]
    text: PlainText


def _text_only(parts: list[object]) -> list[object]:
    # Told once, where the checks of each part would tell several things.
    for part in parts:
        kind = part.get("type", "text") if isinstance(part, Mapping) else "text"
        if kind != "text":
            shown = str(kind)[:SHOWN_CHARACTERS]
            raise ValueError(f"holds a part of the type {shown!r}: only 'text' can be read")
    return parts


def _form(content: object) -> str:
    return "parts" if isinstance(content, list) else "text"


# The first one that is wrong is told: a body of a million of them would be answered at length.
Parts = Annotated[list[TextPart], Field(fail_fast=True), BeforeValidator(_text_only)]
# The form is told apart first, so that one reason is given and not one for each form.
Content = Annotated[
    Annotated[PlainText, Tag("text")] | Annotated[Parts, Tag("parts")], Discriminator(_form)
]


class SentContext(Lenient):
    """The evidence of an earlier reply, where a client sends its whole message back."""

    answer: TurnText | None = None


class ChatMessage(Lenient):
    role: Literal["system", "developer", "user", "assistant"]
    content: Content | None = None
    context: SentContext | None = None

    @field_validator("content")
    @classmethod
    def _short(
        cls, content: str | list[TextPart] | None, told: ValidationInfo
    ) -> str | list[TextPart] | None:
        length = len(_text_of(content))
        if length > MAXIMUM_TURN_LENGTH and told.data.get("role") not in PASSED_OVER:
            raise ValueError(
                f"holds {length:,} characters in all: at most {MAXIMUM_TURN_LENGTH:,} are read"
            )
        return content

    @property
    def text(self) -> str:
        """All text of the message."""
        return _text_of(self.content)

    @property
    def answer(self) -> str | None:
        """What an assistant's message answered, None if it found nothing."""
        if self.context is not None:
            return self.context.answer
        if self.text.startswith(ABSENT):
            return None
        return MARK.sub("", self.text.partition("\n")[0]) or None


def _text_of(content: str | list[TextPart] | None) -> str:
    if isinstance(content, list):
        return "\n".join(part.text for part in content)
    return content or ""


def turns_of(messages: Sequence[ChatMessage]) -> tuple[Turn, ...]:
    """The last turns of a conversation that are read."""
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(message.text, None))
        elif message.role == "assistant" and turns and turns[-1].answer is None:
            turns[-1] = Turn(turns[-1].question, message.answer)
    return tuple(turns[-MAXIMUM_HISTORY:])
