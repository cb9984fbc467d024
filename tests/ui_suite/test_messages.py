"""Bubbles, the conversation behind them and the list of articles."""

import html
from datetime import date

import pytest

from index.records import DocumentSummary
from qa.answer import Answer, Models, Timings
from qa.question import MAXIMUM_QUESTION_LENGTH, Turn
from qa.schema import MAXIMUM_HISTORY
from ui.articles import MAXIMUM_LISTED, article_list
from ui.conversation import Conversation, Exchange
from ui.messages import bubble_text, chat_message
from ui.replying import Notice, checked


def make_answer(text: str) -> Answer:
    return Answer(
        answer_id="id",
        question="q",
        resolved_question="q",
        status="answered",
        answer="3,000",
        text=text,
        confidence=0.9,
        answers=(),
        citations=(),
        passages=(),
        index_version=1,
        models=Models("encoder", "reader"),
        timings=Timings(1.0, 1.0, 2.0),
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "5 < 6 && 7 > 3",
        "&lt;already escaped&gt;",
        "[link](javascript:alert(1)) **not bold** `code` $$x^2$$",
        "🇺🇦 👩‍👩‍👧 “quoted” שלום",
        "two\n\nparagraphs",
    ],
)
def test_bubble_shows_the_text_as_it_stands(text: str) -> None:
    bubble = bubble_text(text)
    assert html.unescape(bubble) == text
    assert "<" not in bubble


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\u202eturned [1]", "turned [1]"),
        ("\u2067open \u202apair\u202c [1]", "open pair [1]"),
        ("a\u200fb\u200ec", "a\u200fb\u200ec"),
    ],
)
def test_bubble_leaves_out_what_reorders_its_end(text: str, shown: str) -> None:
    assert bubble_text(text) == shown


def test_bubble_ends_with_the_confidence() -> None:
    assert chat_message(make_answer("3,000 [1]")) == (
        "3,000 [1]\n\nHigh confidence: 90 % likely to be right"
    )


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_empty_question_is_answered_in_words(text: str) -> None:
    notice = checked(text)
    assert isinstance(notice, Notice)
    assert "Type a question" in notice.to_html()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("?!", "holds no word"),
        ("w" * (MAXIMUM_QUESTION_LENGTH + 1), "at most 2,000"),
        ("a\0b", "NUL"),
    ],
)
def test_refused_question_is_answered_in_words(text: str, part: str) -> None:
    notice = checked(text)
    assert isinstance(notice, Notice)
    assert part in notice.text
    assert notice.text[0].isupper()


def test_notice_escapes_the_question() -> None:
    notice = checked("<>" * 10)
    assert isinstance(notice, Notice)
    assert "&lt;" in notice.to_html()
    assert "<>" not in notice.to_html()


def test_conversation_remembers_and_forgets() -> None:
    conversation = Conversation()
    for number in range(MAXIMUM_HISTORY + 2):
        conversation = conversation.with_exchange(
            Exchange(f"q{number}<", f"m{number}", f"e{number}", None)
        )

    assert len(conversation.turns()) == MAXIMUM_HISTORY
    assert conversation.turns()[0] == Turn("q2<", None)
    assert conversation.messages()[0] == {"role": "user", "content": "q2&lt;"}
    assert conversation.messages()[3] == {"role": "assistant", "content": "m3"}


@pytest.mark.parametrize(
    ("index", "evidence"), [(0, "first"), (1, "first"), (2, "second"), (3, "second"), (4, None)]
)
def test_either_bubble_leads_to_the_evidence(index: int, evidence: str | None) -> None:
    conversation = Conversation(
        (Exchange("a", "b", "first", None), Exchange("c", "d", "second", "e"))
    )
    assert conversation.evidence_at(index) == evidence
    assert conversation.evidence_at(-1) is None


def make_summary(number: int, published_at: date | None = None) -> DocumentSummary:
    return DocumentSummary(f"d{number}", f"Title {number} <b>", "s", "Out<let", published_at, 1, 1)


def test_articles_latest_first_and_escaped() -> None:
    listed = article_list([make_summary(1), make_summary(2, date(2024, 10, 29))])
    assert listed.index("Title 2 &lt;b&gt;") < listed.index("Title 1 &lt;b&gt;")
    assert "Out&lt;let" in listed
    assert "29 October 2024" in listed
    assert "undated" in listed


def test_a_long_list_says_how_many_are_left() -> None:
    listed = article_list([make_summary(number) for number in range(MAXIMUM_LISTED + 5)])
    assert listed.count("<li>") == MAXIMUM_LISTED
    assert "and 5 more" in listed


def test_no_articles_says_how_to_add_one() -> None:
    assert "qa index add" in article_list([])
