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
        pytest.param(
            "It made 94 million euros last year, up from 31 million in 2022.",
            [],
            [],
            id="last year is the newest that is told",
        ),
        pytest.param(
            "It expects 140 million euros in 2025 after 94 million last year.",
            ["140 million euros"],
            ["94 million"],
            id="last year beside a coming one",
        ),
        pytest.param(
            "It flew 455,000 people and carried 45,000 tonnes, more than last year.",
            [],
            [],
            id="what is compared with tells no figure of it",
        ),
        pytest.param(
            "The number of its jets has grown by 12 to 31 over the last year.",
            [],
            [],
            id="a stretch that ends now",
        ),
        pytest.param(
            "The firm sold 19 tonnes, said Jane Doe, who had been its head until last year but "
            "lived in Lund by now, and 8 were left.",
            [],
            [],
            id="a phrase that no figure is near to",
        ),
        pytest.param(
            "Its own sales fell from last year's 19 tonnes to 8 tonnes.",
            ["8 tonnes"],
            ["19 tonnes"],
            id="a phrase that owns the figure behind it",
        ),
        pytest.param("It sold 19 tonnes and kept 8.", [], [], id="no phrase"),
        pytest.param("It sold 19 tonnes last year.", [], [], id="nothing beside it"),
    ],
)
def test_figures_of_another_time(sentence: str, now: list[str], earlier: list[str]) -> None:
    assert differing_figures(AskedEarlier.of(EARLIER), sentence) == now
    assert differing_figures(AskedEarlier.of(NOW), sentence) == earlier


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param(
            "How much did it make in 2023?",
            "It made 94 million euros last year, up from 31 million in 2022.",
            ["31 million"],
            id="last year is asked for by its number",
        ),
        pytest.param(
            "How much did it make in 2022?",
            "It made 94 million euros last year, up from 31 million in 2022.",
            ["94 million euros"],
            id="the year before last",
        ),
        pytest.param(
            "How much did it make last year?",
            "It made 94 million euros last year, up from 31 million in 2022.",
            ["31 million"],
            id="last year is asked for in words",
        ),
        pytest.param(
            "How much did it make in 2023?",
            "It made 94 million euros in 2023, after 31 million a year earlier.",
            ["31 million"],
            id="a year earlier than the asked one",
        ),
        pytest.param(
            "How many have fled since 2022?",
            "Some 900 people fled in 2022 and 400 people last year.",
            [],
            id="both are of the asked stretch",
        ),
        pytest.param(
            "How many died in Lund in 2023?",
            "Floods killed 300 people last year, 200 of them in Lund.",
            [],
            id="a figure without a time of its own",
        ),
    ],
)
def test_figures_of_another_year(question: str, sentence: str, expected: list[str]) -> None:
    assert differing_figures(AskedEarlier.of(question), sentence) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_taken(question: str, sentence: str) -> None:
    differing_figures(AskedEarlier.of(question), sentence)
