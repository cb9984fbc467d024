"""Feedback as a value: what is kept, what is refused, and what is exported of it."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from feedback_helpers import QUESTION, TEXT, TOWN, feedback, opened, span_of

from eval.gold import load_gold
from index.article_index import ArticleIndex
from index.creation import FEEDBACK_NAME
from index.document import Document
from qa.feedback import CONTEXT_MARGIN, Feedback, Span
from qa.feedback_errors import FeedbackError, FeedbackStoreError
from qa.feedback_export import export_squad
from qa.feedback_store import FeedbackStore
from qa.language.tagger import Tagger
from qa.squad import SquadParagraph, load_squad
from qa.training.examples import ExampleOptions, build_examples
from qa.training.swapped_words import SwappedWords

PARAGRAPH = TEXT.split("\n")[1]


@pytest.fixture
def index(tmp_path: Path) -> ArticleIndex:
    made = opened(tmp_path / "index")
    made.add([TOWN])
    return made


@pytest.fixture
def store(index: ArticleIndex) -> FeedbackStore:
    return FeedbackStore(index.folder)


@pytest.fixture
def exported(store: FeedbackStore, tmp_path: Path) -> Callable[[], list[SquadParagraph]]:
    """What `qa train` reads of the export."""

    def read() -> list[SquadParagraph]:
        path = tmp_path / "export.json"
        path.write_text(json.dumps(export_squad(store.list())), encoding="utf-8")
        return load_squad(path)

    return read


def test_an_entry_is_kept_as_it_was_given(index: ArticleIndex, store: FeedbackStore) -> None:
    given = feedback(verdict="wrong_figure", right_span=span_of("2019"), comment="see line 2")
    entry = store.add(given, index)
    assert store.list() == [entry]
    for name in ("verdict", "question", "answer_id", "index_version", "answer", "comment"):
        assert getattr(entry, name) == getattr(given, name)
    for marked in (entry.citation, entry.right_span):
        assert marked is not None
        assert marked.context == PARAGRAPH
        start = marked.start - marked.context_start
        assert marked.context[start : start + len(marked.quote)] == marked.quote
        assert TEXT[marked.start : marked.end] == marked.quote


def test_nothing_is_written_before_the_first_entry(store: FeedbackStore) -> None:
    assert store.list() == []
    assert not store.path.exists()


def test_entries_of_one_answer_and_the_newest(index: ArticleIndex, store: FeedbackStore) -> None:
    entries = [store.add(feedback(answer_id=name), index) for name in ("a", "b", "a", "c")]
    assert store.list("a") == [entries[0], entries[2]]
    assert store.list(limit=2) == entries[2:]
    assert store.list("a", limit=1) == [entries[2]]
    assert store.list("nobody") == []


REFUSED = {
    "no word in the question": (feedback(question="?"), "question: "),
    "resolved question too long": (feedback(resolved_question="a" * 6_001), "resolved_question"),
    "answer id with a space": (feedback(answer_id="a b"), "answer_id is 'a b'"),
    "comment too long": (feedback(comment="a" * 2_001), "comment has 2,001 characters"),
    "lone surrogate": (feedback(comment="\ud800"), "comment holds"),
    "right without a citation": (feedback(citation=None), "give the citation"),
    "right, and another span": (feedback(right_span=span_of("2019")), "no place for a right_span"),
    "answer missed where one was given": (feedback(verdict="in_articles"), "'answered'"),
    "wrong figure of no answer": (
        feedback(verdict="wrong_figure", status="not_in_articles"),
        "gave no answer",
    ),
    "another text there": (
        feedback(citation=Span("ridgeton", 0, 8, "Jane Doe")),
        "citation: the text of 'ridgeton' from 0 to 8 is 'Ridgeton', not 'Jane Doe'",
    ),
    "past the end": (
        feedback(citation=Span("ridgeton", 10**9, 10**9 + 8, "Jane Doe")),
        "is '', not 'Jane Doe'",
    ),
    "end past the end": (
        feedback(citation=replace(span_of("bridge."), end=len(TEXT) + 1)),
        f"citation: the text of 'ridgeton' ends at {len(TEXT)}, not at {len(TEXT) + 1}",
    ),
    "from the end": (feedback(citation=Span("ridgeton", -7, -1, TEXT[-7:-1])), "from -7 to -1"),
    "empty": (feedback(citation=Span("ridgeton", 3, 3, "")), "from 3 to 3"),
    "unknown article": (
        feedback(citation=Span("nowhere", 0, 8, "Ridgeton")),
        "citation: no document 'nowhere'",
    ),
}


@pytest.mark.parametrize(("given", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_right_is_refused(
    given: Feedback, told: str, index: ArticleIndex, store: FeedbackStore
) -> None:
    with pytest.raises(FeedbackError) as error:
        store.add(given, index)
    assert told in str(error.value)
    assert store.list() == []


def test_spans_refer_to_the_version_of_the_reply(index: ArticleIndex, store: FeedbackStore) -> None:
    shifted = replace(TOWN, text=f"News. {TEXT}")
    index.add([shifted])
    store.add(feedback(), index)
    store.add(feedback(index_version=2, citation=span_of("Jane Doe", shifted)), index)
    with pytest.raises(FeedbackError, match="not 'Jane Doe'"):
        store.add(feedback(index_version=2), index)


def test_of_an_expired_version_the_current_text_decides(
    index: ArticleIndex, store: FeedbackStore
) -> None:
    store.add(feedback(index_version=99), index)
    index.remove(["ridgeton"])
    with pytest.raises(FeedbackError, match="no document 'ridgeton'"):
        store.add(feedback(index_version=99), index)


def test_a_line_that_goes_on_for_long_is_cut(index: ArticleIndex, store: FeedbackStore) -> None:
    document = Document("long", "Long", f"{'so ' * 3_000}Jane Doe{' and' * 3_000}", "wire:2")
    solid = Document("solid", "Solid", f"{'x' * 9_000}Jane Doe{'y' * 9_000}", "wire:3")
    index.add([document, solid])
    for each in (document, solid):
        marked = store.add(feedback(citation=span_of("Jane Doe", each)), index).citation
        assert marked is not None
        assert len(marked.context) <= 2 * CONTEXT_MARGIN + len(marked.quote)
        assert each.text[marked.context_start :].startswith(marked.context)
        start = marked.start - marked.context_start
        assert marked.context[start : start + 8] == "Jane Doe"


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        pytest.param(feedback(), ["Jane Doe"], id="right"),
        pytest.param(
            feedback(verdict="wrong_figure", right_span=span_of("2019")), ["2019"], id="corrected"
        ),
        pytest.param(feedback(verdict="outdated"), None, id="only what is wrong"),
        pytest.param(feedback(verdict="not_in_articles"), [], id="should have said so"),
        pytest.param(feedback(status="not_in_articles"), [], id="rightly said so"),
        pytest.param(
            feedback(status="not_in_articles", citation=None), None, id="without a passage"
        ),
        pytest.param(
            feedback(
                verdict="in_articles", status="not_in_articles", right_span=span_of("Jane Doe")
            ),
            ["Jane Doe"],
            id="missed",
        ),
    ],
)
def test_what_an_entry_exports(
    given: Feedback,
    answers: list[str] | None,
    index: ArticleIndex,
    store: FeedbackStore,
    exported: Callable[[], list[SquadParagraph]],
) -> None:
    entry = store.add(given, index)
    paragraphs = exported()
    if answers is None:
        assert paragraphs == []
        return
    (paragraph,) = paragraphs
    (question,) = paragraph.questions
    assert (paragraph.title, paragraph.context) == ("Ridgeton", PARAGRAPH)
    assert (question.question_id, question.question) == (entry.feedback_id, QUESTION)
    assert [answer.text for answer in question.answers] == answers


def test_the_export_outlives_the_article(
    index: ArticleIndex, store: FeedbackStore, exported: Callable[[], list[SquadParagraph]]
) -> None:
    store.add(feedback(), index)
    before = exported()
    index.remove(["ridgeton"])
    assert exported() == before != []


def test_a_follow_up_is_exported_as_it_was_understood(
    index: ArticleIndex, store: FeedbackStore, exported: Callable[[], list[SquadParagraph]]
) -> None:
    store.add(feedback(question="And its mayor?"), index)
    assert exported()[0].questions[0].question == QUESTION


def test_the_last_word_counts_whatever_the_clock_says(
    index: ArticleIndex, exported: Callable[[], list[SquadParagraph]]
) -> None:
    """The clock is set back by a year between the two."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    times = iter([start, start - timedelta(days=365)])
    store = FeedbackStore(index.folder, lambda: next(times))
    store.add(feedback(), index)
    last = store.add(feedback(verdict="not_in_articles"), index)
    assert [entry.created_at for entry in store.list()] == [start, start - timedelta(days=365)]
    (question,) = exported()[0].questions
    assert (question.question_id, question.answers) == (last.feedback_id, ())


