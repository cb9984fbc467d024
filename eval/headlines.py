"""The few scores that a reader of the report looks at first."""

from dataclasses import dataclass

from eval.evaluation import Evaluation
from eval.summary import Summary


@dataclass(frozen=True, slots=True)
class Headline:
    """A score in words; `spread` is its 95 percent interval, "" where there is none."""

    name: str
    meaning: str
    value: str
    spread: str


@dataclass(frozen=True, slots=True)
class _Kind:
    measure: str
    name: str
    meaning: str


_KINDS = (
    _Kind("exact_match", "Exact match", "replies that are right, word for word"),
    _Kind("f1", "F1", "words shared with the right answer"),
    _Kind("abstention_auroc", "Knows when to answer", "AUROC of answerable over unanswerable"),
    _Kind("recall_at_5", "Recall at 5", "the right passage among the first five"),
    _Kind("citation_exactness", "Exact citations", "quotes that stand where they are cited"),
    _Kind("citation_recall", "Support cited", "evidence that the citations hold"),
    _Kind("values_recall", "Figures shown", "figures of conflicting sources that are shown"),
    _Kind("speaker_accuracy", "Right speakers", "shown figures with who gave them"),
    _Kind("expected_calibration_error", "Calibration error", "0 is best"),
)


def headlines_of(evaluation: Evaluation) -> list[Headline]:
    """The headline scores that the questions measure, and the median latency."""
    summary = evaluation.overall
    shown = []
    for kind in _KINDS:
        value: float | None = getattr(summary, kind.measure)
        if value is None:
            continue
        ends = evaluation.intervals.get(kind.measure)
        spread = "" if ends is None else f"{100 * ends.low:.1f} to {100 * ends.high:.1f}"
        shown.append(Headline(kind.name, kind.meaning, f"{100 * value:.1f}", spread))
    return [*shown, *_latency(summary)]


def _latency(summary: Summary) -> list[Headline]:
    if summary.latency_p50_ms is None or summary.latency_p95_ms is None:
        return []
    slowest = f"95 % below {summary.latency_p95_ms:,.0f} ms"
    return [Headline("Latency", "median", f"{summary.latency_p50_ms:,.0f} ms", slowest)]
