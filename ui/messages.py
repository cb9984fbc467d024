"""An answer as the text of a chat bubble."""

import html

from qa.answer import Answer
from ui.markup import confidence_sentence

# Embeddings, overrides and isolates. An article that leaves one open would turn the words
# after its quote around; the marks that only hint at a direction stay.
DIRECTIONAL_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def chat_message(answer: Answer) -> str:
    """What the bubble shows: the reply and how sure it is, ready for the chat component."""
    return bubble_text(f"{answer.text}\n\n{confidence_sentence(answer)}")


def bubble_text(text: str) -> str:
    """Text that the chat component shows as it stands.

    The component puts messages into the page as HTML even with Markdown off, hence the
    escapes. Quotation marks stay: its label for screen readers would spell theirs out.
    Directional controls are left out; the evidence panel shows the text unchanged.
    """
    return html.escape(text.translate(DIRECTIONAL_CONTROLS), quote=False)
