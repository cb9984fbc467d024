"""The table, the results file and the page, also with hostile text in them."""

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from bodies import MakeBody, citation, distinct_answer, passage
from playwright.sync_api import Browser

from eval import plots
from eval.charts import MAXIMUM_BARS
from eval.comparison import compare
from eval.evaluation import Evaluation, Run, evaluate_replies
from eval.gold_question import GoldQuestion, GoldValue
from eval.intervals import score_intervals
from eval.old_results import OldResults
from eval.question_result import QuestionResult
from eval.report import report_html, results_json, write_report
from eval.scoring import score_question
from eval.summary import summarise, summarise_by_type
from eval.table import format_table
from qa.question import Turn

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>&amp; $x^2$ {{ 7 * 7 }}'


class Tags(HTMLParser):
    """Collects the tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def make_evaluation(*results: QuestionResult) -> Evaluation:
    run = Run("gold.jsonl", "index", datetime(2026, 1, 2, tzinfo=UTC), "7", "enc", None)
    return Evaluation(
        run, summarise(results), summarise_by_type(results), results, score_intervals(results)
    )


@pytest.fixture
def evaluation(make_body: MakeBody) -> Evaluation:
    right = GoldQuestion("q1", "How many?", ("3,000",), type="number")
    wrong = GoldQuestion("q2", "Where is it?", ("Kursk",), type="place")
    return make_evaluation(
        score_question(right, make_body(passages=[passage("3,000 men")])),
        score_question(wrong, make_body("3,000", confidence=0.3)),
    )


@pytest.fixture
def hostile_evaluation(make_body: MakeBody) -> Evaluation:
    gold = GoldQuestion(
        HOSTILE,
        HOSTILE,
        (HOSTILE,),
        evidence=HOSTILE,
        type=HOSTILE,
        history=(Turn(HOSTILE, HOSTILE),),
        values=(GoldValue(HOSTILE, HOSTILE), GoldValue("2", HOSTILE)),
    )
    cited = citation("alert", context=HOSTILE) | {"title": HOSTILE, "document_id": HOSTILE}
    shown = [distinct_answer("2", speaker="who"), distinct_answer(HOSTILE, speaker=HOSTILE)]
    body = make_body("alert", citations=[cited], answers=shown, resolved_question=HOSTILE + "?")
    return make_evaluation(score_question(gold, body))


def hostile_page(evaluation: Evaluation) -> str:
    question = {"question_id": HOSTILE, "failure": HOSTILE}
    run = {"gold": HOSTILE, "source": HOSTILE, "started_at": HOSTILE}
    old = OldResults.model_validate(
        {"run": run, "summary": {"f1": 0.5, HOSTILE: 0.5}, "questions": [question]}
    )
    return report_html(evaluation, compare(old, HOSTILE, evaluation))


def test_the_table_is_aligned(evaluation: Evaluation) -> None:
    table = format_table(evaluation.overall, evaluation.by_type)
    answers, passages, confidence = table.split("\n\n")
    lines = answers.splitlines()
    assert [line.split()[0] for line in lines] == ["type", "------", "number", "place", "all"]
    assert len({len(line) for line in lines}) == 1
    names, scores = lines[0].split(), lines[-1].split()
    assert scores[names.index("n")] == "2"
    assert scores[names.index("EM")] == "50.0"
    assert scores[names.index("abst.P")] == "-"
    assert passages.split()[:3] == ["type", "R@1", "R@5"]
    # No block for figures, since the gold states none.
    assert confidence.splitlines()[0].split() == ["type", "AUROC", "AURC", "ECE", "Brier"]


def test_results_hold_summary_and_questions(evaluation: Evaluation) -> None:
    results = json.loads(results_json(evaluation))
    assert results["run"]["started_at"] == "2026-01-02T00:00:00+00:00"
    assert results["run"]["reader"] is None
    assert results["summary"]["exact_match"] == 0.5
    assert results["summary"]["abstention_recall"] is None
    assert results["comparison"] is None
    # The right reply at 0.8, then the wrong one at 0.3.
    assert results["risk_coverage"] == [
        {"threshold": 0.8, "coverage": 0.5, "risk": 0.0},
        {"threshold": 0.3, "coverage": 1.0, "risk": 0.5},
    ]
    assert list(results["by_type"]) == ["number", "place"]
    first, second = results["questions"]
    place = {"passage_id": "kursk:0-9", "document_id": "kursk", "start": 0, "end": 9}
    assert first["passages"] == [{**place, "relevant": True, "excerpt": "3,000 men"}]
    # One of two is right: any other two would have scored from none to both.
    assert results["intervals"]["exact_match"] == {"low": 0.0, "high": 1.0}
    assert (first["scores"]["exact_match"], second["scores"]["exact_match"]) == (1.0, 0.0)
    assert first["scores"]["values_recall"] is None
    assert second["failure"] == "wrong answer"


def test_the_page_lists_failures_only(evaluation: Evaluation) -> None:
    page = report_html(evaluation)
    assert "Failures: 1 of 2" in page
    assert "<h3>Where is it?</h3>" in page
    assert "<h3>How many?</h3>" not in page
    assert "<mark>3,000</mark>" in page
    assert page.count("<svg") == 4
    assert "color-scheme" in page
    assert "currentColor" in page


def test_failures_are_grouped_and_linked_to_what_was_retrieved(make_body: MakeBody) -> None:
    def failed(name: str, kind: str | None) -> QuestionResult:
        gold = GoldQuestion(name, f"Where is {name}?", ("Kursk",), type=kind)
        retrieved = [passage("Kursk lies in Russia.", "a b"), passage("3,000 men", "c")]
        return score_question(gold, make_body("3,000", retrieved))

    evaluation = make_evaluation(failed("one", "place"), failed("two", None), failed("3", "place"))
    page = report_html(evaluation)
    assert page.index("Where is one?") < page.index("Where is 3?") < page.index("Where is two?")
    assert 'place <span class="count">2</span>' in page
    assert page.count('class="relevant"') == 3
    assert "Kursk lies in Russia." in page
    # An index has no addresses; a server's documents have.
    assert "/v1/documents" not in page
    asked = replace(evaluation, run=replace(evaluation.run, source="http://127.0.0.1:7860/"))
    assert '<a href="http://127.0.0.1:7860/v1/documents/a%20b">' in report_html(asked)


def test_the_page_begins_with_scores_and_their_intervals(make_body: MakeBody) -> None:
    gold = GoldQuestion("q", "How many?", ("3,000",))
    bodies = [make_body()] * 7 + [make_body("Kursk")] * 3
    page = report_html(make_evaluation(*(score_question(gold, body) for body in bodies)))
    cards = page[page.index('<ul class="cards">') : page.index("</ul>")]
    assert "70.0" in cards
    assert re.search(r"\d+\.0 to \d+\.0", cards)
    # The gold states no conflicting figures.
    assert "Figures shown" not in cards


def test_the_page_tells_how_a_follow_up_was_understood(make_body: MakeBody) -> None:
    gold = GoldQuestion("q1", "How many?", ("5",), history=(Turn("Who fell?", "Miners"),))
    resolved = make_body("3,000", resolved_question="How many miners fell?")
    page = report_html(make_evaluation(score_question(gold, resolved)))
    assert "Asked before: Who fell? — Miners" in page
    assert "Understood as: How many miners fell?<" in page
    page = report_html(make_evaluation(score_question(gold, make_body("3,000"))))
    assert "Understood as: How many? (as asked)" in page


def test_the_page_shows_figures_at_fault(make_body: MakeBody) -> None:
    def result(name: str, *speakers: str | None) -> QuestionResult:
        values = (GoldValue("3,000", "Kyiv"), GoldValue("10,000"))
        gold = GoldQuestion(name, f"How many, {name}?", ("3,000",), values=values)
        answers = [
            distinct_answer(text, speaker=speaker)
            for text, speaker in zip(("3,000", "10,000"), speakers, strict=True)
        ]
        return score_question(gold, make_body("3,000", answers=answers, status="conflicting"))

    page = report_html(make_evaluation(result("good", "Kyiv", None), result("bad", "Kyiv", "Who")))
    assert "Figures at fault: 1 of 2" in page
    assert "How many, bad?" in page
    assert "How many, good?" not in page


def test_hostile_text_comes_out_as_text(hostile_evaluation: Evaluation) -> None:
    page = hostile_page(hostile_evaluation)
    tags = Tags()
    tags.feed(page)
    names = {name for name, _ in tags.found}
    assert not names & {"script", "img", "iframe", "link", "object"}
    assert not [fields for _, fields in tags.found if any(name.startswith("on") for name in fields)]
    assert "&lt;script&gt;<mark>alert</mark>(&#34;x&#34;)&lt;/script&gt;" in page
    # Neither a template nor a formula: both would change the text.
    assert "{{ 7 * 7 }}" in page
    assert "$x^2$" in page


def test_the_page_asks_for_nothing_outside(hostile_evaluation: Evaluation) -> None:
    tags = Tags()
    page = hostile_page(hostile_evaluation)
    tags.feed(page)
    addresses = [
        value or ""
        for _, fields in tags.found
        for name, value in fields.items()
        if name in {"src", "href", "xlink:href", "srcset", "action"}
    ]
    assert all(address.startswith("#") for address in addresses)
    # The changed question links to its failure.
    assert "#failure-1" in addresses
    assert [fields for _, fields in tags.found if fields.get("id") == "failure-1"]
    assert "@import" not in page
    assert "url(http" not in page


def test_charts_are_the_same_on_each_run(evaluation: Evaluation) -> None:
    drawn = [plots.score_bars(evaluation.by_type, {"number": evaluation.intervals}) for _ in "ab"]
    assert drawn[0] == drawn[1]


def test_a_page_without_types_or_failures(make_body: MakeBody) -> None:
    gold = GoldQuestion("q1", "How many?", ())
    page = report_html(make_evaluation(score_question(gold, make_body(None))))
    assert "Failures: 0 of 1" in page


def test_files_are_replaced_whole(evaluation: Evaluation, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    paths = write_report(evaluation, folder)
    assert sorted(entry.name for entry in folder.iterdir()) == ["report.html", "results.json"]
    assert json.loads(paths[0].read_text("utf-8"))["summary"]["questions"] == 2
    write_report(evaluation, folder)
    assert len(list(folder.iterdir())) == 2


def test_a_failed_write_keeps_the_old_file(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "results.json"
    old.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_report(evaluation, tmp_path)
    assert old.read_text() == "old"
    assert list(tmp_path.iterdir()) == [old]


def typed(make_body: MakeBody, *types: str) -> Evaluation:
    return make_evaluation(
        *(
            score_question(GoldQuestion(f"q{n}", "How many?", ("5",), type=name), make_body())
            for n, name in enumerate(types)
        )
    )


def test_charts_take_any_names_of_types(make_body: MakeBody) -> None:
    page = report_html(typed(make_body, "\u4e2d\u6587", "\x1b[2J", "long " * 100))
    chart = page[page.index("<svg") : page.index("</svg>")]
    assert "\u4e2d\u6587 (1)" in chart
    assert r"\x1b[2J (1)" in chart
    assert "long " * 7 in chart
    assert "long " * 10 not in chart


def test_charts_say_how_many_types_they_leave_out(make_body: MakeBody) -> None:
    page = report_html(typed(make_body, *(f"type {n}" for n in range(MAXIMUM_BARS + 2)), "type 0"))
    assert "The 2 smallest types are left out." in page
    assert "type 0 (2)" in page
    assert f"type {MAXIMUM_BARS + 1} (1)" not in page


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_the_page_in_a_browser(
    chromium: Browser, make_body: MakeBody, tmp_path: Path, width: int, scheme: str
) -> None:
    values = (GoldValue("3,000", "the ministry of the interior"), GoldValue("10,000", "Kyiv"))
    gold = GoldQuestion("unbroken" * 30, f"{'question' * 30}?", ("5",), type="t", values=values)
    rightly = GoldQuestion("q2", "How many?", ("3,000",), type="long name of a type " * 4)
    body = make_body("3,000", [passage("3,000 men " * 30)], resolved_question="resolved" * 40)
    questions, replies = [gold, rightly], [body, body]
    started = datetime(2026, 1, 2, tzinfo=UTC)
    evaluation = evaluate_replies("gold" * 40, "index", started, questions, replies)
    old = OldResults.model_validate_json(results_json(evaluation))
    turned = evaluate_replies("gold", "index", started, questions, [make_body(None)] * 2)
    _, path = write_report(turned, tmp_path, compare(old, "old.json", turned))
    context = chromium.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # What is wider than its place scrolls with the arrow keys.
    scores = page.get_by_role("group", name="Passages and citations")
    scores.focus()
    assert page.evaluate("document.activeElement.className") == "scroll"
    grave = [
        (finding["id"], [node["html"][:200] for node in finding["nodes"]])
        for finding in Axe().run(page).response["violations"]
        if finding["impact"] in {"serious", "critical"}
    ]
    assert grave == []
    assert complaints == []
    context.close()
