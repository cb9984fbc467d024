"""The chat page: the conversation beside the evidence, examples and the stored articles."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from qa.answering import Answerer
from ui import strings
from ui.conversation import Conversation, Message, user_message
from ui.evidence import empty_panel
from ui.layout import EVIDENCE_ID, Widgets, lay_out
from ui.replying import Notice, checked, reply, stored_articles

SIMULTANEOUS_ANSWERS = 4
WAITING_QUESTIONS = 64
# A long conversation holds about a megabyte of evidence; the session unused for longest goes.
REMEMBERED_SESSIONS = 1_000

# On a phone the evidence stands below the conversation, so that a selection would change
# something out of sight.
SHOW_EVIDENCE_SCRIPT = f"""() => {{
    if (window.matchMedia("(max-width: 900px)").matches)
        document.getElementById("{EVIDENCE_ID}").scrollIntoView({{block: "start"}});
}}"""

Update = dict[str, Any]
Outputs = tuple[str | Update, list[Message], str | Update, str, Conversation]


def build_chat(answerer: Answerer) -> gr.Blocks:
    """The page; nothing of one visitor's conversation is visible to another."""
    blocks: gr.Blocks
    with gr.Blocks(title=strings.PAGE_TITLE, analytics_enabled=False, fill_width=True) as blocks:
        widgets = lay_out()
        _connect_asking(widgets, answerer)
        _connect_reading(widgets)
        blocks.load(
            lambda: stored_articles(answerer),
            outputs=widgets.articles,
            show_progress="hidden",
            api_visibility="private",
        )
    blocks.state_session_capacity = REMEMBERED_SESSIONS
    blocks.queue(api_open=False, max_size=WAITING_QUESTIONS)
    return blocks


def _connect_asking(widgets: Widgets, answerer: Answerer) -> None:
    # One listener for every way to ask: the page then sends no second question while the
    # first is being answered, which would lose one of the two exchanges.
    gr.on(
        [
            widgets.send.click,
            widgets.question.submit,
            *(example.click for example in widgets.examples),
        ],
        _ask_with(answerer),
        inputs=[widgets.question, widgets.state],
        outputs=widgets.exchange,
        show_progress="hidden",
        trigger_mode="once",
        concurrency_limit=SIMULTANEOUS_ANSWERS,
        api_visibility="private",
    )


def _ask_with(
    answerer: Answerer,
) -> Callable[[str, Conversation, gr.EventData], Iterator[Outputs]]:
    def ask(written: str, conversation: Conversation, event: gr.EventData) -> Iterator[Outputs]:
        example = _example_of(event)
        question = checked(written if example is None else example)
        if isinstance(question, Notice):
            yield _refused(gr.update(), conversation, question)
            return
        # What is being typed stays when an example is clicked.
        box = "" if example is None else gr.update()
        waiting = [*conversation.messages(), user_message(question)]
        yield box, waiting, gr.update(), "", conversation
        outcome = reply(answerer, question, conversation)
        if isinstance(outcome, Notice):
            yield _refused(question, conversation, outcome)
            return
        conversation = conversation.with_exchange(outcome)
        yield gr.update(), conversation.messages(), outcome.evidence, "", conversation

    return ask


def _refused(box: str | Update, conversation: Conversation, notice: Notice) -> Outputs:
    return box, conversation.messages(), gr.update(), notice.to_html(), conversation


def _example_of(event: gr.EventData) -> str | None:
    """The example whose button was clicked; the box counts for every other trigger."""
    target = event.target
    written = target.value if isinstance(target, gr.Button) else None
    return next((example for example in strings.EXAMPLES if example == written), None)


def _connect_reading(widgets: Widgets) -> None:
    widgets.conversation.select(
        _show_evidence,
        inputs=widgets.state,
        outputs=widgets.evidence,
        show_progress="hidden",
        api_visibility="private",
    ).then(None, js=SHOW_EVIDENCE_SCRIPT)
    widgets.clear.click(
        _start_over,
        outputs=widgets.exchange,
        show_progress="hidden",
        api_visibility="private",
    )


def _show_evidence(conversation: Conversation, event: gr.SelectData) -> str | Update:
    index = event.index[0] if isinstance(event.index, list | tuple) else event.index
    evidence = conversation.evidence_at(index) if isinstance(index, int) else None
    return gr.update() if evidence is None else evidence


def _start_over() -> Outputs:
    return "", [], empty_panel(), "", Conversation()
