"""Figures, speakers, conflicts and premises of a reply, against sums that are written out."""

from typing import Any

import pytest
from bodies import MakeBody, citation, distinct_answer, figure

from eval.figure import Figure
from eval.gold_question import GoldQuestion, GoldValue
from eval.intervals import score_intervals
from eval.question_result import QuestionResult
from eval.resampling import Interval
from eval.scoring import score_question
from eval.summary import summarise
from eval.values import FigureMatcher, score_values, states_conflict
from qa.answer_schema import AnswerBody


def gold_of(*values: tuple[str, str | None]) -> GoldQuestion:
    texts = tuple(text for text, _ in values)
    stated = tuple(GoldValue(text, speaker) for text, speaker in values)
    return GoldQuestion("q", "How many died?", texts, type="conflict", values=stated)


FERRY = gold_of(("33", "coast guard"), ("57", "Paul Devereux"))


def reply(make_body: MakeBody, *answers: dict[str, Any], **replaced: Any) -> AnswerBody:
    fields = {"status": "conflicting", "answers": list(answers)}
    return make_body("33", **{**fields, **replaced})


@pytest.mark.parametrize(
    ("answers", "precision", "recall"),
    [
        pytest.param([distinct_answer("at least 33"), distinct_answer("57")], 1.0, 1.0, id="both"),
        pytest.param([distinct_answer("33"), distinct_answer("212")], 1 / 2, 1 / 2, id="half"),
        pytest.param([distinct_answer("133"), distinct_answer("5.7")], 0.0, 0.0, id="others"),
        pytest.param([distinct_answer("33"), distinct_answer("33 dead")], 1.0, 1 / 2, id="twice"),
        pytest.param([distinct_answer("33 of the 57")], 1.0, 1.0, id="two-in-one"),
        pytest.param(
            [distinct_answer("thirty-three", value=figure(33))], 1.0, 1 / 2, id="by-its-value"
        ),
        pytest.param(
            [distinct_answer("33 to 57", value=figure(low=33, high=57))], 1.0, 1.0, id="range"
        ),
        pytest.param(
            [distinct_answer("dozens", value=figure(low=33))], 0.0, 0.0, id="one-sided-value"
        ),
    ],
)
def test_figures(
    make_body: MakeBody, answers: list[dict[str, Any]], precision: float, recall: float
) -> None:
    result = score_question(FERRY, reply(make_body, *answers))
    assert result.values is not None
    assert (result.values.precision, result.values.recall) == (precision, recall)
    assert result.values_recall == recall


@pytest.mark.parametrize(
    ("stated", "answers", "recall"),
    [
        pytest.param(
            ("3", "5"),
            [
                distinct_answer("3 million", value=figure(3e6)),
                distinct_answer("5 million", value=figure(5e6)),
            ],
            0.0,
            id="part-of-a-number",
        ),
        pytest.param(
            ("$1.2bn", "$2bn"),
            [distinct_answer("$1.2 billion", value=figure(1.2e9))],
            1 / 2,
            id="short-scale",
        ),
    ],
)
def test_scales(
    make_body: MakeBody, stated: tuple[str, str], answers: list[dict[str, Any]], recall: float
) -> None:
    gold = gold_of(*((text, None) for text in stated))
    assert score_question(gold, reply(make_body, *answers)).values_recall == recall


def test_left_unanswered_shows_no_figure(make_body: MakeBody) -> None:
    result = score_question(FERRY, make_body(None, answers=[distinct_answer("33")]))
    assert result.values is not None
    assert (result.values.precision, result.values.recall) == (None, 0.0)


def test_nothing_is_measured_without_gold_figures(make_body: MakeBody) -> None:
    result = score_question(GoldQuestion("q", "How many?", ("33",)), make_body("33"))
    assert (result.values, result.values_recall) == (None, None)


def test_tolerance_and_another_reader(make_body: MakeBody) -> None:
    body = reply(make_body, distinct_answer("some 34", value=figure(34)))
    near = score_values(body, FERRY, FigureMatcher(tolerance=0.05))
    assert near is not None
    assert near.recall == 1 / 2
    blind = score_values(body, FERRY, FigureMatcher(read=lambda _: Figure(34, 34)))
    assert blind is not None
    assert blind.recall == 1.0


@pytest.mark.parametrize(
    ("texts", "conflict"),
    [
        pytest.param([], False, id="none"),
        pytest.param(["33"], False, id="one"),
        pytest.param(["33", "57"], True, id="two"),
        pytest.param(["4 million", "four million", "4,000,000"], False, id="one-in-three-ways"),
        pytest.param(["$1.2bn", "$1.2 billion"], False, id="short-scale"),
        pytest.param(["33", "33", "57"], True, id="the-third-differs"),
        pytest.param(["hundreds", "Hundreds"], False, id="same-words"),
        pytest.param(["hundreds", "thousands"], True, id="other-words"),
    ],
)
def test_states_conflict(texts: list[str], conflict: bool) -> None:
    assert states_conflict([GoldValue(text) for text in texts]) is conflict
    # How leniently answers are matched doesn't change what the gold states.
    values = [GoldValue(text) for text in texts]
    assert states_conflict(values, FigureMatcher(tolerance=1.0)) is conflict


