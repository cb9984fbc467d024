"""Scores against arithmetic that is written out and against a second implementation."""

import pytest
import squad_oracle
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from eval import metrics
from eval.calibration import (
    RiskPoint,
    area_under_risk_coverage,
    brier_score,
    expected_calibration_error,
    least_coverage,
    reliability_bins,
    risk_coverage,
)
from qa import agreement

# Few letters, so that generated texts share words; articles and odd characters included.
WORDS = st.sampled_from(
    [
        "a",
        "an",
        "the",
        "The",
        "A.",
        "cat",
        "Cat,",
        "3,000",
        "3000",
        "naïve",
        "İ",
        "\u2013",
        "the\u2013end",
        "a_b",
        "U.S.",
        "\u2019s",
        "\u00a0",
        "\n",
        "東京",
        "ß",
        "",
    ]
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        pytest.param("The Cat", "cat", id="article-and-case"),
        pytest.param("a an the", "", id="articles-only"),
        pytest.param("another theme", "another theme", id="article-inside-a-word"),
        pytest.param("3,000", "3000", id="comma-in-a-number"),
        pytest.param("U.S.", "us", id="dots-go-without-a-space"),
        pytest.param("state-of-the-art", "stateoftheart", id="punctuation-before-articles"),
        pytest.param("the\u2013end", "\u2013end", id="unicode-dash-stays-and-parts-words"),
        pytest.param("“quoted”", "“quoted”", id="typographic-quotes-stay"),
        pytest.param(" two \n\t words\u00a0here ", "two words here", id="white-space"),
        pytest.param("ÉTÉ", "été", id="accents-are-lowered-and-kept"),
        pytest.param("?!", "", id="punctuation-only"),
        pytest.param("", "", id="empty"),
    ],
)
def test_normalise_answer(text: str, normalised: str) -> None:
    assert agreement.normalise_answer(text) == normalised


@pytest.mark.parametrize(
    ("prediction", "answers", "exact", "f1"),
    [
        pytest.param("The 3,000.", ["3000"], 1.0, 1.0, id="equal-once-normalised"),
        pytest.param("", [], 1.0, 1.0, id="rightly-unanswered"),
        pytest.param("3,000", [], 0.0, 0.0, id="answered-but-unanswerable"),
        pytest.param("", ["3,000"], 0.0, 0.0, id="unanswered-but-answerable"),
        pytest.param("the", [], 1.0, 1.0, id="only-an-article-is-no-answer"),
        pytest.param("", ["the"], 1.0, 1.0, id="gold-of-only-an-article-is-no-answer"),
        pytest.param("cat", ["the", "cat"], 1.0, 1.0, id="empty-gold-is-left-out"),
        # 2 shared of 3 predicted and 4 gold: 2 * 2 / (3 + 4) = 4/7.
        pytest.param("about 3,000 men", ["about 3,000 Korean soldiers"], 0.0, 4 / 7, id="partial"),
        # "x" is shared once although predicted twice: 2 * 1 / (2 + 1) = 2/3.
        pytest.param("x x", ["x"], 0.0, 2 / 3, id="repeated-token-counts-once"),
        # max(2 * 1 / (1 + 3), 2 * 1 / (1 + 2)) = 2/3.
        pytest.param("x", ["x y z", "x y"], 0.0, 2 / 3, id="best-of-two"),
        pytest.param("x", ["y"], 0.0, 0.0, id="nothing-shared"),
    ],
)
def test_exact_match_and_f1(prediction: str, answers: list[str], exact: float, f1: float) -> None:
    assert agreement.exact_match(prediction, answers) == exact
    assert agreement.token_f1(prediction, answers) == pytest.approx(f1)


@given(prediction=TEXTS, answers=st.lists(TEXTS, max_size=3))
def test_scores_are_the_published_ones(prediction: str, answers: list[str]) -> None:
    exact, f1 = agreement.exact_match(prediction, answers), agreement.token_f1(prediction, answers)
    assert exact == squad_oracle.best("exact", prediction, answers)
    assert f1 == pytest.approx(squad_oracle.best("f1", prediction, answers))
    assert exact <= f1 <= 1


