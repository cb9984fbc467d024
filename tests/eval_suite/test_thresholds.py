"""Least scores: how they are written and when they are missed."""

import pytest
from bodies import MakeBody

from eval.gold_question import GoldQuestion
from eval.scoring import score_question
from eval.summary import COUNTS, LOWER_IS_BETTER, summarise
from eval.thresholds import MEASURES, Threshold, ThresholdError, missed, parse_threshold


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("f1=0.5", Threshold("f1", 0.5)),
        (" values_recall = 1 ", Threshold("values_recall", 1.0)),
        ("questions=120", Threshold("questions", 120.0)),
        ("exact_match=1e-1", Threshold("exact_match", 0.1)),
    ],
)
def test_a_threshold(text: str, threshold: Threshold) -> None:
    assert parse_threshold(text) == threshold


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("f1", "not of the form measure=value"),
        ("", "not of the form measure=value"),
        ("F1=0.5", "'F1' is no measure.*exact_match, f1, "),
        ("=0.5", "'' is no measure"),
        ("f1=", "f1: '' is no number"),
        ("f1=0.5=0.6", "is no number"),
        ("f1=60", "f1: 60 is not between 0 and 1"),
        ("f1=-0.1", "is not between 0 and 1"),
        ("f1=nan", "is not between 0 and 1"),
        ("questions=inf", "is not a number of 0 or more"),
        ("brier_score=0.2", "'brier_score' is better the lower it is"),
        ("latency_p95_ms=100", "better the lower it is"),
    ],
)
def test_what_is_no_threshold(text: str, message: str) -> None:
    with pytest.raises(ThresholdError, match=message):
        parse_threshold(text)


def test_every_exception_is_a_measure() -> None:
    assert set(MEASURES) >= LOWER_IS_BETTER | COUNTS


def test_missed(make_body: MakeBody) -> None:
    summary = summarise([score_question(GoldQuestion("q", "How many?", ("3,000",)), make_body())])
    wanted = ["f1=1", "recall_at_1=0.5", "questions=2", "values_recall=0", "exact_match=0.9"]
    assert missed([parse_threshold(text) for text in wanted], summary) == [
        "recall_at_1 is 0.0: wanted at least 0.5",
        "questions is 1: wanted at least 2",
        "values_recall is unknown, since no question measures it: wanted at least 0",
    ]
