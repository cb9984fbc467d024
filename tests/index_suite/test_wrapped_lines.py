"""Line breaks that only a width made, and those that are meant."""

import textwrap

import pytest

from index.formats.wrapped_lines import join_wrapped_lines

FIRST = (
    "The bridge over the river was opened to all on Tuesday, the town said in the morning. It cost"
    " 12 million, according to the mayor, who had asked the council for more than that in 2023."
)
SECOND = (
    "Two well-known lanes for bicycles and buses will follow next year. A second bridge upstream is"
    " planned, but nobody knows when. The council votes on it in spring."
)
LIST = "- Two lanes\n- A second bridge"
TABLE = "| Year | Cost |\n|------|------|\n| 2023 | 12 |"
CODE = "```\nprint(1)\nprint(2)\n```"
ADDRESS = "Town Hall\n1 Bridge Street\nNewtown"
TEXT = "\n\n".join(("# Bridge opens", FIRST, LIST, TABLE, SECOND, CODE, ADDRESS))


def wrapped(text: str, width: int) -> str:
    """Its long lines broken at a width, as editors and mail programs do it."""
    lines = text.split("\n")
    return "\n".join(textwrap.fill(line, width) if len(line) > width else line for line in lines)


@pytest.mark.parametrize("width", [60, 70, 72, 80])
def test_wrapped_paragraphs_become_one_line(width: int) -> None:
    text = "\n\n".join((FIRST, SECOND, FIRST, LIST, TABLE, SECOND, CODE, ADDRESS))
    assert wrapped(text, width) != text
    assert join_wrapped_lines(wrapped(text, width)) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT, id="not-wrapped"),
        pytest.param("\n".join(FIRST.split(". ") + SECOND.split(". ")), id="sentence-a-line"),
        pytest.param("Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you", id="verse"),
        pytest.param("One\nline each\nof a list\nof few words", id="short"),
        pytest.param("", id="empty"),
        pytest.param("\n\n", id="empty-lines"),
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert join_wrapped_lines(text) == text


def test_a_break_that_markdown_means_stays() -> None:
    first, second, *others = wrapped(f"{FIRST} {SECOND}", 60).split("\n")
    text = "\n".join((first, f"{second}  ", *others))
    joined = f"{first} {second}  \n{' '.join(others)}"
    assert join_wrapped_lines(text) == joined
