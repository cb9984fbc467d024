"""Dates such as 10/25/2024, of which the first number is the day or the month."""

import re

# Not those inside of addresses and longer numbers.
SLASHED = re.compile(r"(?<![\w/.-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-])")
MONTHS = 12


def with_one_reading(text: str) -> str:
    """The text without the dates that have two readings; those that have one are in ISO 8601.

    10/05/2024 is 5 October in America and 10 May in Europe, 10/25/2024 can only be 25 October.
    """
    return SLASHED.sub(_plain, text)


def _plain(found: re.Match[str]) -> str:
    first, other, year = int(found[1]), int(found[3]), found[4]
    if first <= MONTHS and other <= MONTHS and first != other:
        return ""
    if len(year) < len("2024") or min(first, other) > MONTHS:
        return found[0]  # it may begin with the year
    month, day = sorted((first, other))
    return f"{year}-{month:02}-{day:02}"
