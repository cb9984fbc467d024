"""Intervals and significance against exact distributions."""

import numpy as np
import pytest
from scipy.stats import binom

from eval.resampling import Interval, interval_of, interval_of_mean, paired_p_value


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    # Drawing 100 of 70 ones and 30 zeros with replacement gives a binomial number of ones.
    interval = interval_of_mean([1.0] * 70 + [0.0] * 30)
    assert interval is not None
    assert interval.low == pytest.approx(binom.ppf(0.025, 100, 0.7) / 100, abs=0.015)
    assert interval.high == pytest.approx(binom.ppf(0.975, 100, 0.7) / 100, abs=0.015)


def test_equal_values_leave_no_doubt_and_one_value_tells_nothing() -> None:
    assert interval_of_mean([0.5] * 5) == Interval(0.5, 0.5)
    assert interval_of_mean([0.5]) is None
    assert interval_of_mean([]) is None


def test_intervals_are_the_same_on_each_run() -> None:
    values = list(np.random.default_rng(1).random(50))
    assert interval_of_mean(values) == interval_of_mean(values)


def test_rows_stay_together_and_undefined_statistics_have_no_interval() -> None:
    columns = [np.arange(20.0), np.arange(20.0) * 2]
    ratio = interval_of(lambda one, two: two.sum() / one.sum(), columns, resamples=200)
    assert ratio == Interval(pytest.approx(2.0), pytest.approx(2.0))  # type: ignore[arg-type]
    assert interval_of(lambda one, _: float("nan"), columns, resamples=50) is None


@pytest.mark.parametrize(
    ("old", "new", "p_value"),
    [
        # All five differences point one way: 2 of the 2^5 ways to flip signs are as extreme.
        pytest.param([0.0] * 5, [1.0] * 5, 2 / 32, id="all-better"),
        # Of +1 +1 +1 -1 the mean is 1/2: reached by |sum| >= 2 in 10 of 16 ways.
        pytest.param([0, 0, 0, 1], [1, 1, 1, 0], 10 / 16, id="three-of-four"),
        # What did not change plays no part.
        pytest.param([0] * 5 + [1] * 50, [1] * 5 + [1] * 50, 2 / 32, id="many-equal"),
        pytest.param([0.4, 0.2], [0.4, 0.2], 1.0, id="equal"),
        pytest.param([0.0], [1.0], 1.0, id="one"),
        pytest.param([], [], 1.0, id="none"),
    ],
)
def test_paired_p_value(old: list[float], new: list[float], p_value: float) -> None:
    assert paired_p_value(old, new) == pytest.approx(p_value)


def test_many_questions_are_sampled() -> None:
    # 30 of 40 changed questions better: the sign test's p is 2 * P(at least 30 of 40).
    p_value = paired_p_value([0.0] * 30 + [1.0] * 10, [1.0] * 30 + [0.0] * 10)
    assert p_value == pytest.approx(2 * binom.sf(29, 40, 0.5), abs=0.002)


def test_runs_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_p_value([1.0], [])
