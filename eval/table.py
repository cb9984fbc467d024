"""The summary as aligned columns: the same ones on the screen and in the report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eval.summary import Summary

OVERALL = "all"
_UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One score: how it is headed, what it means and how it is shown."""

    heading: str
    meaning: str
    show: Callable[[Summary], str]


def _percent(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{100 * value:.1f}"


def _milliseconds(value: float | None) -> str:
    return _UNKNOWN if value is None else f"{value:,.0f}"


COLUMNS: tuple[Column, ...] = (
    Column("n", "questions", lambda summary: f"{summary.questions:,}"),
    Column("EM", "exact match, percent", lambda summary: _percent(summary.exact_match)),
    Column("F1", "token F1, percent", lambda summary: _percent(summary.f1)),
    Column(
        "abst.P",
        'of the replies "not in the articles", percent that are right',
        lambda summary: _percent(summary.abstention_precision),
    ),
    Column(
        "abst.R",
        'of the unanswerable questions, percent replied "not in the articles"',
        lambda summary: _percent(summary.abstention_recall),
    ),
    Column(
        "R@1",
        "answerable questions with a relevant passage first, percent",
        lambda summary: _percent(summary.recall_at_1),
    ),
    Column("R@5", "the same, in the first 5", lambda summary: _percent(summary.recall_at_5)),
    Column("R@10", "the same, in the first 10", lambda summary: _percent(summary.recall_at_10)),
    Column(
        "MRR",
        "mean of 1 / rank of the first relevant passage, times 100",
        lambda summary: _percent(summary.mean_reciprocal_rank),
    ),
    Column(
        "cite",
        "answered answerable questions whose citation is exact and holds the evidence, percent",
        lambda summary: _percent(summary.citation_accuracy),
    ),
    Column(
        "values",
        "figures shown, of those that a conflicting reply must show, percent",
        lambda summary: _percent(summary.values_recall),
    ),
    Column(
        "ECE",
        "expected calibration error, percent; 0 is best",
        lambda summary: _percent(summary.expected_calibration_error),
    ),
    Column("p50 ms", "median latency", lambda summary: _milliseconds(summary.latency_p50_ms)),
    Column(
        "p95 ms",
        "latency that 95 percent of the questions stay below",
        lambda summary: _milliseconds(summary.latency_p95_ms),
    ),
)


def table_rows(overall: Summary, by_type: Mapping[str, Summary]) -> list[tuple[str, ...]]:
    """Name and shown scores of each type, then of all questions."""
    named = [*by_type.items(), (OVERALL, overall)]
    return [(name, *(column.show(summary) for column in COLUMNS)) for name, summary in named]


def format_table(overall: Summary, by_type: Mapping[str, Summary]) -> str:
    """The summary as plain text: names to the left, numbers to the right."""
    headings = ("type", *(column.heading for column in COLUMNS))
    rows = table_rows(overall, by_type)
    widths = [max(len(cell) for cell in cells) for cells in zip(headings, *rows, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        )
        for line in (headings, rule, *rows)
    )
