"""The `qa` command as people run it: a process of its own, its output and exit status."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from index.article_index import ArticleIndex
from index.catalogue import CATALOGUE_NAME, STORE_NAME, read_catalogue
from index.chunking import ChunkingOptions
from index.encoder import Encoder
from index.reading import read_files
from qa.answer_schema import AnswerBody
from qa.commands import progress
from qa.commands.group import main
from qa.document_schema import DocumentBody, DocumentSummaryBody
from qa.model_files import SHIPPED_READER

RunQa = Callable[..., subprocess.CompletedProcess[str]]

PRESIDENT = "Who is the president of South Korea?"
MAYOR_TEXT = "The mayor of Springfield is Jane Doe."
COMMAND_SECONDS = 300
SAMPLE_IDS = {"kursk-troop-figures", "kyiv-seoul-agreement", "pyongyang-moscow-response"}
UNWANTED = (
    *("torch", "gradio", "sklearn", "transformers", "sentence_transformers", "fastapi"),
    *("trafilatura", "lxml", "pypdf", "feedparser", "httpx", "httpcore", "rich"),
)


def output(finished: subprocess.CompletedProcess[str]) -> str:
    """Standard output of a command that succeeded."""
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def json_output(finished: subprocess.CompletedProcess[str]) -> Any:
    return json.loads(output(finished))


def expect_failure(finished: subprocess.CompletedProcess[str], status: int, named: str) -> None:
    """A message that names the thing, no data and no traceback."""
    assert finished.returncode == status, finished.stderr
    assert finished.stdout == ""
    assert named in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A Markdown file with front matter."""
    path = tmp_path / "town.md"
    front = "---\nid: town\ntitle: Springfield 😀\noutlet: Herald\npublished_at: 2024-10-29\n---\n"
    path.write_text(front + MAYOR_TEXT, encoding="utf-8")
    return path


@pytest.fixture
def town_index(article: Path, tmp_path: Path, encoder: Encoder) -> Path:
    """An index with the one article."""
    ArticleIndex(tmp_path / "index", encoder, ChunkingOptions()).add(read_files([article]))
    return tmp_path / "index"


def test_help_lists_every_command(run_qa: RunQa) -> None:
    listed = output(run_qa("--help")).partition("Commands:")[2]
    commands = {line.split()[0] for line in listed.splitlines() if line.strip()}
    assert commands >= {"ask", "eval", "index", "serve", "train"}


def test_the_version_is_the_package_s(call_qa: RunQa) -> None:
    from importlib.metadata import version

    assert version("article-qa") in output(call_qa("--version"))


def test_an_answer_is_shown_with_numbered_citations(run_qa: RunQa, sample_folder: Path) -> None:
    shown = output(run_qa("ask", PRESIDENT, "--index", sample_folder))
    assert "Yoon Suk Yeol" in shown
    assert "Confidence" in shown
    assert "\n[1] “" in shown


def test_an_answer_as_json_is_the_body_of_the_endpoint(call_qa: RunQa, sample_folder: Path) -> None:
    body = json_output(call_qa("ask", PRESIDENT, "--json", "--index", sample_folder))
    answer = AnswerBody.model_validate(body)
    assert answer.model_dump(mode="json") == body
    assert answer.status == "answered"
    assert answer.question == PRESIDENT
    first = answer.citations[0]
    shown = call_qa("index", "show", first.document_id, "--json", "--index", sample_folder)
    assert json_output(shown)["text"][first.start : first.end] == first.quote


