"""What a passage is part of, in the words of its article."""

import pytest

from qa.heading import CHARACTERS, heading_of

HEADINGS = [
    pytest.param("Ferry sinks", "Nine drowned.", "Ferry sinks\nNine drowned.", id="title first"),
    pytest.param("Ferry sinks", "# Ferry sinks\n\nNine.", "Ferry sinks\n\nNine.", id="once"),
    pytest.param("", "Nine drowned.", "Nine drowned.", id="no title"),
    pytest.param("Ferry sinks", "", "Ferry sinks\n", id="no text"),
]


@pytest.mark.parametrize(("title", "text", "heading"), HEADINGS)
def test_a_heading_is_the_title_and_the_beginning(title: str, text: str, heading: str) -> None:
    assert heading_of(title, text) == heading


def test_a_long_text_is_cut() -> None:
    assert heading_of("T", "rain " * 1_000) == "T\n" + ("rain " * 1_000)[:CHARACTERS]
