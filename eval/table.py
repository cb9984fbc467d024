"""The summary as aligned columns: the same ones on the screen and in the report."""

from collections.abc import Mapping, Sequence

from eval.columns import SECTIONS, UNKNOWN, Section
from eval.summary import Summary
from qa.commands.progress import printable

OVERALL = "all"
MAXIMUM_NAME = 60


def section_rows(
    section: Section, overall: Summary, by_type: Mapping[str, Summary]
) -> list[tuple[str, ...]]:
    """Name and shown scores of each type, then of all questions; rows of nothing are left out."""
    named = [*by_type.items(), (OVERALL, overall)]
    rows = [
        (name, *(column.show(summary) for column in section.columns)) for name, summary in named
    ]
    return [row for row in rows if set(row[1:]) != {UNKNOWN}]


def format_table(overall: Summary, by_type: Mapping[str, Summary]) -> str:
    """The summary as plain text, a block for each section that has a score."""
    blocks = []
    for section in SECTIONS:
        rows = section_rows(section, overall, by_type)
        if rows:
            headings = ("type", *(column.heading for column in section.columns))
            blocks.append(aligned(headings, rows))
    return "\n\n".join(blocks)


def aligned(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table as plain text: names to the left, numbers to the right."""
    shown = [(shown_name(row[0]), *row[1:]) for row in rows]
    widths = [max(len(cell) for cell in cells) for cells in zip(headings, *shown, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        )
        for line in (headings, rule, *shown)
    )


def shown_name(name: str, longest: int = MAXIMUM_NAME) -> str:
    """A name out of a file as a terminal may show it: without what steers it, and not too long."""
    plain = printable(name)
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
