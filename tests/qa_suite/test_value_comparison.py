"""Which values say the same, and which are near enough to score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.value import Value
from qa.value_comparison import same_value
from qa.value_parsing import find_values


def value(text: str) -> Value:
    (found,) = find_values(text)
    return found.value


SAME = [
    ("3,000 seals", "three thousand seals"),
    ("3,000", "3,000 seals"),
    ("1.2 million votes", "1,200,000 ballots"),
    ("about 400 troops", "400 soldiers"),
    ("nearly 400", "some 400"),
    ("at least 30 dead", "30 dead"),
    ("half of voters", "50 per cent of voters"),
    ("$2bn", "2 billion dollars"),
    ("60 minutes", "an hour lasts 1 hour"),
    ("two years", "24 months"),
    ("2 tonnes", "2,000 kg"),
    ("212°F", "100°C"),
    ("38 degrees", "38°C"),
    ("between 5 and 7 days", "5-7 days"),
    ("hundreds of cows", "hundreds of cattle"),
    ("is expected to reach 500 beds", "500 beds"),
    ("in 1990", "1990 was cold."),
]

DIFFERENT = [
    ("3,000 seals", "3,001 seals"),
    ("3,000 seals", "3,000 km"),
    ("5 per cent", "5 percentage points"),
    ("$5", "€5"),
    ("$5", "5 km"),
    ("12 men", "12 years"),
    ("10 km", "10 kg"),
    ("at least 30", "up to 30"),
    ("more than 30", "fewer than 30"),
    ("is expected to reach 500 beds", "480 beds"),
    ("between 5 and 7 days", "6 days"),
    ("between 5 and 7 days", "5 to 8 days"),
    ("hundreds of cows", "thousands of cows"),
    ("hundreds of cows", "300 cows"),
    ("in 1990", "1,990"),
    ("in 1990", "in 1991"),
    ("on 3 May", "on 3 May"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: str, other: str) -> None:
    first, second = (value(text.replace("an hour lasts ", "")) for text in (one, other))
    assert same_value(first, second)
    assert same_value(second, first)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: str, other: str) -> None:
    first, second = value(one), value(other)
    assert not same_value(first, second)
    assert not same_value(second, first)


VALUES = st.builds(
    Value,
    st.none() | st.floats(-1e6, 1e6),
    st.none() | st.floats(-1e6, 1e6),
    st.none() | st.floats(-1e6, 1e6),
    st.sampled_from([None, "percent", "USD", "km", "mile", "seals", "date", "degree Fahrenheit"]),
    st.sampled_from([None, "expected", "at least", "expected, approximately"]),
)


@given(VALUES, VALUES)
def test_comparison_has_no_direction(one: Value, other: Value) -> None:
    assert same_value(one, other) is same_value(other, one)
