"""The feedback routes over real HTTP, from an answer to gold."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from eval.gold import load_gold
from index.creation import FEEDBACK_NAME

ExpectProblem = Callable[[httpx.Response, int], dict[str, Any]]
RunQa = Callable[..., Any]

FEEDBACK = "/v1/feedback"
TEXT = "The mayor of Springfield is Jane Doe. She was elected in 2019."
MAYOR = {"question": "Who is the mayor of Springfield?", "min_confidence": 0.0}


@pytest.fixture(scope="module")
def reply(writable_site: httpx.Client) -> Iterator[dict[str, Any]]:
    """The answer of an index of one article."""
    writable_site.put("/v1/documents/town", json={"text": TEXT}).raise_for_status()
    yield writable_site.post("/v1/answer", json=MAYOR).raise_for_status().json()
    writable_site.delete("/v1/documents/town").raise_for_status()


def verdict_on(reply: dict[str, Any], verdict: str = "right", **more: Any) -> dict[str, Any]:
    """The request as the documentation describes it."""
    cited = reply["citations"][0]
    return {
        "verdict": verdict,
        "answer_id": reply["id"],
        "citation": {name: cited[name] for name in ("document_id", "start", "end", "quote")},
        **{
            name: reply[name]
            for name in ("index_version", "status", "question", "resolved_question", "answer")
        },
        **more,
    }


def span_of(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"document_id": "town", "start": start, "end": start + len(quote), "quote": quote}


def test_from_an_answer_to_gold(
    writable_site: httpx.Client, reply: dict[str, Any], tmp_path: Path
) -> None:
    posted = writable_site.post(FEEDBACK, json=verdict_on(reply))
    assert posted.status_code == 201, posted.text
    entry = posted.json()
    assert entry["citation"]["quote"] == reply["answer"]
    assert writable_site.get(FEEDBACK, params={"answer_id": reply["id"]}).json() == {
        "feedback": [entry]
    }
    path = tmp_path / "gold.json"
    path.write_bytes(writable_site.get(f"{FEEDBACK}/export").content)
    gold = {question.question_id: question for question in load_gold(path)}
    assert gold[entry["feedback_id"]].answers == (reply["answer"],)


def test_a_right_span_is_gold(writable_site: httpx.Client, reply: dict[str, Any]) -> None:
    body = verdict_on(reply, "wrong_figure", right_span=span_of("2019"))
    name = writable_site.post(FEEDBACK, json=body).raise_for_status().json()["feedback_id"]
    exported = writable_site.get(f"{FEEDBACK}/export").json()
    questions = {
        question["id"]: (paragraph["context"], question)
        for article in exported["data"]
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    }
    context, question = questions[name]
    (answer,) = question["answers"]
    assert set(question) == {"id", "question", "is_impossible", "answers"}
    assert context[answer["answer_start"] :].startswith(answer["text"] + ".")


def test_the_newest_are_listed(writable_site: httpx.Client, reply: dict[str, Any]) -> None:
    for number in range(3):
        body = verdict_on(reply, "outdated", comment=str(number))
        writable_site.post(FEEDBACK, json=body).raise_for_status()
    listed = writable_site.get(FEEDBACK, params={"limit": 2}).json()["feedback"]
    assert [entry["comment"] for entry in listed] == ["1", "2"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"verdict": "great"}, "verdict"),
        ({"index_version": "new"}, "index_version"),
        ({"right_span": {**span_of("2019"), "start": 1}}, "not '2019'"),
        ({"right_span": {**span_of("2019"), "start": -1}}, "right_span.start"),
        ({"right_span": {**span_of("2019"), "end": 10**30}}, "right_span.end"),
        ({"right_span": {**span_of("2019."), "end": len(TEXT) + 9}}, f"ends at {len(TEXT)}"),
        ({"comment": "\ud800"}, "surrogate"),
        ({"stars": 5}, "stars"),
        ({"citation": None, "verdict": "right"}, "citation"),
    ],
    ids=str,
)
def test_bad_feedback_is_refused(
    changes: dict[str, Any],
    told: str,
    writable_site: httpx.Client,
    reply: dict[str, Any],
    expect_problem: ExpectProblem,
) -> None:
    content = json.dumps(verdict_on(reply, **{"verdict": "wrong_figure", **changes}))
    response = writable_site.post(
        FEEDBACK, content=content, headers={"content-type": "application/json"}
    )
    assert told in expect_problem(response, 422)["detail"]


@pytest.mark.parametrize(
    ("harm", "status"),
    [(Path.mkdir, 507), (lambda path: path.write_bytes(b"no database" * 99), 500)],
    ids=["cannot be written", "damaged"],
)
def test_a_file_that_cannot_be_used(
    harm: Callable[[Path], object],
    status: int,
    writable_site: httpx.Client,
    writable_home: Path,
    reply: dict[str, Any],
    expect_problem: ExpectProblem,
) -> None:
    path = writable_home / "index" / FEEDBACK_NAME
    aside = path.with_name("aside")
    if path.exists():
        path.rename(aside)
    harm(path)
    try:
        told = expect_problem(writable_site.post(FEEDBACK, json=verdict_on(reply)), status)[
            "detail"
        ]
        assert str(writable_home) not in told
    finally:
        path.rmdir() if path.is_dir() else path.unlink()
        if aside.exists():
            aside.rename(path)
    assert writable_site.post(FEEDBACK, json=verdict_on(reply)).status_code == 201


@pytest.mark.slow
def test_the_commands_list_and_export(
    writable_site: httpx.Client,
    writable_home: Path,
    reply: dict[str, Any],
    tmp_path: Path,
    run_qa: RunQa,
) -> None:
    """`qa eval` and `qa train reader` read what `qa feedback export` prints."""
    writable_site.post(FEEDBACK, json=verdict_on(reply)).raise_for_status()
    index = ("--index", writable_home / "index")
    listed = run_qa("feedback", "list", *index)
    assert "right\tWho is the mayor of Springfield?\tJane Doe" in listed.stdout, listed.stderr
    exported = run_qa("feedback", "export", *index)
    path = tmp_path / "gold.json"
    path.write_text(exported.stdout, encoding="utf-8")
    evaluated = run_qa("eval", path, *index, "--out", tmp_path / "report")
    assert evaluated.returncode == 0, evaluated.stderr
    out = tmp_path / "reader"
    trained = run_qa("train", "reader", path, "--out", out, "--limit", "1", "--batch-size", "1")
    assert trained.returncode == 0, trained.stderr
    assert any(out.iterdir())
