"""The charts of the report, each with what it shows in words."""

from dataclasses import dataclass

from markupsafe import Markup

from eval import plots
from eval.calibration import RiskPoint, reliability_bins
from eval.evaluation import Evaluation
from eval.table import OVERALL


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
        Chart(
            "Scores by type",
            "Token F1 and exact match; the number of questions in brackets.",
            _svg(plots.score_bars(evaluation.by_type or {OVERALL: summary})),
        ),
        Chart(
            "Latency",
            "Time from question to reply, as the answer states it.",
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


def _svg(drawn: str) -> Markup:
    # matplotlib escapes the labels that it writes.
    return Markup(drawn)  # noqa: S704  # nosec B704


def _score(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