def test_output_that_nobody_reads_is_no_failure_to_tell(sample_folder: Path) -> None:
    """As in `qa index list | head`, once head has ended."""
    read_end, write_end = os.pipe()
    os.close(read_end)
    ended = subprocess.run(
        [sys.executable, "-m", "qa", "index", "list", "--index", sample_folder],
        stdout=write_end,
        stderr=subprocess.PIPE,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    os.close(write_end)
    assert (ended.returncode, ended.stderr) == (1, b"")


def test_not_in_the_articles_is_no_failure(call_qa: RunQa, tmp_path: Path) -> None:
    asked = call_qa("ask", PRESIDENT, "--json", "--index", tmp_path / "new")
    assert json_output(asked)["status"] == "not_in_articles"
    shown = call_qa("ask", PRESIDENT, "--index", tmp_path / "new")
    assert "Not in the articles" in output(shown)
    assert f"{tmp_path / 'new'} holds no article" in shown.stderr


def test_as_of_leaves_later_articles_out(call_qa: RunQa, sample_folder: Path) -> None:
    def asked(day: str) -> Any:
        arguments = ("--as-of", day, "--json", "--index", sample_folder)
        return json_output(call_qa("ask", PRESIDENT, *arguments))

    assert asked("2024-10-28")["passages"] == []
    assert asked("2024-10-29")["passages"]


def test_the_default_index_starts_with_the_sample(run_qa: RunQa, tmp_path: Path) -> None:
    listed = json_output(run_qa("index", "list", "--json"))
    assert {entry["document_id"] for entry in listed} == SAMPLE_IDS
    assert (tmp_path / "default-index" / CATALOGUE_NAME).exists()
    output(run_qa("index", "remove", *SAMPLE_IDS))
    assert json_output(run_qa("index", "list", "--json")) == []


def test_articles_are_added_listed_and_shown(call_qa: RunQa, town_index: Path) -> None:
    listed = output(call_qa("index", "list", "--index", town_index))
    assert listed == "town\t2024-10-29\tHerald\tSpringfield 😀\n"
    shown = output(call_qa("index", "show", "town", "--index", town_index))
    assert shown == f"{MAYOR_TEXT}\n"


def test_lists_and_articles_as_json_are_the_endpoint_s(call_qa: RunQa, town_index: Path) -> None:
    (entry,) = json_output(call_qa("index", "list", "--json", "--index", town_index))
    summary = DocumentSummaryBody.model_validate(entry)
    assert (summary.characters, summary.passages) == (len(MAYOR_TEXT), 1)
    stored = json_output(call_qa("index", "show", "town", "--json", "--index", town_index))
    assert DocumentBody.model_validate(stored).text == MAYOR_TEXT


def test_adding_tells_what_was_new_changed_and_known(
    call_qa: RunQa, article: Path, town_index: Path
) -> None:
    other = article.with_name("other.txt")
    other.write_text("Rain fell in Oslo.", encoding="utf-8")
    added = json_output(call_qa("index", "add", article, other, "--json", "--index", town_index))
    assert (added["unchanged"], added["replaced"]) == (["town"], [])
    (name,) = added["added"]
    article.write_text(article.read_text(encoding="utf-8") + " He is new.", encoding="utf-8")
    plain = output(call_qa("index", "add", article, other, "--index", town_index))
    assert sorted(plain.splitlines()) == ["replaced town", f"unchanged {name}"]


def test_a_folder_is_added_with_what_lies_below(call_qa: RunQa, tmp_path: Path) -> None:
    below = tmp_path / "news" / "deep"
    below.mkdir(parents=True)
    (below / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "news" / "b.markdown").write_text("Two.", encoding="utf-8")
    (tmp_path / "news" / "c.xls").write_text("x,y", encoding="utf-8")
    added = json_output(
        call_qa("index", "add", tmp_path / "news", "--json", "--index", tmp_path / "index")
    )
    assert len(added["added"]) == 2


def test_articles_are_removed_all_or_none(call_qa: RunQa, town_index: Path) -> None:
    failed = call_qa("index", "remove", "town", "nobody", "--index", town_index)
    expect_failure(failed, 2, "nobody")
    assert output(call_qa("index", "show", "town", "--index", town_index))
    removed = output(call_qa("index", "remove", "town", "--index", town_index))
    assert removed == "removed town\n"


def test_removal_as_json(call_qa: RunQa, town_index: Path) -> None:
    removed = json_output(call_qa("index", "remove", "town", "--json", "--index", town_index))
    assert removed == {"removed": ["town"]}


def test_a_file_name_that_is_not_in_utf_8_is_told(call_qa: RunQa, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text("A text.", encoding="utf-8")
    finished = call_qa("index", "add", path, "--json")
    assert finished.returncode == 1
    [failure] = json.loads(finished.stdout)["failed"]
    assert failure["source"] == f"{tmp_path}/caf\\udce9.txt"
    assert failure["source"] in finished.stderr


def test_info_tells_what_the_index_was_made_with(call_qa: RunQa, town_index: Path) -> None:
    told = json_output(call_qa("index", "info", "--json", "--index", town_index))
    assert told["directory"] == str(town_index)
    assert (told["documents"], told["passages"]) == (1, 1)
    assert told["encoder"]["sha256"]
    plain = output(call_qa("index", "info", "--index", town_index))
    assert f"directory: {town_index}" in plain
    assert "documents: 1" in plain
    assert "kept versions: 0, 1" in plain
    names = ("version", "parent", "documents")
    assert [tuple(entry[name] for name in names) for entry in told["versions"]] == [
        (0, None, 0),
        (1, 0, 1),
    ]


def test_a_sound_index_is_verified(call_qa: RunQa, town_index: Path) -> None:
    told = json_output(call_qa("index", "verify", "--json", "--index", town_index))
    sound = {"directory": str(town_index), "sound": True, "problems": [], "leftovers": []}
    assert told == sound
    assert "is sound" in output(call_qa("index", "verify", "--index", town_index))


def test_a_damaged_index_is_found_out_and_mended(run_qa: RunQa, town_index: Path) -> None:
    vectors = town_index / "versions" / "00000001" / "vectors.faiss"
    vectors.write_bytes(b"damaged")
    expect_failure(run_qa("ask", PRESIDENT, "--index", town_index), 2, vectors.name)
    found = run_qa("index", "verify", "--json", "--index", town_index)
    assert found.returncode == 1
    told = json.loads(found.stdout)
    assert not told["sound"]
    assert vectors.name in " ".join(told["problems"])
    output(run_qa("index", "verify", "--repair", "--index", town_index))
    assert output(run_qa("index", "show", "town", "--index", town_index)) == f"{MAYOR_TEXT}\n"


def test_going_back_and_forward_again(call_qa: RunQa, town_index: Path) -> None:
    output(call_qa("index", "remove", "town", "--index", town_index))
    plain = output(call_qa("index", "rollback", "--index", town_index))
    assert plain.startswith("version 1 of ")
    assert output(call_qa("index", "show", "town", "--index", town_index)) == f"{MAYOR_TEXT}\n"
    told = json_output(call_qa("index", "rollback", "--to", "2", "--json", "--index", town_index))
    assert (told["version"], told["parent"], told["documents"]) == (2, 1, 0)
    failed = call_qa("index", "rollback", "--to", "7", "--index", town_index)
    expect_failure(failed, 2, "version 7 is not kept; kept: 0, 1, 2")


def test_leftovers_are_told_and_no_failure(call_qa: RunQa, town_index: Path) -> None:
    (town_index / "versions" / ".00000002.0123456789ab").mkdir()
    shown = output(call_qa("index", "verify", "--index", town_index))
    assert "is sound" in shown
    assert "left over, which the next change removes: versions/.00000002.0123456789ab" in shown
    repaired = json_output(call_qa("index", "verify", "--repair", "--json", "--index", town_index))
    assert repaired["leftovers"] == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("QA_KEPT_VERSIONS", "0"),
        ("QA_KEPT_VERSIONS", "10000"),
        ("QA_WRITE_WAIT_SECONDS", "long"),
        ("QA_WRITE_WAIT_SECONDS", "-1"),
        ("QA_WRITE_WAIT_SECONDS", "nan"),
        ("QA_WRITE_WAIT_SECONDS", "1e6"),
    ],
)
def test_a_setting_that_is_no_number_is_refused(
    call_qa: RunQa, town_index: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    failed = call_qa("index", "list", "--index", town_index)
    expect_failure(failed, 2, f"{variable} is '{value}'")


@pytest.mark.parametrize("wait", ["1e-07", "12.3456789", "0"])
def test_any_seconds_may_be_waited(
    call_qa: RunQa, town_index: Path, monkeypatch: pytest.MonkeyPatch, wait: str
) -> None:
    monkeypatch.setenv("QA_WRITE_WAIT_SECONDS", wait)
    assert json_output(call_qa("index", "list", "--json", "--index", town_index))


def test_as_many_versions_are_kept_as_the_setting_says(
    call_qa: RunQa, town_index: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_KEPT_VERSIONS", "2")
    output(call_qa("index", "remove", "town", "--index", town_index))
    output(call_qa("index", "add", article, "--index", town_index))
    assert read_catalogue(town_index).numbers == (2, 3)


BAD_QUESTIONS = [
    pytest.param("", "no word", id="empty"),
    pytest.param("?!", "no word", id="no word"),
    pytest.param("a" * 100_000, "100,000 characters", id="too long"),
    pytest.param(b"who \xff", "Unicode", id="not UTF-8"),
]


@pytest.mark.parametrize(("question", "named"), BAD_QUESTIONS)
def test_a_bad_question_is_refused(
    run_qa: RunQa, tmp_path: Path, question: str | bytes, named: str
) -> None:
    expect_failure(run_qa("ask", question, "--index", tmp_path / "new"), 2, named)
    assert not (tmp_path / "new").exists()


BAD_SOURCES = {
    "data.csv": (b"a,b", "none holds the text: found 'a', 'b'"),
    "empty.txt": (b"", "the file is empty"),
    "front.md": (b"---\n: [\n---\ntext", "the front matter is not YAML"),
    "nul.txt": (b"a\x00b", "the text holds a NUL character"),
    "page.pdf": (b"<html>", "its name says PDF, but the content is HTML"),
}


def test_bad_files_are_told_and_the_others_are_stored(
    run_qa: RunQa, tmp_path: Path, article: Path
) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    for name, (content, _) in BAD_SOURCES.items():
        (folder / name).write_bytes(content)
    sources = (folder, "missing.txt", article, "none/*.txt")
    finished = run_qa("index", "add", *sources, "--index", tmp_path / "index")
    assert (finished.returncode, finished.stdout) == (1, "added town\n")
    *failures, summary = finished.stderr.splitlines()
    expected = [f"{folder / name}: {reason}" for name, (_, reason) in BAD_SOURCES.items()]
    expected += ["missing.txt: does not exist", "none/*.txt: matches no file"]
    assert [told[: len(begin)] for told, begin in zip(failures, expected, strict=True)] == expected
    assert summary == "1 added, 0 replaced, 0 unchanged, 7 failed"


def test_an_index_is_not_made_of_nothing(call_qa: RunQa, tmp_path: Path) -> None:
    addresses = ("http://127.0.0.1/a", "http://u:secret@127.0.0.1/", "file:///etc/passwd")
    finished = call_qa("index", "add", *addresses, "--json", "--index", tmp_path / "index")
    assert finished.returncode == 1
    assert not (tmp_path / "index").exists()
    told = json.loads(finished.stdout)
    assert (told["added"], told["replaced"], told["unchanged"]) == ([], [], [])
    loopback, password, file = told["failed"]
    assert loopback["source"] == addresses[0]
    assert "not public: its address is loopback" in loopback["reason"]
    assert password["source"] == "http://…@127.0.0.1/"
    assert "only http and https" in file["reason"]
    assert "secret" not in finished.stdout + finished.stderr


def test_columns_format_and_encoding_are_taken(call_qa: RunQa, tmp_path: Path) -> None:
    (tmp_path / "news.dat").write_bytes("kop;inhoud;no\nÉén;Vóór elf – uur.;1\n".encode("cp1252"))
    options = ("--columns", "text=inhoud,title=kop", "--format", "csv", "--encoding", "cp1252")
    run = ("index", "add", tmp_path / "news.dat", *options, "--index", tmp_path / "index", "--json")
    (name,) = json_output(call_qa(*run))["added"]
    shown = json_output(call_qa("index", "show", name, "--json", "--index", tmp_path / "index"))
    assert (shown["title"], shown["text"]) == ("Één", "Vóór elf – uur.")


def test_an_article_comes_through_standard_input(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "qa", "index", "add", "-", "--index", str(tmp_path / "index")]
    page = f"<!doctype html><title>A town</title><p>{MAYOR_TEXT}</p>"
    finished = subprocess.run(command, input=page.encode(), capture_output=True, check=True)
    assert finished.stdout.startswith(b"added standard-input-")


def test_elsewhere_there_are_lines_with_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: now))
    with progress.reading_progress() as shown:
        now += 1
        shown.show(1, 9)
        now += 4
        shown.show(2, 9)
        shown.say("a\x1b[2J: no PDF")
    first, second = capsys.readouterr().err.splitlines()
    assert first == "read 2 of 9, 0.4 a second, 18 s left"
    assert second == "a\\x1b[2J: no PDF"


