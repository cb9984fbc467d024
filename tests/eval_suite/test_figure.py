"""Numbers read from short texts, and when two of them are the same."""

import pytest
from bodies import figure
from hypothesis import given
from hypothesis import strategies as st

from eval.figure import Figure, plain_figure, same_figure, stated_figure
from qa.answer_schema import ValueBody

THOUSANDS = st.integers(0, 10**15)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        pytest.param("33", (33, 33), id="digits"),
        pytest.param("480,000 households", (480_000, 480_000), id="thousands-comma"),
        pytest.param("62.5 percent", (62.5, 62.5), id="decimal"),
        pytest.param("about 5.5\nmillion dollars", (5_500_000, 5_500_000), id="scale"),
        pytest.param("two hundred thousand", (200_000, 200_000), id="two-scales"),
        pytest.param("Thirty-eight", (38, 38), id="words"),
        pytest.param("twenty one", (21, 21), id="words-without-hyphen"),
        pytest.param("three dozen", (36, 36), id="dozen"),
        pytest.param("-4 degrees", (-4, -4), id="sign"),
        pytest.param("$17.80", (17.8, 17.8), id="currency-sign"),
        pytest.param("-$5 million", (-5_000_000, -5_000_000), id="sign-before-a-currency"),
        pytest.param("minus €2", (-2, -2), id="minus-before-a-currency"),
        pytest.param("$1.2bn", (1_200_000_000, 1_200_000_000), id="short-scale"),
        pytest.param("40 mn tonnes", (40_000_000, 40_000_000), id="short-scale-apart"),
        pytest.param("US$5m", (5_000_000, 5_000_000), id="letter-behind-money"),
        pytest.param("10k fans", (10_000, 10_000), id="k"),
        pytest.param("a 5-million fund", (5_000_000, 5_000_000), id="scale-with-hyphen"),
        pytest.param("$13 to $15bn", (13_000_000_000, 15_000_000_000), id="two-currency-signs"),
        pytest.param("a 5m wall", None, id="metres"),
        pytest.param("13 and 13.5 million", (13_000_000, 13_500_000), id="shared-scale"),
        pytest.param("between 600 and 2 thousand", (600, 2_000), id="scale-of-the-second-only"),
        pytest.param("13–15", (13, 15), id="dash"),
        pytest.param("1 million to 2 million", (1_000_000, 2_000_000), id="two-scaled-ends"),
        pytest.param("33 of 57", None, id="two-numbers"),
        pytest.param("one hundred and fifty", None, id="longer-words-are-not-guessed"),
        pytest.param("15 to 13", None, id="falling-range"),
        pytest.param("1, 2 and 3", None, id="list"),
        pytest.param("1,2345", None, id="odd-comma"),
        pytest.param("the 31st", None, id="ordinal"),
        pytest.param("someone", None, id="inside-a-word"),
        pytest.param("hundreds", None, id="vague"),
        pytest.param("9" * 400, None, id="too-long-for-a-number"),
        pytest.param("", None, id="empty"),
    ],
)
def test_plain_figure(text: str, ends: tuple[float, float] | None) -> None:
    assert plain_figure(text) == (None if ends is None else Figure(*ends))


@given(THOUSANDS)
def test_an_integer_reads_back(number: int) -> None:
    for text in (str(number), f"{number:,}", f"about {number:,} people"):
        assert plain_figure(text) == Figure(number, number)


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        pytest.param(figure(30, low=30), (30, 30), id="at-least-30"),
        pytest.param(figure(low=5, high=7), (5, 7), id="range"),
        pytest.param(figure(low=100), None, id="hundreds"),
        pytest.param(figure(low=7, high=5), None, id="falling-range"),
        pytest.param(None, None, id="no-value"),
    ],
)
def test_stated_figure(
    value: dict[str, float | None] | None, ends: tuple[float, float] | None
) -> None:
    body = None if value is None else ValueBody.model_validate(value)
    assert stated_figure(body) == (None if ends is None else Figure(*ends))


def test_same_figure() -> None:
    hundred = Figure(100, 100)
    # 2.3 * 1,000,000 is 2,299,999.9999999995.
    assert same_figure(Figure(2.3 * 1_000_000, 2.3 * 1_000_000), Figure(2_300_000, 2_300_000))
    assert not same_figure(hundred, Figure(101, 101))
    assert same_figure(hundred, Figure(101, 101), tolerance=0.01)
    assert not same_figure(hundred, Figure(102, 102), tolerance=0.01)
    assert not same_figure(hundred, Figure(100, 105), tolerance=0.01)


@pytest.mark.parametrize("tolerance", [-0.1, 1.1, float("nan")])
def test_a_tolerance_is_a_share(tolerance: float) -> None:
    with pytest.raises(ValueError, match="outside 0 to 1"):
        same_figure(Figure(1, 1), Figure(1, 1), tolerance)
