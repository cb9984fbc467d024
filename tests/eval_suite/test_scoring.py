"""What counts as relevant and as a correct citation; the summaries."""

from math import log2
from typing import Any

import pytest
from bodies import CONTEXT, MakeBody, citation, distinct_answer, figure, passage

from eval.citing import CitationScores
from eval.gold_question import GoldQuestion, GoldValue
from eval.relevance import contains_phrase, contains_text
from eval.scoring import EXCERPT_LENGTH, score_question
from eval.summary import summarise, summarise_by_type
from eval.values import FigureMatcher
from qa.question import Turn

GOLD = GoldQuestion("q1", "How many?", ("3,000",), evidence="about 3,000 North  Korean\nsoldiers")
NO_EVIDENCE = GoldQuestion("q2", "How many?", ("3,000",), document_id="kursk")
UNANSWERABLE = GoldQuestion("q3", "How many?", (), type="unanswerable")


@pytest.mark.parametrize(
    ("text", "phrase", "holds"),
    [
        pytest.param("about 3,000 men", "3,000", True, id="number"),
        pytest.param("3,000.", "3,000", True, id="end-of-sentence"),
        pytest.param("13,000", "3,000", False, id="end-of-a-longer-number"),
        pytest.param("3,000,000", "3,000", False, id="start-of-a-longer-number"),
        pytest.param("4,3,000", "3,000", False, id="inside-a-grouped-number"),
        pytest.param("3.5 percent", "3", False, id="before-a-decimal-point"),
        pytest.param("2.3", "3", False, id="after-a-decimal-point"),
        pytest.param("anyone", "one", False, id="inside-a-word"),
        pytest.param("One interpreter", "one", True, id="case"),
        pytest.param("US$3 a barrel", "$3", True, id="starts-with-a-sign"),
        pytest.param("Yoon\nSuk  Yeol", "Yoon Suk Yeol", True, id="white-space"),
        pytest.param("a.b", "a+b", False, id="no-pattern"),
        pytest.param("anything", " ", False, id="empty-phrase"),
    ],
)
def test_contains_phrase(text: str, phrase: str, holds: bool) -> None:
    assert contains_phrase(text, phrase) is holds


def test_contains_text_ignores_only_white_space() -> None:
    assert contains_text("it  will\nreach around 12,000.", "reach around\t12,000")
    assert not contains_text("Reach around 12,000.", "reach around 12,000")


@pytest.mark.parametrize(
    ("gold", "passages", "rank"),
    [
        pytest.param(GOLD, [passage("other"), passage(CONTEXT)], 2, id="second"),
        pytest.param(GOLD, [passage(CONTEXT, "copy")], 1, id="evidence-in-another-document"),
        pytest.param(GOLD, [passage("3,000 soldiers")], None, id="answer-without-evidence"),
        pytest.param(NO_EVIDENCE, [passage("3,000 men")], 1, id="any-mention"),
        pytest.param(NO_EVIDENCE, [passage("3,000 men", "copy")], None, id="other-document"),
        pytest.param(UNANSWERABLE, [passage(CONTEXT)], None, id="unanswerable"),
        pytest.param(GOLD, [], None, id="no-passages"),
    ],
)
def test_relevant_rank(
    make_body: MakeBody, gold: GoldQuestion, passages: list[dict[str, Any]], rank: int | None
) -> None:
    result = score_question(gold, make_body(passages=passages))
    assert result.relevant_rank == rank
    assert [link.relevant for link in result.passages].count(True) == (rank is not None)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        pytest.param("3,000 men", "3,000 men", id="short"),
        pytest.param("Ab " * 90, "Ab " * 65 + "Ab…", id="long"),
        pytest.param("Ab " * 90 + "3,000 men", "…" + "Ab " * 34 + "3,000 men", id="far-in"),
    ],
)
def test_an_excerpt_shows_the_answer(make_body: MakeBody, text: str, excerpt: str) -> None:
    (link,) = score_question(GOLD, make_body(passages=[passage(text)])).passages
    assert link.excerpt == excerpt
    assert len(link.excerpt) <= EXCERPT_LENGTH + 1


