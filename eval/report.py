"""What an evaluation leaves behind: results as JSON and a report as one HTML page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.calibration import RiskPoint, least_coverage, risk_coverage
from eval.charts import charts_of
from eval.columns import SECTIONS
from eval.comparison import Comparison
from eval.comparison_table import (
    MEASURE_HEADINGS,
    SIGNIFICANCE_NOTE,
    measure_rows,
    notes_of,
)
from eval.evaluation import Evaluation
from eval.headlines import headlines_of
from eval.question_result import QuestionResult
from eval.question_scores import question_scores
from eval.summary import UNTYPED
from eval.table import section_rows
from index.files import write_atomically

RESULTS_NAME = "results.json"
REPORT_NAME = "report.html"
# Before the names of what a run left that ended early, so that it replaces no whole one.
PARTIAL = "partial-"
MAXIMUM_LISTED = 500
COVERAGE_STEPS = 10
_TEMPLATES = Path(__file__).parent / "templates"


def results_json(evaluation: Evaluation, comparison: Comparison | None = None) -> str:
    """The evaluation as JSON; unknown scores are null, as is the comparison where none was asked.

    `run`, `summary` (overall), `intervals` (of the summary, 95 percent), `by_type`,
    `risk_coverage` (the points of the curve, from the highest confidence down), `comparison` and
    `questions`.
    """
    fields: dict[str, Any] = {
        "run": {**asdict(evaluation.run), "started_at": evaluation.run.started_at.isoformat()},
        "summary": asdict(evaluation.overall),
        "intervals": {name: asdict(ends) for name, ends in evaluation.intervals.items()},
        "by_type": {name: asdict(summary) for name, summary in evaluation.by_type.items()},
        "risk_coverage": [asdict(point) for point in _risks(evaluation)],
        "comparison": None if comparison is None else asdict(comparison),
        "questions": [
            {**asdict(result), "scores": question_scores(result)} for result in evaluation.results
        ],
    }
    # Plain ASCII prints on every terminal and reads back as the same text.
    return json.dumps(fields, indent=1, allow_nan=False) + "\n"


def report_html(evaluation: Evaluation, comparison: Comparison | None = None) -> str:
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
    with_values = [result for result in evaluation.results if result.values is not None]
    faulty = [result for result in with_values if result.values and not result.values.is_faultless]
    risks = _risks(evaluation)
    return environment.get_template("report.html").render(
        run=evaluation.run,
        sections=_filled_sections(evaluation),
        charts=charts_of(evaluation, risks),
        risks=_risk_rows(risks),
        comparison=comparison,
        measure_headings=MEASURE_HEADINGS,
        measure_rows=[] if comparison is None else measure_rows(comparison.measures),
        comparison_notes=[] if comparison is None else notes_of(comparison),
        significance_note=SIGNIFICANCE_NOTE,
        headlines=headlines_of(evaluation),
        failure_groups=_by_type(failures[:MAXIMUM_LISTED]),
        listed_count=min(len(failures), MAXIMUM_LISTED),
        document_address=_document_address(evaluation.run.source),
        failure_count=len(failures),
        faulty_values=faulty[:MAXIMUM_LISTED],
        faulty_value_count=len(faulty),
        value_question_count=len(with_values),
        anchors=_anchors(failures[:MAXIMUM_LISTED], faulty[:MAXIMUM_LISTED]),
        maximum_listed=MAXIMUM_LISTED,
        question_count=len(evaluation.results),
        results_name=_name(RESULTS_NAME, evaluation),
    )


def write_report(
    evaluation: Evaluation, folder: Path, comparison: Comparison | None = None
) -> tuple[Path, Path]:
    """Write results and report into the folder and return their paths.

    Both texts are made before either is written, so that they belong together. Those of a run that
    ended early have other names.

    Raises:
        OSError: the folder cannot be written to.
    """
    texts = {
        folder / _name(RESULTS_NAME, evaluation): results_json(evaluation, comparison),
        folder / _name(REPORT_NAME, evaluation): report_html(evaluation, comparison),
    }
    for path, text in texts.items():
        # Lone surrogates, which UTF-8 cannot hold, are written as escapes.
        content = text.encode("utf-8", errors="backslashreplace")
        write_atomically(path, partial(_write_bytes, content))
    results, report = texts
    return results, report


def _name(name: str, evaluation: Evaluation) -> str:
    return name if evaluation.run.stopped is None else f"{PARTIAL}{name}"


def _write_bytes(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _risks(evaluation: Evaluation) -> list[RiskPoint]:
    return risk_coverage(
        [result.confidence for result in evaluation.results],
        [result.is_exact for result in evaluation.results],
    )


def _risk_rows(risks: Sequence[RiskPoint]) -> list[RiskPoint]:
    """The points nearest above 10, 20, ... 100 percent coverage, each once."""
    points = [least_coverage(risks, step / COVERAGE_STEPS) for step in range(1, COVERAGE_STEPS + 1)]
    return list(dict.fromkeys(point for point in points if point is not None))


def _filled_sections(evaluation: Evaluation) -> list[dict[str, Any]]:
    sections = []
    for section in SECTIONS:
        rows = section_rows(section, evaluation.overall, evaluation.by_type)
        if rows:
            sections.append({"title": section.title, "columns": section.columns, "rows": rows})
    return sections


def _by_type(failures: Sequence[QuestionResult]) -> dict[str, list[tuple[int, QuestionResult]]]:
    """Each failure with its number on the page; types in order of first appearance."""
    groups: dict[str, list[tuple[int, QuestionResult]]] = {}
    for number, result in enumerate(failures, start=1):
        groups.setdefault(result.type or UNTYPED, []).append((number, result))
    return groups


def _document_address(source: str) -> str | None:
    """The start of each document's address where a server was asked."""
    is_server = source.startswith(("http://", "https://"))
    return f"{source.rstrip('/')}/v1/documents/" if is_server else None


def _anchors(
    failures: Sequence[QuestionResult], faulty: Sequence[QuestionResult]
) -> Mapping[str, str]:
    """Where on the page each question stands; numbers, since ids may hold anything."""
    anchors = {result.question_id: f"values-{n}" for n, result in enumerate(faulty, start=1)}
    return anchors | {
        result.question_id: f"failure-{n}" for n, result in enumerate(failures, start=1)
    }
