"""What stands where on the chat page."""

from dataclasses import dataclass
from typing import Final

import gradio as gr

from ui import strings
from ui.conversation import Conversation
from ui.evidence import empty_panel
from ui.markup import escape

# Ids that the style sheet and the scripts refer to.
NOTICE_ID: Final = "notice"
EVIDENCE_ID: Final = "evidence"
CONVERSATION_ID: Final = "conversation"
QUESTION_ID: Final = "question"


@dataclass(frozen=True, slots=True)
class Widgets:
    """The parts of the page that events read and write."""

    conversation: gr.Chatbot
    question: gr.Textbox
    send: gr.Button
    clear: gr.Button
    examples: tuple[gr.Button, ...]
    notice: gr.HTML
    evidence: gr.HTML
    articles: gr.HTML
    state: gr.State

    @property
    def exchange(self) -> list[gr.components.Component]:
        """What a question or a fresh start writes, in the order of `ui.chat.Outputs`."""
        return [self.question, self.conversation, self.evidence, self.notice, self.state]


def lay_out() -> Widgets:
    """Create the components, inside a `gr.Blocks`."""
    gr.HTML(_masthead(), elem_id="masthead", apply_default_css=False)
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=6, min_width=320, elem_id="talk"):
            conversation = _conversation_box()
            notice = gr.HTML(
                "",
                elem_id=NOTICE_ID,
                html_template='<div role="alert">${value}</div>',
                apply_default_css=False,
            )
            with gr.Row(elem_id="composer"):
                question = _question_box()
                send = gr.Button(strings.SEND, variant="primary", elem_id="send", min_width=88)
            with gr.Row(elem_id="example-list"):
                _words("small-label", strings.EXAMPLES_LABEL)
                examples = tuple(
                    gr.Button(text, size="sm", elem_classes="example") for text in strings.EXAMPLES
                )
            with gr.Row(elem_id="aside"):
                _words("hint", strings.SHOW_EVIDENCE_HINT)
                clear = gr.Button(strings.CLEAR, size="sm", elem_id="clear")
        with gr.Column(scale=5, min_width=320, elem_id="reading"):
            evidence = gr.HTML(empty_panel(), elem_id=EVIDENCE_ID, apply_default_css=False)
            articles = gr.HTML("", elem_id="articles", apply_default_css=False)
    state = gr.State(Conversation())
    return Widgets(conversation, question, send, clear, examples, notice, evidence, articles, state)


def _masthead() -> str:
    return (
        f'<header class="masthead"><h1>{escape(strings.PAGE_TITLE)}</h1>'
        f"<p>{escape(strings.PAGE_SUBTITLE)}</p></header>"
    )


def _words(style: str, text: str) -> None:
    gr.HTML(f'<p class="{style}">{escape(text)}</p>', apply_default_css=False)


def _conversation_box() -> gr.Chatbot:
    # An article's words must not turn into Markdown or formulas; messages come escaped, and
    # the component's own cleaning of HTML stays on behind that.
    return gr.Chatbot(
        label=strings.CONVERSATION_LABEL,
        show_label=False,
        elem_id=CONVERSATION_ID,
        height="min(56vh, 620px)",
        min_height=320,
        placeholder=strings.CONVERSATION_PLACEHOLDER,
        render_markdown=False,
        sanitize_html=True,
        allow_tags=False,
        latex_delimiters=[],
        buttons=[],
        feedback_options=None,
        group_consecutive_messages=False,
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label=strings.QUESTION_LABEL,
        placeholder=strings.QUESTION_PLACEHOLDER,
        lines=1,
        max_lines=5,
        elem_id=QUESTION_ID,
        autofocus=True,
        scale=1,
    )
