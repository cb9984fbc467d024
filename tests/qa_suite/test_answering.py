"""Answers on the shipped reports and on small indexes: exact places, filters, thresholds."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from index.article_index import ArticleIndex
from index.document import Document
from index.passage import PassageFilter
from qa.answer import Answer
from qa.answering import Answerer
from qa.question import Question, Turn

AnswererOf = Callable[[Sequence[Document]], Answerer]

PRESIDENT = "Who is the president of South Korea?"
QUESTIONS = [
    PRESIDENT,
    "What do Russian soldiers call the North Koreans?",
    "How many soldiers are in North Korea's standing army?",
    "What does NIS stand for?",
    "How many officers are needed for 30 soldiers?",
    "Who is Sabrina Singh?",
    "When did Ukraine join NATO?",
    "who",
    "谁是总统？",
    "troops " * 200,
]
NAMES = [question.strip()[:30] for question in QUESTIONS]
MAYOR = "Who is the mayor of Springfield?"
MAYOR_TEXT = "The mayor of Springfield is Jane Doe."


def ask(answerer: Answerer, text: str, **more: object) -> Answer:
    (answer,) = answerer.answer([replace(Question(text), **more)])  # type: ignore[arg-type]
    return answer


def check_places(answer: Answer, index: ArticleIndex) -> None:
    """Every quote, context and passage stands where it says, and citations are in order."""
    for citation in answer.citations:
        document = index.document(citation.document_id)
        text = document.text
        assert citation.quote == text[citation.start : citation.end] != ""
        assert citation.context == text[citation.context_start : citation.context_end]
        assert citation.context_start <= citation.start < citation.end <= citation.context_end
        assert (citation.title, citation.outlet) == (document.title, document.outlet)
        assert citation.published_at == document.published_at
        assert citation.source == document.source
    for retrieved in answer.passages:
        passage = retrieved.passage
        assert index.document(passage.document_id).text[passage.start : passage.end] == passage.text
        assert passage.text
        assert 0 < retrieved.score <= 1
    assert [citation.number for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )


def check_answers(answer: Answer) -> None:
    """Each distinct answer has its citation, best first, from a passage that was retrieved."""
    by_number = {citation.number: citation for citation in answer.citations}
    for distinct in answer.answers:
        assert by_number[distinct.citation].quote == distinct.text
    scores = [distinct.score for distinct in answer.answers]
    assert scores == sorted(scores, reverse=True)
    retrieved = {entry.passage.passage_id: entry.passage for entry in answer.passages}
    for citation in answer.citations:
        passage = retrieved[citation.passage_id]
        assert passage.start <= citation.start < citation.end <= passage.end


def check_status(answer: Answer) -> None:
    """The fields agree with the status."""
    assert 0 <= answer.confidence <= 1
    assert answer.text
    if answer.status == "not_in_articles":
        assert answer.answer is None
        assert answer.answers == ()
        # What contradicts the question or comes nearest to it, if anything does.
        assert len(answer.citations) <= 1
    else:
        assert answer.answer == answer.answers[0].text
        assert answer.citations
    for citation in answer.citations[:1]:
        assert "[1]" in answer.text
        assert citation.quote in answer.text


def test_a_complete_question_is_answered_after_other_matters(sample_answerer: Answerer) -> None:
    question = "how many troops are in Kursk"
    before = (Turn("who got the secret service briefing in seoul", None),)
    (answer,) = sample_answerer.answer([Question(question, before)])
    assert answer.status == "conflicting"
    assert answer.question == answer.resolved_question == question


@pytest.mark.parametrize("threshold", [None, 0.0], ids=["own threshold", "any confidence"])
@pytest.mark.parametrize("text", QUESTIONS, ids=NAMES)
def test_every_part_of_an_answer_is_exact(
    sample_answerer: Answerer, text: str, threshold: float | None
) -> None:
    answer = ask(sample_answerer, text, min_confidence=threshold)
    check_places(answer, sample_answerer.index)
    check_answers(answer)
    check_status(answer)
    assert answer.question == text
    assert answer.resolved_question == " ".join(text.split())
    assert len(answer.passages) == 10


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PRESIDENT, "Yoon Suk Yeol", id="president"),
        pytest.param(
            "What do Russian soldiers call the North Koreans?", "K Battalion", id="nickname"
        ),
        pytest.param(
            "How many soldiers are in North Korea's standing army?", "1.2 million", id="army"
        ),
    ],
)
def test_an_easy_question_is_answered(sample_answerer: Answerer, text: str, expected: str) -> None:
    answer = ask(sample_answerer, text)
    assert answer.answer is not None
    assert expected in answer.answer


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("how many troops are in Kursk", 3_000, id="read together with a sentence"),
        pytest.param(
            "How many North Korean troops are there, according to each source?",
            10_000,
            id="each source",
        ),
    ],
)
def test_the_figures_of_the_sample_stand_side_by_side(
    sample_answerer: Answerer, text: str, first: int
) -> None:
    answer = ask(sample_answerer, text)
    values = [entry.value for entry in answer.answers if entry.value is not None]
    assert answer.status == "conflicting"
    assert values[0].number == first
    qualifiers = {value.number: value.qualifier or "" for value in values}
    assert set(qualifiers) == {3_000, 10_000, 12_000}
    assert {number for number, told in qualifiers.items() if "expected" in told} == {12_000}
    assert all(entry.speaker is not None for entry in answer.answers)


def test_models_version_and_timings_are_told(sample_answerer: Answerer) -> None:
    answer = ask(sample_answerer, PRESIDENT)
    assert answer.models.encoder == sample_answerer.index.encoder.identity.name
    assert answer.models.reader
    assert answer.index_version == sample_answerer.index.snapshot().manifest.version
    timings = answer.timings
    assert timings.retrieve + timings.read == pytest.approx(timings.total)
    assert timings.retrieve > 0
    assert timings.read > 0


def test_ids_of_answers_differ(sample_answerer: Answerer) -> None:
    answers = sample_answerer.answer([Question(PRESIDENT, top_k=1)] * 3)
    assert len({answer.answer_id for answer in answers}) == 3


def same(answer: Answer) -> list[object]:
    """What must not depend on the questions asked beside it."""
    places = [(c.document_id, c.start, c.end, c.context_start) for c in answer.citations]
    passages = [entry.passage.passage_id for entry in answer.passages]
    return [answer.status, answer.answer, places, passages, answer.text]


def test_a_batch_answers_as_single_questions_do(sample_answerer: Answerer) -> None:
    texts = QUESTIONS[:8]
    together = sample_answerer.answer([Question(text) for text in texts])
    alone = [ask(sample_answerer, text) for text in texts]
    assert [same(answer) for answer in together] == [same(answer) for answer in alone]
    assert [a.confidence for a in together] == pytest.approx([a.confidence for a in alone])


def test_a_batch_with_different_conditions_keeps_its_order(sample_answerer: Answerer) -> None:
    names = [summary.document_id for summary in sample_answerer.index.summaries()]
    questions = [
        Question(PRESIDENT, top_k=2, filter=PassageFilter(document_ids=(name,)))
        for name in [*names, *names]
    ]
    for name, answer in zip([*names, *names], sample_answerer.answer(questions), strict=True):
        assert {entry.passage.document_id for entry in answer.passages} == {name}


def test_no_questions_give_no_answers(sample_answerer: Answerer) -> None:
    assert sample_answerer.answer([]) == []


@pytest.mark.parametrize("top_k", [1, 3, 50])
def test_at_most_top_k_passages_are_read(sample_answerer: Answerer, top_k: int) -> None:
    answer = ask(sample_answerer, PRESIDENT, top_k=top_k)
    stored = sample_answerer.index.snapshot().manifest.passages
    assert len(answer.passages) == min(top_k, stored)
    scores = [entry.score for entry in answer.passages]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("text", QUESTIONS[:4], ids=NAMES[:4])
def test_thresholds_decide_what_is_answered(sample_answerer: Answerer, text: str) -> None:
    never = ask(sample_answerer, text, min_confidence=1.0)
    always = ask(sample_answerer, text, min_confidence=0.0)
    assert never.status == "not_in_articles"
    assert always.status in ("answered", "conflicting")
    assert never.passages == always.passages
    assert never.confidence == pytest.approx(1 - always.answers[0].score)


def test_a_threshold_of_exactly_the_confidence_is_reached(sample_answerer: Answerer) -> None:
    best = ask(sample_answerer, PRESIDENT, min_confidence=0.0).answers[0].score
    assert ask(sample_answerer, PRESIDENT, min_confidence=best).status != "not_in_articles"


DATED = [
    Document(
        "january",
        "January",
        f"{MAYOR_TEXT} Snow closed the schools in the north.",
        "t:1",
        "Herald",
        date(2024, 1, 1),
    ),
    Document(
        "june",
        "June",
        f"{MAYOR_TEXT} A heat wave emptied every swimming pool.",
        "t:2",
        "Tribune",
        date(2024, 6, 1),
    ),
    Document("undated", "Undated", f"{MAYOR_TEXT} Nobody knows when this was written down.", "t:3"),
]
CONDITIONS = [
    pytest.param({}, {"january", "june", "undated"}, id="none"),
    pytest.param({"as_of": date(2024, 3, 1)}, {"january"}, id="as of a day between"),
    pytest.param({"as_of": date(2024, 6, 1)}, {"january", "june"}, id="as of the day itself"),
    pytest.param({"as_of": date(2023, 1, 1)}, set(), id="as of a day before all"),
    pytest.param({"as_of": date.max}, {"january", "june"}, id="as of the last day"),
    pytest.param({"as_of": date.min}, set(), id="as of the first day"),
    pytest.param({"published_after": date(2024, 6, 1)}, {"june"}, id="after, inclusive"),
    pytest.param({"published_before": date(2024, 1, 1)}, {"january"}, id="before, inclusive"),
    pytest.param(
        {"as_of": date(2024, 12, 1), "published_before": date(2024, 2, 1)},
        {"january"},
        id="the earlier of two days",
    ),
    pytest.param(
        {"as_of": date(2024, 2, 1), "published_before": date(2024, 12, 1)},
        {"january"},
        id="the earlier of two days, other way",
    ),
    pytest.param(
        {"published_after": date(2024, 6, 2), "published_before": date(2024, 1, 1)},
        set(),
        id="no day at all",
    ),
    pytest.param({"document_ids": ("june", "undated")}, {"june", "undated"}, id="by id"),
    pytest.param({"document_ids": ()}, set(), id="of no ids"),
    pytest.param({"document_ids": ("other",)}, set(), id="by an unknown id"),
    pytest.param({"outlets": ("Herald",)}, {"january"}, id="by outlet"),
    pytest.param({"outlets": ("Herald", "Tribune")}, {"january", "june"}, id="by two outlets"),
    pytest.param({"outlets": ("') OR 1=1 --",)}, set(), id="by a hostile outlet"),
    pytest.param(
        {"outlets": ("Herald",), "document_ids": ("june",)}, set(), id="by both, no match"
    ),
]


def conditioned(as_of: date | None = None, **conditions: object) -> Question:
    condition = PassageFilter(**conditions)  # type: ignore[arg-type]
    return Question(MAYOR, as_of=as_of, filter=condition, min_confidence=0.0)


@pytest.mark.parametrize(("conditions", "names"), CONDITIONS)
def test_only_documents_that_pass_are_read(
    dated_answerer: Answerer, conditions: dict[str, object], names: set[str]
) -> None:
    (answer,) = dated_answerer.answer([conditioned(**conditions)])  # type: ignore[arg-type]
    assert {entry.passage.document_id for entry in answer.passages} == names
    assert {citation.document_id for citation in answer.citations} <= names
    assert (answer.status == "not_in_articles") == (not names)


@pytest.fixture
def dated_answerer(answerer_of: AnswererOf) -> Answerer:
    """Answers from two dated articles and one without a date."""
    return answerer_of(DATED)


def test_an_empty_index_has_no_answer(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([]), PRESIDENT, min_confidence=0.0)
    assert answer.status == "not_in_articles"
    assert answer.passages == ()
    assert answer.confidence == 1.0
    check_status(answer)


def test_an_answer_is_gone_with_its_document(answerer_of: AnswererOf) -> None:
    answerer = answerer_of([Document("town", "Town", MAYOR_TEXT, "t:1")])
    assert ask(answerer, MAYOR, min_confidence=0.0).status == "answered"
    answerer.index.remove(["town"])
    assert ask(answerer, MAYOR, min_confidence=0.0).passages == ()


def test_a_replaced_document_is_answered_from_its_new_text(answerer_of: AnswererOf) -> None:
    answerer = answerer_of([Document("town", "Town", MAYOR_TEXT, "t:1")])
    renewed = "Since May the mayor of Springfield is Omar Haddad."
    answerer.index.add([Document("town", "Town", renewed, "t:1")])
    answer = ask(answerer, MAYOR, min_confidence=0.0)
    check_places(answer, answerer.index)
    assert "Omar Haddad" in answer.text
    assert "Jane Doe" not in answer.text


UNUSUAL = [
    pytest.param("😀 👍🏽 👩‍👩‍👧‍👦 🇺🇦 ", id="emoji"),
    pytest.param("e\u0301a\u0308o\u0323\u0302 Ze\u0301le\u0301 ", id="combining marks"),
    pytest.param("\u200fשלום\u202e abc\u202c\u200e ", id="marks of direction"),
    pytest.param("\U00020000\U0001f680𝒜𝔅 ", id="beyond the basic plane"),
    pytest.param("a\ufeffb\u200b\u00ad\u2060 ", id="invisible characters"),
    pytest.param("İstanbul straße ﬁsh Ⅷ ½ ", id="letters that change length"),
    pytest.param("한국어 각각 日本語。中文！ ", id="Korean, Japanese, Chinese"),
    pytest.param("tab\tno-break\u00a0space\u2003em\u2028line\u0085next ", id="kinds of space"),
    pytest.param("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘! ", id="piles of marks"),
    pytest.param("हिन्दी में लिखा है। ", id="Devanagari"),
    pytest.param("“Quote” — ‘single’ … ", id="typography"),
    pytest.param("a\x07b\x1b[31m ", id="control characters"),
]


@pytest.mark.parametrize("joint", ["", "\n\n"], ids=["same paragraph", "own paragraph"])
@pytest.mark.parametrize("before", UNUSUAL)
def test_places_count_code_points(answerer_of: AnswererOf, before: str, joint: str) -> None:
    text = f"{before * 3}{joint}{MAYOR_TEXT} {before}"
    answerer = answerer_of([Document("town", before, text.rstrip(), "t:1", before)])
    answer = ask(answerer, MAYOR, min_confidence=0.0)
    check_places(answer, answerer.index)
    check_answers(answer)
    assert any("Jane Doe" in citation.quote for citation in answer.citations)


def test_places_are_exact_far_into_a_long_document(answerer_of: AnswererOf) -> None:
    filler = "The 😀 ferry was late and the weather over the harbour was grey. " * 100
    answerer = answerer_of([Document("town", "Town", f"{filler}{MAYOR_TEXT} {filler}", "t:1")])
    answer = ask(answerer, MAYOR, min_confidence=0.0)
    check_places(answer, answerer.index)
    assert answer.answer is not None
    assert "Jane Doe" in answer.answer
    assert answer.citations[0].start > len(filler)
