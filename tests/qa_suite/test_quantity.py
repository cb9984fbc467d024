"""Which questions want a number, and which texts state one."""

import pytest

from qa.quantity import (
    asks_for_forecast,
    asks_for_number,
    excludes_number,
    is_number,
    states_number,
)


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


@pytest.mark.parametrize(
    ("question", "excludes"),
    [
        pytest.param("Who speaks for the northern league?", True, id="who"),
        pytest.param(" 'whose ship is it", True, id="whose, after a quotation mark"),
        pytest.param("why did they stop", True, id="why"),
        pytest.param("Where does the port rank?", False, id="a place may be a rank"),
        pytest.param("By whom were 40 ships sold?", False, id="only the first word counts"),
        pytest.param("Whole grain exports", False, id="a longer word"),
    ],
)
def test_excludes_number(question: str, excludes: bool) -> None:
    assert excludes_number(question) is excludes


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        pytest.param("6,800", True, id="digits"),
        pytest.param("12 May 2024", True, id="a date"),
        pytest.param("two men", False, id="with what it counts"),
        pytest.param("Apollo 13", False, id="a name"),
        pytest.param("", False, id="empty"),
    ],
)
def test_is_number(text: str, alone: bool) -> None:
    assert is_number(text) is alone


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        pytest.param("What was the tunnel supposed to cost?", True, id="supposed to"),
        pytest.param("how much was budgeted for the tunnel", True, id="budgeted"),
        pytest.param("How many ships are expected?", True, id="expected"),
        pytest.param("What did the tunnel cost?", False, id="what is"),
        pytest.param("How many people may lose their homes?", True, id="what may be"),
        pytest.param("How many ferries sank in May?", False, id="the month"),
        pytest.param("how many ferries sank on 12 may", False, id="the month without a capital"),
    ],
)
def test_asks_for_forecast(question: str, asks: bool) -> None:
    assert asks_for_forecast(question) is asks