EXACT = citation("3,000")
ELSEWHERE = citation("3,000", context="Another 3,000 stayed in Kursk.")


@pytest.mark.parametrize(
    ("gold", "cited", "correct"),
    [
        pytest.param(GOLD, EXACT, True, id="holds-the-evidence"),
        pytest.param(GOLD, ELSEWHERE, False, id="other-sentence"),
        pytest.param(NO_EVIDENCE, ELSEWHERE, True, id="no-evidence-answer-mentioned"),
        pytest.param(NO_EVIDENCE, {**EXACT, "document_id": "copy"}, True, id="other-document"),
        pytest.param(GOLD, {**EXACT, "start": EXACT["start"] + 1}, False, id="start-off-by-one"),
        pytest.param(GOLD, {**EXACT, "end": EXACT["end"] + 1}, False, id="end-off-by-one"),
        # Python would read a negative offset from the end of the context.
        pytest.param(GOLD, {**EXACT, "context_start": 120}, False, id="before-the-context"),
        pytest.param(GOLD, {**EXACT, "number": 2}, False, id="number-of-no-citation"),
    ],
)
def test_citation(
    make_body: MakeBody, gold: GoldQuestion, cited: dict[str, Any], correct: bool
) -> None:
    result = score_question(gold, make_body(citations=[cited]))
    assert result.citation_correct is correct
    assert result.failure == (None if correct else "wrong citation")


def test_citation_counts_only_where_an_answerable_question_is_answered(
    make_body: MakeBody,
) -> None:
    assert score_question(GOLD, make_body(None)).citation_correct is None
    assert score_question(UNANSWERABLE, make_body()).citation_correct is None


def test_the_best_answers_citation_decides(make_body: MakeBody) -> None:
    body = make_body(
        citations=[{**ELSEWHERE, "number": 1}, {**EXACT, "number": 2}],
        answers=[distinct_answer("3,000", 2), distinct_answer("3,000", 1)],
    )
    assert score_question(GOLD, body).citation_correct is True


def test_all_citations_are_scored(make_body: MakeBody) -> None:
    inexact = {**EXACT, "number": 3, "start": EXACT["start"] + 1}
    cited = [EXACT, {**ELSEWHERE, "number": 2}, inexact]
    scores = score_question(GOLD, make_body(citations=cited)).citations
    # Two of three quotes are exact, and one of these stands in the evidence.
    assert scores == CitationScores(exactness=2 / 3, precision=1 / 3, recall=1.0)
    # Of two figures that conflict, the context holds one.
    values = (GoldValue("3,000"), GoldValue("10,000"))
    conflict = GoldQuestion("q4", "How many?", ("3,000", "10,000"), values=values)
    scores = score_question(conflict, make_body(citations=[EXACT])).citations
    assert scores == CitationScores(exactness=1.0, precision=1.0, recall=1 / 2)


def test_of_sources_that_differ_each_is_cited_rightly(make_body: MakeBody) -> None:
    values = (GoldValue("3,000"), GoldValue("10,000"))
    conflict = GoldQuestion(
        "q4", "How many?", ("3,000", "10,000"), evidence="about 3,000", values=values
    )
    other = citation("around 10,000", context="The Pentagon estimates around 10,000 in training.")
    stray = citation("Snow", context="Snow fell on 10,000,000 fields.")
    cited = [{**entry, "number": place} for place, entry in enumerate((other, EXACT, stray), 1)]
    shown = [distinct_answer("around 10,000", 1), distinct_answer("about 3,000", 2)]
    body = make_body("around 10,000", status="conflicting", citations=cited, answers=shown)
    result = score_question(conflict, body)
    assert result.citation_correct is True
    assert result.citations == CitationScores(exactness=1.0, precision=2 / 3, recall=1.0)


