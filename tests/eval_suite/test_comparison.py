"""A run beside an earlier one."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bodies import MakeBody, distinct_answer

from eval.comparison import compare
from eval.comparison_table import MAXIMUM_LISTED, format_comparison
from eval.evaluation import Evaluation, evaluate_replies
from eval.gold import load_gold
from eval.gold_question import GoldQuestion, GoldValue
from eval.old_results import OldResultsError, load_old_results
from eval.report import report_html, results_json
from eval.table import format_table
from eval.values import FigureMatcher
from qa.answer_schema import AnswerBody

STARTED = datetime(2026, 1, 2, tzinfo=UTC)
VALUES = (GoldValue("3,000"), GoldValue("10,000"))
QUESTIONS = [
    GoldQuestion("kept", "How many?", ("3,000",)),
    GoldQuestion("mended", "How many?", ("3,000",)),
    GoldQuestion("figures", "How many?", ("3,000",), values=VALUES),
]


def run_of(questions: list[GoldQuestion], replies: list[AnswerBody]) -> Evaluation:
    return evaluate_replies("gold.jsonl", "index", STARTED, questions, replies)


@pytest.fixture
def old_file(tmp_path: Path, make_body: MakeBody) -> Path:
    questions = [*QUESTIONS, GoldQuestion("gone", "Why?", ())]
    old = run_of(questions, [make_body(), make_body(None), make_body(), make_body(None)])
    path = tmp_path / "results.json"
    path.write_text(results_json(old), "utf-8")
    return path


def test_compare(old_file: Path, make_body: MakeBody) -> None:
    both = [distinct_answer("3,000"), distinct_answer("10,000")]
    questions = [*QUESTIONS, GoldQuestion("added", "Why?", ())]
    replies = [make_body(), make_body(), make_body(answers=both), make_body()]
    comparison = compare(load_old_results(old_file), "old.json", run_of(questions, replies))
    assert [(change.question_id, change.old, change.new) for change in comparison.outcomes] == [
        ("mended", "wrongly left unanswered", "right"),
        ("figures", "right, 50% of the figures shown", "right, 100% of the figures shown"),
    ]
    assert (comparison.only_old, comparison.only_new) == (("gone",), ("added",))
    measures = {change.name: change for change in comparison.measures}
    # 3 of 4 right in both; of the three answerable ones 2 and then 3.
    assert measures["exact_match"].difference == 0
    assert measures["answerable_exact_match"].difference == pytest.approx(1 / 3)
    # "Not in the articles" was said before and not now.
    assert measures["abstention_precision"].old == 1 / 2
    assert measures["abstention_precision"].difference is None
    told = format_comparison(comparison).splitlines()
    assert told[0] == "Compared with old.json (gold.jsonl, index, 2026-01-02T00:00:00+00:00):"
    # Only one question has figures, so that the difference has neither interval nor significance.
    row = ["values_recall", "0.5000", "1.0000", "+0.5000", "-", "-", "1.0000"]
    assert row in [line.split() for line in told]
    assert told[-1] == "Not compared: 1 questions of the old run only, 1 of the new run only"


def test_a_row_inserted_into_a_table_without_ids_pairs_the_same_questions(
    make_body: MakeBody, tmp_path: Path
) -> None:
    def table(*texts: str) -> list[GoldQuestion]:
        path = tmp_path / "gold.csv"
        path.write_text("\n".join(["question,answers", *(f'{t},"3,000"' for t in texts)]), "utf-8")
        return load_gold(path)

    old = tmp_path / "results.json"
    replies = [make_body("Kursk"), make_body(), make_body()]
    old.write_text(results_json(run_of(table("How many?", "Who?", "Who?"), replies)), "utf-8")
    added = table("Since when?", "How many?", "Who?", "Who?")
    replies = [make_body(None), make_body(), make_body(), make_body("Kursk")]
    comparison = compare(load_old_results(old), "old.json", run_of(added, replies))
    assert [(change.question, change.old, change.new) for change in comparison.outcomes] == [
        ("How many?", "wrong answer", "right"),
        ("Who?", "right", "wrong answer"),
    ]
    assert (comparison.only_old, comparison.only_new) == ((), ("line-2",))


def test_another_question_under_the_same_id_is_another_one(
    old_file: Path, make_body: MakeBody
) -> None:
    questions = [GoldQuestion("kept", "How few?", ("3,000",)), *QUESTIONS[1:2]]
    evaluation = run_of(questions, [make_body(None), make_body()])
    comparison = compare(load_old_results(old_file), "old.json", evaluation)
    assert [change.question_id for change in comparison.outcomes] == ["mended"]
    assert comparison.only_old == ("kept", "figures", "gone")
    assert comparison.only_new == ("kept",)


def test_significance_is_over_the_questions_of_both_runs(
    make_body: MakeBody, tmp_path: Path
) -> None:
    questions = [GoldQuestion(f"q{number}", "How many?", ("3,000",)) for number in range(8)]
    wrong, right = make_body("Kursk"), make_body()
    path = tmp_path / "results.json"
    path.write_text(results_json(run_of(questions, [wrong] * 8)), "utf-8")
    # Six of the eight become right; a ninth, which was not asked before, plays no part.
    added = GoldQuestion("added", "How many?", ("3,000",))
    evaluation = run_of([*questions, added], [right] * 6 + [wrong] * 3)
    measures = compare(load_old_results(path), "old.json", evaluation).measures
    exact = next(change for change in measures if change.name == "exact_match")
    # All of six differences point one way: 2 of 2^6 ways.
    assert exact.p_value == pytest.approx(2 / 64)
    assert exact.interval is not None
    assert 0 < exact.interval.low < 6 / 8 < exact.interval.high <= 1
    # No mean over questions.
    auroc = next(change for change in measures if change.name == "abstention_auroc")
    assert (auroc.interval, auroc.p_value) == (None, None)


def test_runs_that_count_different_questions_are_not_paired(
    make_body: MakeBody, tmp_path: Path
) -> None:
    questions = [GoldQuestion(f"q{number}", "How many?", ()) for number in range(4)]
    path = tmp_path / "results.json"
    path.write_text(results_json(run_of(questions, [make_body(None)] * 4)), "utf-8")
    evaluation = run_of(questions, [make_body(None)] * 3 + [make_body()])
    changes = {c.name: c for c in compare(load_old_results(path), "old", evaluation).measures}
    # Of the unanswerable ones four and then three were left: paired. The precision is of those
    # that were left, which are not the same.
    assert changes["abstention_recall"].p_value == 1.0
    assert changes["abstention_precision"].p_value is None


def test_measures_that_an_older_version_lacked(old_file: Path, make_body: MakeBody) -> None:
    fields = json.loads(old_file.read_text("utf-8"))
    del fields["summary"]["abstention_auroc"], fields["comparison"], fields["risk_coverage"]
    for question in fields["questions"]:
        del question["values"], question["values_recall"], question["scores"]
    old_file.write_text(json.dumps(fields), "utf-8")
    evaluation = run_of(QUESTIONS[:1], [make_body()])
    comparison = compare(load_old_results(old_file), "old.json", evaluation)
    measures = {change.name: change for change in comparison.measures}
    assert measures["abstention_auroc"].old is None
    assert measures["exact_match"].difference is not None
    assert measures["exact_match"].p_value is None
    assert comparison.outcomes == ()


def test_a_long_list_is_cut_on_the_screen(make_body: MakeBody, tmp_path: Path) -> None:
    count = MAXIMUM_LISTED + 3
    questions = [GoldQuestion(f"q{number}", "How many?", ("3,000",)) for number in range(count)]
    path = tmp_path / "results.json"
    path.write_text(results_json(run_of(questions, [make_body(None)] * count)), "utf-8")
    evaluation = run_of(questions, [make_body()] * count)
    comparison = compare(load_old_results(path), "old.json", evaluation)
    assert len(comparison.outcomes) == count
    assert format_comparison(comparison).endswith("and 3 more")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"prose", "Invalid JSON"),
        (b"[]", "the file: Input should be an object"),
        (b"{}", "run: Field required"),
        (b'{"run": {"gold": "g", "source": "s", "started_at": "t"}, "questions": [], '
         b'"summary": {"f1": NaN}}', "summary.f1"),
        (b"\xff\xfe", "results.json"),
    ],
)  # fmt: skip
def test_what_is_no_results_file(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(content)
    with pytest.raises(OldResultsError, match=message):
        load_old_results(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(OldResultsError, match=r"missing\.json cannot be read"):
        load_old_results(tmp_path / "missing.json")


def test_runs_of_different_tolerances_are_told_apart(old_file: Path, make_body: MakeBody) -> None:
    matcher = FigureMatcher(tolerance=0.05)
    new = evaluate_replies("g", "i", STARTED, QUESTIONS[:1], [make_body()], matcher)
    note = "Figures counted as equal within 0 percent then and 5 percent now"
    for evaluation, told in ((new, True), (run_of(QUESTIONS[:1], [make_body()]), False)):
        comparison = compare(load_old_results(old_file), "old.json", evaluation)
        assert (note in format_comparison(comparison)) is told
        assert (note in report_html(evaluation, comparison)) is told


def test_names_out_of_files_cannot_steer_the_terminal(make_body: MakeBody, tmp_path: Path) -> None:
    steering = "\x1b[2J\r\n" + "x" * 1_000
    question = GoldQuestion(steering, "How many?", ("3,000",), type=steering)
    path = tmp_path / "results.json"
    path.write_text(results_json(run_of([question], [make_body(None)])), "utf-8")
    fields = json.loads(path.read_text("utf-8"))
    fields["run"] |= {"gold": steering, "source": steering, "started_at": steering}
    path.write_text(json.dumps(fields), "utf-8")
    evaluation = run_of([question], [make_body()])
    told = format_comparison(compare(load_old_results(path), "old.json", evaluation))
    table = format_table(evaluation.overall, evaluation.by_type)
    for text in (told, table):
        assert r"\x1b[2J\r\nxxx" in text
        assert "\x1b" not in text
        assert "\r" not in text
        assert max(map(len, text.splitlines())) < 1_000
    assert told.count("wrongly left unanswered -> right") == 1
