"""The charts of the report, each with what it shows in words."""

from dataclasses import dataclass

from markupsafe import Markup

from eval import plots
from eval.calibration import RiskPoint, reliability_bins
from eval.evaluation import Evaluation
from eval.intervals import mean_intervals
from eval.summary import results_by_type
from eval.table import OVERALL

MAXIMUM_BARS = 30
_MEASURES = ("f1", "exact_match")


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG with what it shows in words."""

    title: str
    caption: str
    svg: Markup


def charts_of(evaluation: Evaluation, risks: list[RiskPoint]) -> tuple[Chart, ...]:
    """Two charts on the answers, then side by side the two on their confidences."""
    confidences = [result.confidence for result in evaluation.results]
    correct = [result.is_exact for result in evaluation.results]
    latencies = [result.latency_ms for result in evaluation.results]
    summary = evaluation.overall
    return (
        _scores_by_type(evaluation),
        Chart(
            "Latency",
            "Time from question to reply: as the answer states it, or what a server was waited "
            "for. Of questions asked together each has its share.",
            _svg(plots.latency_histogram(latencies)),
        ),
        Chart(
            "Reliability",
            "How often replies of a confidence are right; the number of replies on each bar. "
            "Bars on the dotted line mean that confidences can be taken at their word. "
            f"Expected calibration error {_score(summary.expected_calibration_error)}.",
            _svg(plots.reliability_diagram(reliability_bins(confidences, correct))),
        ),
        Chart(
            "Risk and coverage",
            "The share of wrong replies when only the most confident ones are kept. "
            f"Area under the curve {_score(summary.area_under_risk_coverage)}.",
            _svg(plots.risk_coverage_curve(risks)),
        ),
    )


def _scores_by_type(evaluation: Evaluation) -> Chart:
    by_type = evaluation.by_type or {OVERALL: evaluation.overall}
    groups = results_by_type(evaluation.results) if evaluation.by_type else {}
    largest = sorted(by_type, key=lambda name: -by_type[name].questions)[:MAXIMUM_BARS]
    left_out = len(by_type) - len(largest)
    drawn = plots.score_bars(
        {name: by_type[name] for name in largest},
        {name: mean_intervals(groups.get(name, evaluation.results), _MEASURES) for name in largest},
    )
    return Chart(
        "Scores by type",
        "Token F1 and exact match, with lines for their 95 percent bootstrap intervals; the "
        "number of questions in brackets."
        + (f" The {left_out:,} smallest types are left out." if left_out else ""),
        _svg(drawn),
    )


def _svg(drawn: str) -> Markup:
    # matplotlib escapes the labels that it writes.
    return Markup(drawn)  # noqa: S704  # nosec B704


def _score(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
