"""Asking a real server over HTTP, and an answerer in this process."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from bodies import MakeBody, distinct_answer, figure
from click.testing import CliRunner, Result
from fastapi import FastAPI
from stub_server import Reply, StubServer, good

from eval.command import evaluate
from eval.gold_question import GoldQuestion
from eval.source import LocalSource, SourceError, TimedSource, UrlSource
from index.passage import Passage, RetrievedPassage
from qa.answer import Answer, Models, Timings
from qa.answering import Answerer
from qa.client import Client
from qa.keys import KeyFile, KeyRing
from qa.question import Question, Turn
from qa.server.application import create_application
from qa.server.protection import Protection, protect

Serve = Callable[[FastAPI], AbstractContextManager[str]]
GOLD = GoldQuestion("q1", "How many?", ("3,000",), history=(Turn("Who?", None),))
SENT = {"question": "How many?", "history": [{"question": "Who?", "answer": None}]}


@pytest.fixture
def waits() -> list[float]:
    """How long the client waits, in place of the waiting."""
    return []


@pytest.fixture
def client(server: StubServer, waits: list[float]) -> Iterator[Client]:
    with Client(server.url, timeout_seconds=10, sleep=waits.append) as opened:
        yield opened


def test_a_question_goes_out_with_its_history(
    server: StubServer, client: Client, make_body: MakeBody
) -> None:
    body = make_body()
    server.replies = [good(body)]
    assert UrlSource(client).answer([GOLD]) == [body]
    assert server.received == [("/v1/answer", SENT)]


def test_several_questions_go_out_as_one_request(
    server: StubServer, client: Client, make_body: MakeBody
) -> None:
    body = make_body()
    server.replies = [
        (200, {}, json.dumps({"answers": [body.model_dump(mode="json")] * 2}).encode())
    ]
    assert UrlSource(client).answer([GOLD, GOLD]) == [body, body]
    assert server.received == [("/v1/answer/batch", {"questions": [SENT, SENT]})]
    with pytest.raises(SourceError, match=r"'q1' to 'q1': .*gave 2 answers to 3 questions"):
        UrlSource(client).answer([GOLD] * 3)


def test_more_questions_than_a_server_takes_go_out_in_parts(
    server: StubServer, client: Client, make_body: MakeBody
) -> None:
    body = make_body()
    both = {"answers": [body.model_dump(mode="json")] * 32}
    server.replies = [(200, {}, json.dumps(both).encode()), good(body)]
    assert UrlSource(client).answer([GOLD] * 33) == [body] * 33
    assert [path for path, _ in server.received] == ["/v1/answer/batch", "/v1/answer"]


def test_a_history_that_no_server_takes_is_told_by_its_question(
    server: StubServer, client: Client
) -> None:
    long = GoldQuestion("q2", "How many?", (), history=GOLD.history * 51)
    for questions in ([long], [GOLD, long]):
        with pytest.raises(SourceError, match=r"^question 'q2': history: .* at most 50 items"):
            UrlSource(client).answer(questions)
    assert not server.received


@pytest.mark.parametrize("status", [404, 405])
def test_a_server_without_batches_is_asked_one_by_one(
    server: StubServer, client: Client, make_body: MakeBody, status: int
) -> None:
    body = make_body()
    server.replies = [(status, {}, b""), good(body)]
    source = UrlSource(client)
    assert source.answer([GOLD, GOLD]) == [body, body]
    assert source.answer([GOLD, GOLD]) == [body, body]
    # It is looked for once.
    assert [path for path, _ in server.received] == ["/v1/answer/batch", *["/v1/answer"] * 4]


@pytest.mark.parametrize("count", [1, 2])
def test_latencies_are_what_is_waited_here(
    server: StubServer, client: Client, make_body: MakeBody, count: int
) -> None:
    body = make_body(timings_ms={"retrieve": 0, "read": 0, "total": 0})
    both = {"answers": [body.model_dump(mode="json")] * 2}
    server.replies = [good(body) if count == 1 else (200, {}, json.dumps(both).encode())]
    times = iter([10.0, 10.5])
    replies = TimedSource(UrlSource(client), lambda: next(times)).answer([GOLD] * count)
    assert [reply.timings_ms.total for reply in replies] == [500 / count] * count
    assert [reply.answer for reply in replies] == [body.answer] * count


def test_fields_of_a_newer_server_are_passed_over(
    server: StubServer, client: Client, make_body: MakeBody
) -> None:
    body = make_body()
    fields = body.model_dump(mode="json")
    fields["models"]["reranker"] = "new"
    server.replies = [(200, {}, json.dumps(fields | {"new": 1}).encode())]
    assert UrlSource(client).answer([GOLD]) == [body]


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(
            (422, {}, b'{"title": "Bad question", "detail": "it holds no word"}'),
            "'q1': .*/v1/answer replied 422: Bad question: it holds no word",
            id="problem",
        ),
        pytest.param((502, {}, b"<h1>Bad gateway</h1>"), "replied 502.*Bad gateway", id="html"),
        pytest.param((500, {}, b""), "replied 500: no reason", id="empty"),
        pytest.param((307, {"Location": "/x"}, b""), "replied 307", id="redirect"),
        pytest.param((503, {}, b"down"), "replied 503", id="busy-without-a-wait"),
        pytest.param((200, {}, b'{"ok": true}'), "did not reply with what", id="other-json"),
        pytest.param((200, {}, b"\xff"), "did not reply with what", id="no-json"),
    ],
)
def test_a_bad_reply_is_told(
    server: StubServer, client: Client, reply: Reply, message: str
) -> None:
    server.replies = [reply]
    with pytest.raises(SourceError, match=message):
        UrlSource(client).answer([GOLD])


def test_a_busy_server_is_waited_for(
    server: StubServer, client: Client, make_body: MakeBody, waits: list[float]
) -> None:
    server.replies = [
        (429, {"Retry-After": "2"}, b""),
        (503, {"Retry-After": "9999"}, b""),
        good(make_body()),
    ]
    UrlSource(client).answer([GOLD])
    assert waits == [2, 60]


def test_a_server_that_stays_busy_is_given_up(
    server: StubServer, client: Client, waits: list[float]
) -> None:
    server.replies = [(429, {"Retry-After": "1"}, b'{"detail": "slow down"}')]
    with pytest.raises(SourceError, match=r"'q1': .*/v1/answer replied 429: slow down"):
        UrlSource(client).answer([GOLD])
    assert waits == [1] * 5


class StubAnswerer:
    """Records how the questions come."""

    def __init__(self) -> None:
        self.calls: list[Sequence[Question]] = []

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        self.calls.append(questions)
        retrieved = RetrievedPassage(Passage("kursk", 0, 5, "3,000"), 0.5, None, 1.0)
        return [
            Answer("a1", question.text, question.text, "not_in_articles", None, "No.", 0.9, (), (),
                   (retrieved,), 7, Models("enc", "read"), Timings(1.0, 2.0, 3.0))
            for question in questions
        ]  # fmt: skip


def test_local_questions_go_in_together() -> None:
    answerer = StubAnswerer()
    replies = LocalSource(answerer).answer([GOLD, GOLD])
    asked = Question("How many?", history=(Turn("Who?", None),))
    assert answerer.calls == [[asked, asked]]
    assert [reply.passages[0].passage_id for reply in replies] == ["kursk:0-5"] * 2


@pytest.fixture
def gold_file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "q1", "question": "How many?", "answers": ["3,000"], "type": "n"}')
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(evaluate, [str(argument) for argument in arguments])


def test_the_table_goes_to_standard_output(
    server: StubServer, make_body: MakeBody, gold_file: Path, tmp_path: Path
) -> None:
    server.replies = [good(make_body())]
    result = run(gold_file, "--url", server.url, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].split()[:3] == ["type", "n", "EM"]
    assert "wrote" in result.stderr
    results = json.loads((tmp_path / "out" / "results.json").read_text("utf-8"))
    assert results["run"]["source"] == server.url
    assert results["run"]["encoder"] == "tiny-encoder"


@pytest.mark.parametrize(
    ("options", "paths"),
    [
        ([], ["/v1/answer"] * 3),
        (["--batch-size", "2"], ["/v1/answer/batch", "/v1/answer"]),
    ],
)
def test_questions_are_asked_in_batches_of_the_size_given(
    server: StubServer, make_body: MakeBody, tmp_path: Path, options: list[str], paths: list[str]
) -> None:
    rows = [{"id": f"q{n}", "question": "How many?", "answers": ["3,000"]} for n in range(3)]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    both = {"answers": [make_body().model_dump(mode="json")] * 2}
    server.replies = [good(make_body())]
    if options:
        server.replies.insert(0, (200, {}, json.dumps(both).encode()))
    result = run(path, "--url", server.url, *options, "--json")
    assert result.exit_code == 0, result.output
    assert [path for path, _ in server.received] == paths
    assert json.loads(result.stdout)["summary"]["exact_match"] == 1.0


def test_json_is_all_of_standard_output(
    server: StubServer, make_body: MakeBody, gold_file: Path
) -> None:
    server.replies = [good(make_body())]
    result = run(gold_file, "--url", server.url + "/", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["summary"]["exact_match"] == 1.0


def test_fail_under_names_each_score_that_is_too_low(
    server: StubServer, make_body: MakeBody, gold_file: Path
) -> None:
    server.replies = [good(make_body("about 3,000"))]
    options = ["--fail-under", "f1=0.9", "--fail-under", "exact_match = 1", "--fail-under"]
    result = run(gold_file, "--url", server.url, *options, "questions=1")
    assert result.exit_code == 1
    # 2 * 1 / (2 + 1): one of two words is the answer's.
    assert "f1 is 0.6666666666666666: wanted at least 0.9\n" in result.stderr
    assert "exact_match is 0.0: wanted at least 1\n" in result.stderr
    assert "questions is" not in result.stderr
    assert result.stdout.startswith("type")
    assert run(gold_file, "--url", server.url, *options[:1], "f1=0.6").exit_code == 0


def test_compare_tells_what_changed(
    server: StubServer, make_body: MakeBody, gold_file: Path, tmp_path: Path
) -> None:
    server.replies = [good(make_body("Kursk")), good(make_body())]
    assert run(gold_file, "--url", server.url, "--out", tmp_path).exit_code == 0
    old = tmp_path / "results.json"
    result = run(gold_file, "--url", server.url, "--compare", old, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert "q1: wrong answer -> right" in result.stdout
    (line,) = (line for line in result.stdout.splitlines() if line.startswith("exact_match"))
    assert line.split() == ["exact_match", "0.0000", "1.0000", "+1.0000", "-", "-", "1.0000"]
    # The file that was compared with is replaced only once it has been read.
    comparison = json.loads(old.read_text("utf-8"))["comparison"]
    assert comparison["old_path"] == str(old)
    assert [change["question_id"] for change in comparison["outcomes"]] == ["q1"]
    as_json = run(gold_file, "--url", server.url, "--compare", old, "--json")
    assert json.loads(as_json.stdout)["comparison"]["outcomes"] == []


def test_tolerance_reaches_the_figures(
    server: StubServer, make_body: MakeBody, tmp_path: Path
) -> None:
    gold = tmp_path / "gold.jsonl"
    values = [{"text": "3,000"}, {"text": "9,000"}]
    row = {"id": "q1", "question": "How many?", "answers": ["3,000"], "values": values}
    gold.write_text(json.dumps(row))
    shown = distinct_answer("some 3,100", value=figure(3_100))
    server.replies = [good(make_body("some 3,100", answers=[shown]))]
    for tolerance, recall in (("0", 0.0), ("0.05", 0.5)):
        result = run(gold, "--url", server.url, "--tolerance", tolerance, "--json")
        results = json.loads(result.stdout)
        assert results["run"]["value_tolerance"] == float(tolerance)
        assert results["summary"]["values_recall"] == recall


@pytest.fixture
def protected(serve: Serve, sample_answerer: Answerer, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a server that wants a key, and the key."""
    file = KeyFile(tmp_path / "keys.json")
    _, key = file.add("evaluation", "ask")
    application = create_application(sample_answerer)
    protect(application, Protection(("*",), ring=KeyRing(file)))
    with serve(application) as url:
        yield url, key