@pytest.mark.parametrize(
    ("gold", "answer", "scores"),
    [
        pytest.param(GOLD, None, CitationScores(None, None, 0.0), id="left-unanswered"),
        pytest.param(UNANSWERABLE, "3,000", CitationScores(1.0, None, None), id="unanswerable"),
        pytest.param(UNANSWERABLE, None, CitationScores(None, None, None), id="rightly-left"),
    ],
)
def test_citations_without_support(
    make_body: MakeBody, gold: GoldQuestion, answer: str | None, scores: CitationScores
) -> None:
    assert score_question(gold, make_body(answer)).citations == scores


@pytest.mark.parametrize(
    ("answers", "shown", "number", "date"),
    [
        pytest.param(("3,000",), "about 3,000", True, None, id="number"),
        pytest.param(("3,000", "three thousand men"), "3,500", False, None, id="other-number"),
        pytest.param(("3,000",), None, False, None, id="number-left"),
        pytest.param(("October 18",), "Friday, 18 October 2024", None, True, id="date"),
        pytest.param(("October 18",), "October 19", None, False, id="other-date"),
        pytest.param(("October 18",), None, None, False, id="date-left"),
        pytest.param(("Kursk",), "3,000", None, None, id="name"),
        pytest.param((), "3,000", None, None, id="unanswerable-number"),
    ],
)
def test_numbers_and_dates(
    make_body: MakeBody,
    answers: tuple[str, ...],
    shown: str | None,
    number: bool | None,
    date: bool | None,
) -> None:
    result = score_question(GoldQuestion("q5", "What?", answers), make_body(shown))
    assert (result.number_right, result.date_right) == (number, date)


@pytest.mark.parametrize(
    ("question", "kind", "answers", "shown", "number", "date"),
    [
        pytest.param("When?", None, ("2009",), "in 2009", None, True, id="year-behind-in"),
        pytest.param(
            "Since when?", None, ("1911", "since 1911"), "since 1911", None, True, id="since"
        ),
        pytest.param("What year was it?", None, ("1954",), "in 1953", None, False, id="other-year"),
        pytest.param("Tell me.", None, ("in 1954",), "1954", None, True, id="gold-behind-in"),
        pytest.param("Tell me.", "time", ("1954",), "in 1954", None, True, id="gold-type"),
        pytest.param("When?", None, ("2 May", "3 May"), "3 May", None, True, id="second-answer"),
        pytest.param("How many troops?", None, ("1500",), "1,500", True, None, id="count"),
        pytest.param("How many troops?", None, ("1500",), "in 1500", True, None, id="whole-number"),
        pytest.param("How many?", None, ("about 1500",), "1,400", False, None, id="about"),
    ],
)
def test_a_number_of_four_digits_is_a_year_where_a_time_is_asked_for(
    make_body: MakeBody,
    question: str,
    kind: str | None,
    answers: tuple[str, ...],
    shown: str,
    number: bool | None,
    date: bool | None,
) -> None:
    last = shown.rpartition(" ")[2].replace(",", "")
    digits = float(last) if last.isdigit() else None
    body = make_body(shown, answers=[distinct_answer(shown, value=figure(digits))])
    result = score_question(GoldQuestion("q5", question, answers, type=kind), body)
    assert (result.number_right, result.date_right) == (number, date)


def test_a_follow_up_asks_for_what_was_asked_before_it(make_body: MakeBody) -> None:
    history = (Turn("When was the bridge built?", "in 1931"),)
    gold = GoldQuestion("q5", "And the tower?", ("1954",), history=history)
    assert score_question(gold, make_body("in 1954")).date_right is True


def test_a_number_may_be_off_by_the_tolerance(make_body: MakeBody) -> None:
    shown = distinct_answer("some 3,100", value=figure(3_100))
    body = make_body("some 3,100", answers=[shown])
    gold = GoldQuestion("q6", "How many?", ("3,000",))
    assert score_question(gold, body).number_right is False
    assert score_question(gold, body, FigureMatcher(tolerance=0.05)).number_right is True


