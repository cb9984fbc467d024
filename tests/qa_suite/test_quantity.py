"""Which questions want a number, and which texts state one."""

import pytest

from qa.quantity import asks_for_number, states_number


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        pytest.param("How many ships sank?", True, id="how-many"),
        pytest.param("HOW MANY", True, id="upper-case"),
        pytest.param("About how  many ships?", True, id="two-spaces"),
        pytest.param("Who knows how Many owns the ship?", True, id="a-name-is-read-as-the-word"),
        pytest.param("How much did it cost?", False, id="how-much-may-want-words"),
        pytest.param("Show manyfold results", False, id="inside-a-word"),
    ],
)
def test_asks_for_number(question: str, asks: bool) -> None:
    assert asks_for_number(question) is asks


@pytest.mark.parametrize(
    ("text", "states"),
    [
        pytest.param("about 3,000 sailors", True, id="digits"),
        pytest.param("Three", True, id="word"),
        pytest.param("dozens of ships", True, id="dozens"),
        pytest.param("none", True, id="none"),
        pytest.param("٣ سفن", True, id="arabic-digits"),
        pytest.param("someone often alone", False, id="number-words-inside-words"),
        pytest.param("many ships", False, id="many-is-no-number"),
        pytest.param("", False, id="empty"),
    ],
)
def test_states_number(text: str, states: bool) -> None:
    assert states_number(text) is states