def test_spans_that_overlap_are_joined(
    index: ArticleIndex, store: FeedbackStore, exported: Callable[[], list[SquadParagraph]]
) -> None:
    for name, quote in (("a", "Jane Doe"), ("b", "mayor is Jane Doe"), ("c", "Jane Doe")):
        store.add(feedback(answer_id=name, citation=span_of(quote)), index)
    (question,) = exported()[0].questions
    assert [answer.text for answer in question.answers] == ["Jane Doe", "mayor is Jane Doe"]
    store.add(feedback(answer_id="d", verdict="wrong_source", right_span=span_of("2019")), index)
    (question,) = exported()[0].questions
    assert [answer.text for answer in question.answers] == ["2019"]


SECOND = {"verdict": "wrong_source", "citation": span_of("2019")}


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        pytest.param([{}, {"citation": span_of("2019")}], [["Jane Doe", "2019"]], id="both right"),
        pytest.param([{}, SECOND], [["Jane Doe"]], id="the other is wrong"),
        pytest.param([SECOND, {}], [["Jane Doe"]], id="the one after the other"),
        pytest.param(
            [{}, {"citation": span_of("bridge")}], [["Jane Doe"], ["bridge"]], id="two paragraphs"
        ),
        pytest.param(
            [
                {"citation": span_of("2019")},
                {},
                {**SECOND, "right_span": span_of("elected in 2019")},
            ],
            [["Jane Doe", "elected in 2019"]],
            id="corrected later",
        ),
        pytest.param(
            [{}, {"verdict": "not_in_articles", "citation": span_of("2019")}], [[]], id="none of it"
        ),
        pytest.param(
            [{"verdict": "not_in_articles"}, {"citation": span_of("2019")}],
            [["2019"]],
            id="one of it after all",
        ),
    ],
)
def test_each_citation_of_a_reply_has_a_last_word(
    given: list[dict[str, object]],
    answers: list[list[str]],
    index: ArticleIndex,
    store: FeedbackStore,
    exported: Callable[[], list[SquadParagraph]],
) -> None:
    for changes in given:
        store.add(feedback(status="conflicting", **changes), index)
    questions = [question for paragraph in exported() for question in paragraph.questions]
    assert [[answer.text for answer in question.answers] for question in questions] == answers


