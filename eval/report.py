"""What an evaluation leaves behind: results as JSON and a report as one HTML page."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval import plots
from eval.calibration import reliability_bins, risk_coverage
from eval.scoring import QuestionResult
from eval.summary import Summary
from eval.table import COLUMNS, table_rows
from index.files import write_atomically

RESULTS_NAME = "results.json"
REPORT_NAME = "report.html"
MAXIMUM_FAILURES = 500
_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured: `source` is an index folder or a server's address."""

    gold: str
    source: str
    started_at: datetime
    index_version: str | None
    encoder: str | None
    reader: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A finished run: its summaries and every question's result in gold order."""

    run: Run
    overall: Summary
    by_type: dict[str, Summary]
    results: tuple[QuestionResult, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """An SVG with what it shows in words."""

    title: str
    caption: str
    svg: Markup


def results_json(evaluation: Evaluation) -> str:
    """The evaluation as JSON: run, summary, by_type and questions; unknown scores are null."""
    fields: dict[str, Any] = {
        "run": {**asdict(evaluation.run), "started_at": evaluation.run.started_at.isoformat()},
        "summary": asdict(evaluation.overall),
        "by_type": {name: asdict(summary) for name, summary in evaluation.by_type.items()},
        "questions": [asdict(result) for result in evaluation.results],
    }
    # Plain ASCII prints on every terminal and reads back as the same text.
    return json.dumps(fields, indent=1, allow_nan=False) + "\n"


def report_html(evaluation: Evaluation) -> str:
    """The evaluation as one page that asks for nothing from outside.

    Everything that comes from questions and articles is escaped.
    """
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    failures = sorted(
        (result for result in evaluation.results if result.failure is not None),
        key=lambda result: result.f1,
    )
    return environment.get_template("report.html").render(
        run=evaluation.run,
        columns=COLUMNS,
        rows=table_rows(evaluation.overall, evaluation.by_type),
        charts=_charts(evaluation),
        failures=failures[:MAXIMUM_FAILURES],
        failure_count=len(failures),
        question_count=len(evaluation.results),
        results_name=RESULTS_NAME,
    )


def write_report(evaluation: Evaluation, folder: Path) -> tuple[Path, Path]:
    """Write results and report into the folder and return their paths.

    Both texts are made before either is written, so that they belong together.

    Raises:
        OSError: the folder cannot be written to.
    """
    texts = {
        folder / RESULTS_NAME: results_json(evaluation),
        folder / REPORT_NAME: report_html(evaluation),
    }
    for path, text in texts.items():
        # Lone surrogates, which UTF-8 cannot hold, are written as escapes.
        content = text.encode("utf-8", errors="backslashreplace")
        write_atomically(path, partial(_write_bytes, content))
    results, report = texts
    return results, report


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _charts(evaluation: Evaluation) -> Sequence[Chart]:
    confidences = [result.confidence for result in evaluation.results]
    correct = [result.exact_match == 1 for result in evaluation.results]
    latencies = [result.latency_ms for result in evaluation.results]
    # Markup is safe here: matplotlib escapes the labels that it writes.
    return (
        Chart(
            "Scores by type",
            "Token F1 and exact match; the number of questions in brackets.",
            Markup(plots.score_bars(evaluation.by_type or {"all": evaluation.overall})),
        ),
        Chart(
            "Risk and coverage",
            "The share of wrong replies when only the most confident ones are kept.",
            Markup(plots.risk_coverage_curve(risk_coverage(confidences, correct))),
        ),
        Chart(
            "Reliability",
            "How often replies of a confidence are right; the number of replies on each bar. "
            "Bars on the dotted line mean that confidences can be taken at their word.",
            Markup(plots.reliability_diagram(reliability_bins(confidences, correct))),
        ),
        Chart(
            "Latency",
            "Time from question to reply, as the answer states it.",
            Markup(plots.latency_histogram(latencies)),
        ),
    )
