"""Dates of short answers."""

import pytest

from eval.calendar_date import CalendarDate, plain_date, same_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("October 18", CalendarDate(None, 10, 18)),
        ("18 October 2024", CalendarDate(2024, 10, 18)),
        ("on Friday, Oct. 18, 2024", CalendarDate(2024, 10, 18)),
        ("the 18th of October", CalendarDate(None, 10, 18)),
        ("in March 2022", CalendarDate(2022, 3, None)),
        ("2024-10-18", CalendarDate(2024, 10, 18)),
        ("1997", CalendarDate(1997, None, None)),
        ("in 2009", CalendarDate(2009, None, None)),
        ("Since the year 1911", CalendarDate(1911, None, None)),
        ("1,954", None),
        ("in 1954 houses", None),
        ("May", CalendarDate(None, 5, None)),
        ("Theresa May", None),
        ("a march of 3,000 people", None),
        ("June 31", None),
        ("3,000", None),
        ("Friday", None),
        ("", None),
        # What dateutil ends with another error on, and what is too long to be a date.
        ("May 1 at " + "9" * 40 + "h", None),
        ("in May" + " of the year" * 20, None),
    ],
)
def test_plain_date(text: str, expected: CalendarDate | None) -> None:
    assert plain_date(text) == expected


@pytest.mark.parametrize(
    ("shown", "wanted", "same"),
    [
        ("October 18", "18 October 2024", True),
        ("18 October 2024", "October 18", True),
        ("18 October 2023", "18 October 2024", False),
        ("October 2024", "18 October 2024", False),
        ("18 October 2024", "October 2024", True),
        ("March 2022", "2022", True),
        ("March 2021", "2022", False),
        ("October 18", "2024", False),
    ],
)
def test_same_date(shown: str, wanted: str, same: bool) -> None:
    one, other = plain_date(shown), plain_date(wanted)
    assert one is not None
    assert other is not None
    assert same_date(one, other) is same
