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
            "How many people were injured?",
            "Two people died and 12 others were injured.",
            ["Two"],
            id="a conjunction parts",
        ),
        pytest.param(
            "How many died?",
            "Two people died and 12 others were injured.",
            ["12"],
            id="and the other way round",
        ),
        pytest.param(
            "How many are missing?",
            "At least 31 people drowned and 12 are still missing.",
            ["31"],
            id="still missing",
        ),
        pytest.param(
            "How many were arrested?",
            "Two officers were injured while 45 people were arrested.",
            ["Two"],
            id="while",
        ),
        pytest.param(
            "How many were killed?",
            "Two men were detained after 12 people were killed.",
            ["Two"],
            id="what follows in time is another clause",
        ),
        pytest.param(
            "How many were injured?",
            "Nurses said that twelve women and children were injured.",
            [],
            id="two nouns of one figure",
        ),
        pytest.param(
            "How many people were injured?",
            "More than 100 were killed or seriously injured.",
            [],
            id="a figure of two fates",
        ),
        pytest.param(
            "How many were rescued?",
            "By noon 40 people were dead, hurt or missing and 9 were rescued.",
            ["40"],
            id="a figure of three fates and another",
        ),
        pytest.param(
            "How many were hurt?",
            "The fire killed 31 and others were hurt.",
            ["31"],
            id="others are not the ones counted",
        ),
        pytest.param(
            "How many were rescued?",
            "Fourteen of the dead and the wounded were soldiers.",
            [],
            id="whom a figure is taken from, of two fates",
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