def test_on_a_terminal_there_is_a_bar_and_no_control_character(tmp_path: Path) -> None:
    hostile = tmp_path / "a\x1b]0;title\x07[bold]b.pdf"
    hostile.write_bytes(b"no PDF")
    terminal, inside = os.openpty()
    command = [sys.executable, "-m", "qa", "index", "add", str(hostile)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=inside, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(inside)
        shown = b""
        # The terminal ends with an error once nobody has it open any more.
        with contextlib.suppress(OSError):
            while part := os.read(terminal, 4_096):
                shown += part
        os.close(terminal)
        assert process.wait(COMMAND_SECONDS) == 1
    assert b"reading" in shown
    assert b"a\\x1b]0;title\\x07[bold]b.pdf: its name says PDF" in shown
    assert b"\x1b]0;" not in shown
    assert b"1 failed" in shown


BAD_CALLS = [
    pytest.param(("index", "add"), "SOURCES", id="no sources"),
    pytest.param(("index", "add", "a", "--columns", "mood=x"), "'mood=x'", id="no such field"),
    pytest.param(("index", "add", "a", "--encoding", "hex"), "'hex'", id="no encoding of text"),
    pytest.param(("index", "add", "a", "--format", "rtf"), "'rtf'", id="no such format"),
    pytest.param(("index", "show", "nobody"), "nobody", id="unknown id"),
    pytest.param(("index", "list", "--index", "nowhere"), "nowhere", id="list nothing"),
    pytest.param(("index", "show", "a", "--index", "nowhere"), "nowhere", id="show of nothing"),
    pytest.param(("index", "remove", "a", "--index", "nowhere"), "nowhere", id="remove of nothing"),
    pytest.param(("index", "info", "--index", "nowhere"), "nowhere", id="info of nothing"),
    pytest.param(("index", "verify", "--index", "nowhere"), "nowhere", id="verify nothing"),
    pytest.param(("index", "rollback", "--index", "nowhere"), "nowhere", id="roll back nothing"),
    pytest.param(("index", "rollback", "--to", "x"), "'x'", id="roll back to a word"),
    pytest.param(("ask",), "QUESTION", id="no question"),
    pytest.param(("ask", "who", "--colour", "red"), "--colour", id="unknown option"),
    pytest.param(("ask", "who", "--as-of", "soon"), "soon", id="date in words"),
    pytest.param(("answer", "who"), "answer", id="unknown command"),
    pytest.param(("index", "burn"), "burn", id="unknown command of index"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD_CALLS)
def test_a_bad_call_is_refused_by_name(
    call_qa: RunQa, tmp_path: Path, arguments: tuple[str, ...], named: str
) -> None:
    expect_failure(call_qa(*arguments), 2, named)
    assert not (tmp_path / "nowhere").exists()


BAD_INDEXES: list[Any] = [
    pytest.param({CATALOGUE_NAME: b"not a catalogue"}, CATALOGUE_NAME, id="damaged catalogue"),
    pytest.param({STORE_NAME: b"SQLite"}, "format version 1", id="first format"),
    pytest.param({"diary.txt": b"dear"}, "diary.txt", id="folder of something else"),
]


@pytest.mark.parametrize(("files", "named"), BAD_INDEXES)
@pytest.mark.parametrize("command", [("ask", "who"), ("index", "list")], ids=["ask", "index list"])
def test_what_is_no_index_is_refused(
    call_qa: RunQa, tmp_path: Path, command: tuple[str, ...], files: dict[str, bytes], named: str
) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    expect_failure(call_qa(*command, "--index", folder), 2, named)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


def test_a_file_for_an_index_is_refused(call_qa: RunQa, article: Path) -> None:
    expect_failure(call_qa("index", "list", "--index", article), 2, article.name)


BAD_SETS = [
    pytest.param(("reader", "gone.json", "--out", "out"), "gone.json", id="missing"),
    pytest.param(("reader", "notes.json=x", "--out", "out"), "'x'", id="no number"),
    pytest.param(("reader", "notes.json", "--out", "out"), "notes.json", id="another format"),
    pytest.param(("calibration", "gone.json"), "gone.json", id="missing, for calibration"),
    pytest.param(("calibration", "notes.json"), "notes.json", id="another format, for calibration"),
    pytest.param(("calibration", "towns.json"), "held back", id="nothing held back"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD_SETS)
def test_training_on_a_bad_set_is_refused(
    tmp_path: Path,
    town_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    named: str,
) -> None:
    """In this process, since loading PyTorch for each of them takes seconds."""
    monkeypatch.chdir(tmp_path)
    Path("notes.json").write_text('{"notes": []}', encoding="utf-8")
    shutil.copy(town_file, "towns.json")
    if arguments[0] == "calibration":
        # A copy, since the command writes beside the reader that it is given.
        shutil.copytree(SHIPPED_READER, "reader")
        arguments = (*arguments, "--reader", "reader")
    finished = CliRunner().invoke(main, ["train", *arguments])
    assert (finished.exit_code, finished.stdout) == (2, "")
    assert named in finished.stderr
    assert not Path("out", "model.safetensors").exists()


def test_asking_loads_no_training_or_web_framework(sample_folder: Path) -> None:
    arguments = ["ask", PRESIDENT, "--json", "--index", str(sample_folder)]
    program = (
        "import json, sys\n"
        "from qa.commands.group import main\n"
        f"main({arguments!r}, standalone_mode=False)\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env=dict(os.environ),
    )
    assert json.loads(finished.stdout)["status"] == "answered"
    loaded = {name.partition(".")[0] for name in json.loads(finished.stderr)}
    assert {"qa", "index"} <= loaded
    assert len(loaded & {"onnxruntime", "openvino"}) == 1
    assert loaded & set(UNWANTED) == set()
