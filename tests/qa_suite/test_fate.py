"""What befell those that a figure counts."""

import pytest
from differing_figures import differing_figures
from hypothesis import given
from hypothesis import strategies as st

from qa.fate import AskedFate


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param(
            "How many people were injured?",
            "The death toll stands at 73; 12 people are missing and 40 were hurt.",
            ["73", "12"],
            id="each figure with its own word",
        ),
        pytest.param(
            "how many died",
            "The blast killed 31 people, injuring 90.",
            ["90"],
            id="a verb before the figure",
        ),
        pytest.param(
            "How many are missing?",
            "By noon 650 were killed, 12 are missing.",
            ["650"],
            id="a comma parts",
        ),
        pytest.param(
            "How many people lost their homes?",
            "About 14,500 people are homeless and 9 died.",
            ["9"],
            id="a phrase for a fate",
        ),
        pytest.param(
            "How many died?",
            "Fourteen of the wounded were moved to the capital.",
            [],
            id="whom a figure is taken from tells nothing",
        ),
        pytest.param(
            "How many people were killed or injured?",
            "The blast killed 31 people, injuring 90.",
            [],
            id="two fates are asked of",
        ),
        pytest.param(
            "How many people were on board?",
            "The sinking killed 31 people.",
            [],
            id="none is asked of",
        ),
        pytest.param(
            "How many people died?",
            "The ministry put the number at 31 on Friday.",
            [],
            id="none is told",
        ),
    ],
)
def test_figures_of_another_fate(question: str, sentence: str, expected: list[str]) -> None:
    assert differing_figures(AskedFate.of(question), sentence) == expected


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_is_taken(question: str, sentence: str) -> None:
    differing_figures(AskedFate.of(question), sentence)
