"""Runs that end early or cannot write, and indexes that cannot be asked."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bodies import MakeBody
from click.testing import CliRunner, Result
from stub_server import StubServer, good

from index.article_index import ArticleIndex
from qa.commands.group import main

WAIT_SECONDS = 120
# A shell may start its jobs with interrupts ignored.
QA = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from qa.commands.group import main; main()"
)


def evaluate(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["eval", *map(str, arguments)])


def gold_of(folder: Path, count: int, **fields: str) -> Path:
    rows = [
        {"id": f"q{number}", "question": "How many?", "answers": ["3,000"], **fields}
        for number in range(1, count + 1)
    ]
    path = folder / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_a_server_that_fails_costs_no_reply_that_it_gave(
    server: StubServer, make_body: MakeBody, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "results.json").write_text("of an earlier run")
    server.replies = [good(make_body()), good(make_body("Kursk")), (500, {}, b"")]
    options = ["--url", server.url, "--out", out, "--fail-under", "f1=1"]
    result = evaluate(gold_of(tmp_path, 4), *options)
    assert result.exit_code == 1
    assert "2 of 4 questions were answered: question 'q3': " in result.stderr
    assert "f1 is" not in result.stderr
    assert result.stdout.startswith("type")
    names = ["partial-report.html", "partial-results.json", "results.json"]
    assert sorted(path.name for path in out.iterdir()) == names
    assert (out / "results.json").read_text() == "of an earlier run"
    results = json.loads((out / "partial-results.json").read_text("utf-8"))
    assert (results["run"]["unanswered"], results["summary"]["questions"]) == (2, 2)
    assert results["summary"]["exact_match"] == 0.5
    assert "replied 500" in results["run"]["stopped"]
    page = (out / "partial-report.html").read_text("utf-8")
    assert "the last 2 questions have no reply and count nowhere: question &#39;q3&#39;" in page


def test_an_interrupt_costs_no_reply(
    server: StubServer, make_body: MakeBody, tmp_path: Path
) -> None:
    # The second reply is waited for.
    server.replies = [good(make_body()), (503, {"Retry-After": "60"}, b"")]
    arguments = [gold_of(tmp_path, 2), "--url", server.url, "--out", tmp_path / "out", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-c", QA, "eval", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + WAIT_SECONDS
    while len(server.received) < 2:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    told, errors = process.communicate(timeout=WAIT_SECONDS)
    assert process.returncode == 1
    assert "1 of 2 questions were answered: interrupted" in errors
    assert "Traceback" not in errors
    results = json.loads(told)
    assert (results["run"]["stopped"], results["run"]["unanswered"]) == ("interrupted", 1)
    assert results == json.loads((tmp_path / "out" / "partial-results.json").read_text("utf-8"))


def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    server: StubServer, tmp_path: Path
) -> None:
    result = evaluate(gold_of(tmp_path, 1), "--url", server.url, "--out", "/proc")
    assert result.exit_code == 2
    assert "--out /proc cannot be written to" in result.stderr
    assert not server.received


def test_a_table_is_printed_where_the_files_cannot_be_written(
    server: StubServer, make_body: MakeBody, tmp_path: Path
) -> None:
    server.replies = [good(make_body())]
    out = tmp_path / "out"
    (out / "results.json").mkdir(parents=True)
    result = evaluate(gold_of(tmp_path, 1), "--url", server.url, "--out", out)
    assert result.exit_code == 1
    assert "results.json" in result.stderr
    assert result.stdout.startswith("type")
    assert [path.name for path in out.iterdir()] == ["results.json"]


def test_each_version_that_answered_is_named(
    server: StubServer, make_body: MakeBody, tmp_path: Path
) -> None:
    server.replies = [good(make_body(index_version=number)) for number in ("7", "7", "8")]
    result = evaluate(gold_of(tmp_path, 3), "--url", server.url, "--json")
    assert json.loads(result.stdout)["run"]["index_version"] == "7, 8"


def test_an_index_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = evaluate(gold_of(tmp_path, 1), "--index", tmp_path / "none")
    assert result.exit_code == 2
    assert "none does not exist" in result.stderr
    assert not (tmp_path / "none").exists()


def test_an_index_without_articles_is_told(empty_index: ArticleIndex, tmp_path: Path) -> None:
    result = evaluate(gold_of(tmp_path, 1), "--index", empty_index.folder)
    assert result.exit_code == 2
    assert f"{empty_index.folder} holds no article: add some with" in result.stderr


@pytest.mark.parametrize(("fields", "told"), [({}, True), ({"evidence": "3,000 came"}, False)])
def test_documents_that_the_index_lacks_are_told(
    sample_folder: Path, tmp_path: Path, fields: dict[str, str], told: bool
) -> None:
    gold = gold_of(tmp_path, 2, document_id="else\x1bwhere", **fields)
    result = evaluate(gold, "--index", sample_folder)
    assert result.exit_code == 0, result.stderr
    line = "1 of 1 documents that the gold names are not in the index"
    assert (line in result.stderr) is told
    assert "\x1bw" not in result.stderr