def test_a_figure_has_the_speaker_of_any_answer_that_shows_it(make_body: MakeBody) -> None:
    body = reply(
        make_body,
        distinct_answer("33", speaker="police"),
        distinct_answer("about 33", speaker="the coast guard"),
    )
    values = score_values(body, FERRY)
    assert values is not None
    assert values.gold[0].shown_speaker == "the coast guard"
    assert values.gold[0].speaker_correct is True
    assert values.gold[1].speaker_correct is None
    # The wrong one still costs precision.
    assert [answer.speaker_correct for answer in values.shown] == [False, True]
    assert not values.is_faultless


@pytest.fixture
def news(make_body: MakeBody) -> list[QuestionResult]:
    """Two conflicts, a single figure, a conflict left unanswered and one that isn't there."""
    survivors = gold_of(("118", None), ("121", "Paul Devereux"), ("9", "police"))
    return [
        score_question(
            FERRY,
            reply(
                make_body,
                distinct_answer("33", speaker="the coast guard"),
                distinct_answer("57", speaker="the coast guard"),
                distinct_answer("212", speaker="nobody"),
            ),
        ),
        score_question(
            survivors,
            reply(make_body, distinct_answer("118"), distinct_answer("121"), status="answered"),
        ),
        score_question(gold_of(("5", None)), reply(make_body, distinct_answer("5", speaker="He"))),
        score_question(FERRY, make_body(None)),
        score_question(GoldQuestion("u", "Why?", ()), reply(make_body, distinct_answer("33"))),
    ]


def test_summary_of_figures(news: list[QuestionResult]) -> None:
    overall = summarise(news)
    # Questions shown: 2 of 3, 2 of 2 and 1 of 1 answers are gold figures; one shows nothing.
    assert overall.values_precision == pytest.approx((2 / 3 + 1 + 1) / 3)
    assert overall.values_precision_micro == pytest.approx(5 / 6)
    # Gold figures: 2 of 2, 2 of 3, 1 of 1 and 0 of 2.
    assert overall.values_recall == pytest.approx((1 + 2 / 3 + 1 + 0) / 4)
    assert overall.values_recall_micro == pytest.approx(5 / 8)


def test_summary_of_speakers(news: list[QuestionResult]) -> None:
    overall = summarise(news)
    # Shown: 33 right, 57 wrong, 118 rightly none, 121 none for Devereux, 5 wrongly one.
    assert overall.speaker_accuracy == pytest.approx(2 / 5)
    # Speakers beside gold figures: two of the coast guard, "He".
    assert overall.speaker_precision == pytest.approx(1 / 3)
    # Gold speakers of shown figures: of 33, 57 and 121.
    assert overall.speaker_recall == pytest.approx(1 / 3)


def test_intervals_of_shares_draw_questions_with_all_of_their_figures(make_body: MakeBody) -> None:
    both = [distinct_answer("33", speaker="coast guard"), distinct_answer("57")]
    right = score_question(FERRY, reply(make_body, *both))
    left = score_question(FERRY, make_body(None))
    # Of two questions with two figures each one shows all: any two show none, half or all.
    intervals = score_intervals([right, left])
    assert intervals["values_recall_micro"] == Interval(0.0, 1.0)
    # Nothing shown counts nowhere else, and one question tells no interval.
    assert "values_precision_micro" not in intervals
    intervals = score_intervals([right, right, left])
    assert intervals["values_precision_micro"] == Interval(1.0, 1.0)
    # Each shows one figure of two with its speaker.
    assert intervals["speaker_accuracy"] == Interval(0.5, 0.5)


def test_summary_of_conflicts(news: list[QuestionResult]) -> None:
    overall = summarise(news)
    # "Conflicting" three times, once rightly; three questions with figures that differ.
    assert overall.conflict_precision == pytest.approx(1 / 3)
    assert overall.conflict_recall == pytest.approx(1 / 3)


PREMISE = GoldQuestion(
    "p", "Why 20 percent?", (), evidence="a raise of 11 percent", type="false premise"
)
TOLD = citation("11 percent", context="The union wants a raise of\n11 percent, it said.")
ELSEWHERE = citation("Rain", context="Rain of 11 percent.")


@pytest.mark.parametrize(
    ("gold", "replaced", "told"),
    [
        pytest.param(PREMISE, {"citations": [ELSEWHERE, TOLD]}, True, id="told"),
        pytest.param(PREMISE, {"citations": [ELSEWHERE]}, False, id="other-sentence"),
        pytest.param(PREMISE, {"citations": []}, False, id="nothing-cited"),
        pytest.param(
            PREMISE, {"citations": [{**TOLD, "start": TOLD["start"] + 1}]}, False, id="not-exact"
        ),
        pytest.param(
            PREMISE, {"citations": [TOLD], "status": "answered"}, False, id="answered-all-the-same"
        ),
        pytest.param(GoldQuestion("u", "Why?", ()), {"citations": [TOLD]}, None, id="no-evidence"),
        pytest.param(
            GoldQuestion("a", "How much?", ("11",), "a raise of 11 percent"), {}, None, id="answer"
        ),
    ],
)
def test_premise(
    make_body: MakeBody, gold: GoldQuestion, replaced: dict[str, Any], told: bool | None
) -> None:
    assert score_question(gold, make_body(None, **replaced)).premise_told is told


def test_summary_of_premises(make_body: MakeBody) -> None:
    bodies = [make_body(None, citations=[TOLD]), make_body(None), make_body("20")]
    overall = summarise([score_question(PREMISE, body) for body in bodies])
    assert overall.premise_told == pytest.approx(1 / 3)
    assert overall.abstention_recall == pytest.approx(2 / 3)
