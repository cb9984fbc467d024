"""Figures of an earlier time beside those of now."""

import pytest
from differing_figures import differing_figures
from hypothesis import given
from hypothesis import strategies as st

from qa.earlier import AskedEarlier

NOW, EARLIER = "What profit did the airline make?", "What profit did it make a year before?"


@pytest.mark.parametrize(
    ("sentence", "now", "earlier"),
    [
        pytest.param(
            "Profit came to 94 million euros after 31 million a year earlier.",
            ["94 million euros"],
            ["31 million"],
            id="a phrase behind its figure",
        ),
        pytest.param(
            "There were 2,870 cases since January; in the whole of last year there were 940.",
            ["2,870"],
            ["940"],
            id="a phrase before its figure",
        ),
        pytest.param(
            "A kilo fetched 4.20 dollars, up from 3.65 dollars a year before.",
            ["4.20 dollars"],
            ["3.65 dollars"],
            id="up from",
        ),
        pytest.param(
            "Last year the region harvested 19 tonnes and sold 8.",
            [],
            [],
            id="a phrase that opens a sentence is of all its figures",
        ),
        pytest.param("It sold 19 tonnes and kept 8.", [], [], id="no phrase"),
        pytest.param("It sold 19 tonnes last year.", [], [], id="nothing beside it"),
    ],
)
def test_figures_of_another_time(sentence: str, now: list[str], earlier: list[str]) -> None:
    assert differing_figures(AskedEarlier.of(EARLIER), sentence) == now
    assert differing_figures(AskedEarlier.of(NOW), sentence) == earlier


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_taken(question: str, sentence: str) -> None:
    differing_figures(AskedEarlier.of(question), sentence)
