"""Printed lines to paragraphs: which hyphens stay, and which numbers are those of pages."""

import pytest

from index.formats.pdf_lines import Line, paragraphs_of


def lines(*pages: str) -> list[Line]:
    """Lines of one size at an even distance; an empty one leaves a space."""
    return [
        Line(page, text, 700.0 - 14 * place, 11.0)
        for page, printed in enumerate(pages, start=1)
        for place, text in enumerate(printed.split("\n"))
    ]


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("It took twenty-\nfive days.", "It took twenty-five days."),
        ("It was the twenty-\nfifth day.", "It was the twenty-fifth day."),
        ("She is well-\nknown there.", "She is well-known there."),
        ("He was re-\nelected there.", "He was re-elected there."),
        ("They reached the re-\ngion today.", "They reached the region today."),
        ("It was of some use-\nfulness then.", "It was of some usefulness then."),
        ("Their well-\nness counts.", "Their wellness counts."),
        ("It fell by 12-\n15 per cent.", "It fell by 12-15 per cent."),
        ("A 12-\nyear-old came.", "A 12-year-old came."),
        ("The 12-\nto 15-year-olds came.", "The 12- to 15-year-olds came."),
    ],
)
def test_hyphens_at_the_end_of_lines(printed: str, text: str) -> None:
    assert paragraphs_of(lines(printed)) == text


@pytest.mark.parametrize(
    ("pages", "text"),
    [
        (
            ("The work would end by\n2025.", "It did not."),
            "The work would end by 2025.\n\nIt did not.",
        ),
        (
            ("The work would end by", "2025.\nIt did not."),
            "The work would end by 2025. It did not.",
        ),
        (("The work ended.\n2.", "It was good."), "The work ended.\n\nIt was good."),
        (("The work would\n2", "end then."), "The work would end then."),
        (("So the\nwork would\n\n\n2.", "end then."), "So the work would end then."),
        (("The work would\n- 2 -", "end then."), "The work would end then."),
    ],
)
def test_a_number_that_ends_a_sentence_is_not_that_of_a_page(
    pages: tuple[str, ...], text: str
) -> None:
    assert paragraphs_of(lines(*pages)) == text


def test_several_lines_that_head_or_foot_pages_are_left_out() -> None:
    texts = ("The work\nwent on\nand", "on until\nthe spring", "of the\nnext and", "last\nyear.")
    pages = [
        f"The Daily Example\nTuesday 29 October 2024\n\n{text}\n\n© The Daily Example\nPage {page}"
        for page, text in enumerate(texts, start=1)
    ]
    assert paragraphs_of(lines(*pages)) == (
        "The Daily Example Tuesday 29 October 2024\n\n"
        "The work went on and on until the spring of the next and last year."
    )


def test_lines_of_like_form_below_what_heads_pages_are_kept() -> None:
    pages = [f"The Daily Example\nPart {page} of it\n\nSome text." for page in (1, 2, 3)]
    assert paragraphs_of(lines(*pages)).count(" of it") == 3


def test_years_that_end_sentences_on_several_pages_are_kept() -> None:
    begun = (
        "The first work\nwould end by",
        "All that is left\nhas to by",
        "It may be\nthat it will by",
    )
    pages = [f"{text}\n202{page}." for page, text in enumerate(begun, start=1)]
    assert all(f" by 202{page}." in paragraphs_of(lines(*pages)) for page in (1, 2, 3))
