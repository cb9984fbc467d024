"""A comparison in words and columns: the same ones on the screen and in the report."""

from collections.abc import Sequence

from eval.columns import UNKNOWN
from eval.comparison import Comparison, MeasureChange
from eval.table import aligned, shown_name

MAXIMUM_LISTED = 50
MAXIMUM_SOURCE = 200
MEASURE_HEADINGS = ("measure", "old", "new", "difference", "from", "to", "p")
SIGNIFICANCE_NOTE = (
    "from, to: 95 percent bootstrap interval of the mean difference over the questions of both "
    "runs; p: of the same, paired approximate randomisation. Of twenty measures that are equally "
    "good, one on average has p < 0.05 by chance."
)


def format_comparison(comparison: Comparison) -> str:
    """The comparison as plain text: the measures, then the first changed questions."""
    origin = (comparison.old_gold, comparison.old_source, comparison.old_started_at)
    told = ", ".join(shown_name(part, MAXIMUM_SOURCE) for part in origin)
    lines = [
        f"Compared with {comparison.old_path} ({told}):",
        *notes_of(comparison),
        aligned(MEASURE_HEADINGS, measure_rows(comparison.measures)),
        SIGNIFICANCE_NOTE,
        "",
        f"Questions that came out otherwise: {len(comparison.outcomes)}",
    ]
    lines += [
        f"  {shown_name(change.question_id)}: {shown_name(change.old)} -> {change.new}"
        for change in comparison.outcomes[:MAXIMUM_LISTED]
    ]
    if len(comparison.outcomes) > MAXIMUM_LISTED:
        lines.append(f"  and {len(comparison.outcomes) - MAXIMUM_LISTED} more")
    if comparison.only_old or comparison.only_new:
        lines.append(
            f"Not compared: {len(comparison.only_old)} questions of the old run only, "
            f"{len(comparison.only_new)} of the new run only"
        )
    return "\n".join(lines)


def notes_of(comparison: Comparison) -> list[str]:
    """What makes the two runs differ besides the answers."""
    old, new = comparison.old_tolerance, comparison.new_tolerance
    if old == new:
        return []
    return [
        f"Figures counted as equal within {100 * old:g} percent then and {100 * new:g} percent "
        "now: their scores don't compare."
    ]


def measure_rows(measures: Sequence[MeasureChange]) -> list[tuple[str, ...]]:
    """Name, old, new, difference, its interval and its p-value of each measure as text."""
    return [
        (
            change.name,
            _number(change.old),
            _number(change.new),
            _number(change.difference, "+"),
            _number(change.interval.low if change.interval else None, "+"),
            _number(change.interval.high if change.interval else None, "+"),
            _number(change.p_value),
        )
        for change in measures
    ]


def _number(value: float | None, sign: str = "-") -> str:
    if value is None:
        return UNKNOWN
    return format(value, f"{sign},d" if isinstance(value, int) else f"{sign},.4f")