def test_area_under_roc() -> None:
    # Pairs of a positive (0.9, 0.4) and a negative (0.4, 0.1): above, above, tie, above.
    assert metrics.area_under_roc([0.9, 0.4, 0.4, 0.1], [True, True, False, False]) == 3.5 / 4
    assert metrics.area_under_roc([0.1, 0.9], [True, False]) == 0.0
    assert metrics.area_under_roc([0.1, 0.9], [True, True]) is None
    assert metrics.area_under_roc([], []) is None


@given(st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.3, 1.0]), st.booleans())))
def test_area_under_roc_is_that_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    scores, positives = [score for score, _ in pairs], [positive for _, positive in pairs]
    if len(set(positives)) == 2:
        expected = roc_auc_score(positives, scores)
        assert metrics.area_under_roc(scores, positives) == pytest.approx(expected)


def test_percentile() -> None:
    values = [10.0, 20.0, 30.0, 40.0, 50.0]
    assert metrics.percentile(values, 50) == 30
    # Rank 0.95 * 4 = 3.8: 40 + 0.8 * (50 - 40) = 48.
    assert metrics.percentile(values, 95) == pytest.approx(48)
    assert metrics.percentile([], 95) is None
    with pytest.raises(ValueError, match="outside 0 to 100"):
        metrics.percentile(values, 101)


def test_calibration_scores() -> None:
    confidences, correct = [0.95, 0.85, 0.81, 0.2], [True, True, False, False]
    bins = reliability_bins(confidences, correct)
    assert [(entry.low, entry.count, entry.accuracy) for entry in bins] == [
        (0.2, 1, 0.0),
        (0.8, 2, 0.5),
        (0.9, 1, 1.0),
    ]
    # 1/4 * |0 - 0.2| + 2/4 * |0.5 - 0.83| + 1/4 * |1 - 0.95| = 0.05 + 0.165 + 0.0125.
    assert expected_calibration_error(confidences, correct) == pytest.approx(0.2275)
    # (0.05^2 + 0.15^2 + 0.81^2 + 0.2^2) / 4 = (0.0025 + 0.0225 + 0.6561 + 0.04) / 4.
    assert brier_score(confidences, correct) == pytest.approx(0.180275)


def test_full_confidence_is_in_the_last_bin() -> None:
    (entry,) = reliability_bins([1.0], [True])
    assert (entry.low, entry.high) == (0.9, 1.0)


def test_risk_coverage_joins_equal_confidences() -> None:
    points = risk_coverage([0.5, 0.9, 0.5, 0.1], [False, True, True, False])
    assert points == [
        RiskPoint(0.9, 1 / 4, 0.0),
        RiskPoint(0.5, 3 / 4, 1 - 2 / 3),
        RiskPoint(0.1, 4 / 4, 1 - 2 / 4),
    ]


def test_area_under_risk_coverage() -> None:
    points = risk_coverage([0.5, 0.9, 0.5, 0.1], [False, True, True, False])
    # Risks 0, 1/3 and 1/2 over coverages of 1/4, 2/4 and 1/4: 0 + 1/6 + 1/8.
    assert area_under_risk_coverage(points) == pytest.approx(7 / 24)
    # Without ties it is the mean risk of the first 1, 2 and 3 replies: (0 + 1/2 + 1/3) / 3.
    points = risk_coverage([0.3, 0.9, 0.5], [True, True, False])
    assert area_under_risk_coverage(points) == pytest.approx((0 + 1 / 2 + 1 / 3) / 3)
    assert area_under_risk_coverage([]) is None


def test_least_coverage() -> None:
    points = risk_coverage([0.9, 0.5, 0.5, 0.1], [True, True, False, False])
    assert [least_coverage(points, share) for share in (0.1, 0.25, 0.3, 1)] == [
        points[0],
        points[0],
        points[1],
        points[2],
    ]
    assert least_coverage([], 0.5) is None


def test_a_confidence_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1\.2 is outside 0 to 1"):
        brier_score([1.2], [True])


def test_no_replies_have_no_calibration() -> None:
    assert expected_calibration_error([], []) is None
    assert brier_score([], []) is None
    assert risk_coverage([], []) == []