def test_a_protected_server_is_asked_with_a_key(
    protected: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, key = protected
    gold = tmp_path / "two.jsonl"
    row = {"question": "Who is the president of South Korea?", "answers": ["Yoon Suk Yeol"]}
    gold.write_text("\n".join(json.dumps(row | {"id": name}) for name in "ab"))
    options = ["--url", url, "--batch-size", "2", "--json", "--out", str(tmp_path / "out")]
    refused = run(gold, *options)
    assert refused.exit_code == 1
    assert "/v1/answer/batch replied 401: " in refused.stderr
    results = [run(gold, *options, "--key", key)]
    monkeypatch.setenv("QA_KEY", key)
    # A key that is named goes before that of the environment.
    results += [run(gold, *options), run(gold, *options, "--key", f"{key[:-1]}!")]
    assert [result.exit_code for result in results] == [0, 0, 1], results[0].output
    assert json.loads(results[1].stdout)["summary"]["exact_match"] == 1.0
    written = [path.read_text("utf-8") for path in (tmp_path / "out").iterdir()]
    assert len(written) == 2
    for text in [*written, *(result.output for result in results), run("--help").output]:
        assert key[:-1] not in text


def test_a_key_that_cannot_be_sent_exits_2_unseen(
    server: StubServer, gold_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_KEY", "secret\r")
    result = run(gold_file, "--url", server.url)
    assert result.exit_code == 2
    assert "--key or $QA_KEY: the key is empty or holds" in result.stderr
    assert "secret" not in result.output
    assert not server.received


def test_an_empty_variable_is_no_key(
    server: StubServer, make_body: MakeBody, gold_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QA_KEY", "")
    server.replies = [good(make_body())]
    result = run(gold_file, "--url", server.url)
    assert result.exit_code == 0, result.output
    assert server.authorized == [None]


def test_a_key_in_the_address_is_sent_but_not_shown(
    server: StubServer, make_body: MakeBody, gold_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.url.replace("//", "//:secret@")
    server.replies = [good(make_body()), (401, {}, b"")]
    results = [run(gold_file, "--url", url, "--json"), run(gold_file, "--url", url)]
    # ":secret" in base 64.
    assert server.authorized == ["Basic OnNlY3JldA=="] * 2
    assert json.loads(results[0].stdout)["run"]["source"] == server.url
    results.append(run(gold_file, "--url", "http://:secret@localhost:port"))
    monkeypatch.setenv("QA_KEY", "other")
    results.append(run(gold_file, "--url", url))
    assert [result.exit_code for result in results] == [0, 1, 2, 2]
    assert "give one of them" in results[-1].stderr
    assert not any("secret" in result.output or "other" in result.output for result in results)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--tolerance", "5"], "is not between 0 and 1"),
        (["--tolerance", "nan"], "is not between 0 and 1"),
        (["--fail-under", "accuracy=0.5"], "'accuracy' is no measure: give one of"),
        (["--fail-under", "f1=high"], "f1: 'high' is no number"),
        (["--compare", __file__], "Invalid JSON"),
        (["--compare", "missing.json"], "does not exist"),
        (["--index", "x", "--url", "http://localhost"], "give one of them"),
        (["--key", "secret"], "name it with --url"),
        (["--url", "localhost:7860"], "is no address"),
        (["--url", "http://localhost:notaport"], "is no address"),
        (["--url", "http://a..b"], "'http://a..b' is no address"),
        (["--url", "http://xn--a"], "is no address"),
        (["--url", f"http://{'a' * 70}.org"], "is no address"),
        (["--url", "http://name:secret@\u200bx.org"], "'http://\\u200bx.org' is no address"),
        (["--batch-size", "0"], "0 is not in the range"),
        (["--index", __file__], "is a file"),
        (["--out", __file__], "is a file"),
    ],
)
def test_bad_usage_exits_2(gold_file: Path, options: list[str], message: str) -> None:
    result = run(gold_file, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not result.stdout


def test_a_bad_gold_set_exits_2(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("prose")
    for path in (bad, tmp_path / "missing.jsonl", tmp_path):
        result = run(path, "--url", "http://127.0.0.1:9")
        assert result.exit_code == 2
        assert path.name in result.stderr


def test_an_unreachable_server_exits_1(gold_file: Path, server: StubServer) -> None:
    url = server.url
    server.shutdown()
    server.server_close()
    result = run(gold_file, "--url", url)
    assert result.exit_code == 1
    assert "is the server running" in result.stderr
    assert not result.stdout