@pytest.mark.parametrize("answered_last", [True, False])
def test_a_question_is_exported_with_or_without_an_answer(
    answered_last: bool,
    index: ArticleIndex,
    store: FeedbackStore,
    exported: Callable[[], list[SquadParagraph]],
) -> None:
    absent = feedback(answer_id="a", status="not_in_articles", citation=span_of("bridge"))
    given = [absent, feedback(answer_id="b")]
    for each in given if answered_last else given[::-1]:
        store.add(each, index)
    (question,) = [question for paragraph in exported() for question in paragraph.questions]
    assert [answer.text for answer in question.answers] == ["Jane Doe"] * answered_last


def test_spans_of_two_versions_are_compared_by_their_places_in_the_paragraph(
    index: ArticleIndex, store: FeedbackStore, exported: Callable[[], list[SquadParagraph]]
) -> None:
    shifted = replace(TOWN, text=f"{'News of the whole region. ' * 20}{TEXT}")
    index.add([shifted])
    store.add(feedback(answer_id="a", citation=span_of("Jane Doe")), index)
    moved = span_of("mayor is Jane Doe", shifted)
    store.add(feedback(answer_id="b", citation=moved, index_version=2), index)
    (question,) = exported()[0].questions
    assert [answer.text for answer in question.answers] == ["Jane Doe", "mayor is Jane Doe"]


def test_what_a_follow_up_was_understood_as_may_be_longer_than_a_question(
    index: ArticleIndex, store: FeedbackStore
) -> None:
    resolved = f"{QUESTION} ({'town ' * 500})"
    store.add(feedback(resolved_question=resolved), index)
    assert [entry.resolved_question for entry in store.list()] == [resolved]
    with pytest.raises(FeedbackError, match="resolved_question: the question has"):
        store.add(feedback(resolved_question="town " * 2_000), index)


def test_evaluation_and_training_take_the_export(
    index: ArticleIndex, store: FeedbackStore, tagger: Tagger, tmp_path: Path
) -> None:
    store.add(feedback(), index)
    store.add(feedback(answer_id="b", verdict="not_in_articles", question="Who won?"), index)
    store.add(
        feedback(
            answer_id="c", resolved_question="Has it a bridge?", citation=span_of("has a bridge")
        ),
        index,
    )
    path = tmp_path / "export.json"
    path.write_text(json.dumps(export_squad(store.list())), encoding="utf-8")
    gold = load_gold(path)
    assert [question.answers for question in gold] == [(), ("has a bridge",)]
    options = ExampleOptions(retrieved_negative_share=0, cropped_negative_share=0, swapped_share=0)
    encode = index.encoder.encode_passages
    swaps = SwappedWords(tagger, encode)
    examples = build_examples(load_squad(path), options, encode, swaps, random.Random(1))  # noqa: S311
    assert [example.answer and example.answer.text for example in examples] == [
        None,
        "has a bridge",
    ]


@pytest.mark.parametrize("content", [b"not a database" * 100, b"\0" * 4_096], ids=["text", "zeros"])
def test_a_damaged_file_is_named(content: bytes, index: ArticleIndex, store: FeedbackStore) -> None:
    store.path.write_bytes(content)
    for use in (store.list, lambda: store.add(feedback(), index)):
        with pytest.raises(FeedbackStoreError, match=FEEDBACK_NAME):
            use()
    assert store.path.read_bytes() == content