def test_the_quote_is_marked_in_its_context(make_body: MakeBody) -> None:
    shown = score_question(GOLD, make_body()).citation
    assert shown is not None
    before, quote, after = shown.parts
    assert (before, quote) == ("Zelensky said about ", "3,000")
    assert before + quote + after == CONTEXT


@pytest.mark.parametrize(
    ("gold", "answer", "failure"),
    [
        pytest.param(GOLD, "3,000", None, id="right"),
        pytest.param(GOLD, "about 3,000", "inexact answer", id="partly"),
        pytest.param(GOLD, "Zelensky", "wrong answer", id="wrong"),
        pytest.param(GOLD, None, "wrongly left unanswered", id="unanswered"),
        pytest.param(UNANSWERABLE, None, None, id="rightly-unanswered"),
        pytest.param(UNANSWERABLE, "3,000", "wrongly answered", id="answered-unanswerable"),
    ],
)
def test_failures(
    make_body: MakeBody, gold: GoldQuestion, answer: str | None, failure: str | None
) -> None:
    assert score_question(gold, make_body(answer)).failure == failure


def test_summary(make_body: MakeBody) -> None:
    results = [
        score_question(GOLD, make_body(passages=[passage("x"), passage(CONTEXT)])),
        score_question(GOLD, make_body("about 3,000", [passage(CONTEXT)])),
        score_question(GOLD, make_body(None, timings_ms={"retrieve": 0, "read": 0, "total": 9})),
        score_question(UNANSWERABLE, make_body(None)),
    ]
    overall = summarise(results)
    assert (overall.questions, overall.unanswerable) == (4, 1)
    # Exact: 1, 0, 0, 1. F1: 1, 2 * 1 / (2 + 1), 0, 1.
    assert overall.exact_match == 2 / 4
    assert overall.f1 == pytest.approx((1 + 2 / 3 + 0 + 1) / 4)
    assert overall.answerable_exact_match == pytest.approx(1 / 3)
    assert overall.answerable_f1 == pytest.approx((1 + 2 / 3) / 3)
    # Two replies "not in the articles", one of them right, of one unanswerable question.
    assert (overall.abstention_precision, overall.abstention_recall) == (1 / 2, 1.0)
    # Ranks of the three answerable questions: 2, 1, none.
    assert overall.recall_at_1 == pytest.approx(1 / 3)
    assert overall.recall_at_5 == overall.recall_at_10 == pytest.approx(2 / 3)
    assert overall.mean_reciprocal_rank == pytest.approx((1 / 2 + 1) / 3)
    # DCG of rank 2 is 1 / log2(3), of rank 1 it is 1, and each ideal is 1.
    assert overall.ndcg_at_10 == pytest.approx((1 / log2(3) + 1) / 3)
    assert overall.citation_accuracy == overall.citation_exactness == 1.0
    # The unanswered one cites nothing of what it should.
    assert overall.citation_recall == pytest.approx(2 / 3)
    # "3,000" is shown in two of three replies.
    assert overall.number_accuracy == pytest.approx(2 / 3)
    assert overall.date_accuracy is None
    assert overall.values_recall is None
    # Two answers at 0.8 and "not in the articles" at 0.8, a probability of 0.2, have an answer;
    # one at 0.2 has none. Of the three pairs two are in order and one is a tie.
    assert overall.abstention_auroc == pytest.approx(2.5 / 3)
    # All replies are as confident, so that the curve is one point: two of four are wrong.
    assert overall.area_under_risk_coverage == 2 / 4
    # Latencies 3, 3, 9, 3: mean 18 / 4.
    assert (overall.latency_p50_ms, overall.latency_mean_ms) == (3.0, 4.5)


def test_summary_by_type(make_body: MakeBody) -> None:
    results = [score_question(GOLD, make_body()), score_question(UNANSWERABLE, make_body())]
    by_type = summarise_by_type(results)
    assert list(by_type) == ["untyped", "unanswerable"]
    assert by_type["untyped"].exact_match == 1.0
    assert by_type["unanswerable"].exact_match == 0.0
    assert by_type["unanswerable"].recall_at_1 is None
    assert summarise_by_type(results[:1]) == {}
