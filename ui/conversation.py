"""What was asked and answered in one browser session."""

from dataclasses import dataclass, replace
from typing import Literal, Self, TypedDict

from qa.question import Turn
from qa.schema import MAXIMUM_HISTORY
from ui.messages import bubble_text


class Message(TypedDict):
    """One bubble, in the form that the chat component takes."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its reply; `evidence` is the panel's HTML, `answer` the quoted words."""

    question: str
    message: str
    evidence: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The latest exchanges, oldest first; older ones are forgotten so that memory is bounded."""

    exchanges: tuple[Exchange, ...] = ()

    def with_exchange(self, exchange: Exchange) -> Self:
        """The conversation with one more exchange."""
        return replace(self, exchanges=(*self.exchanges, exchange)[-MAXIMUM_HISTORY:])

    def turns(self) -> tuple[Turn, ...]:
        """The earlier questions and answers, to resolve a follow-up question with."""
        return tuple(Turn(exchange.question, exchange.answer) for exchange in self.exchanges)

    def messages(self) -> list[Message]:
        """Two bubbles for each exchange."""
        shown: list[Message] = []
        for exchange in self.exchanges:
            shown.append(user_message(exchange.question))
            shown.append(Message(role="assistant", content=exchange.message))
        return shown

    def evidence_at(self, message_index: int) -> str | None:
        """The evidence of the exchange that a bubble belongs to."""
        position = message_index // 2
        if not 0 <= position < len(self.exchanges):
            return None
        return self.exchanges[position].evidence


def user_message(question: str) -> Message:
    """The bubble of a question."""
    return Message(role="user", content=bubble_text(question))
