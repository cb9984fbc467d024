"""Reading gold sets in every form, and telling what is wrong with those that aren't."""

import gzip
import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from eval.gold import GoldError, load_gold
from eval.gold_question import GoldQuestion, GoldValue
from qa.question import Turn

ROW: dict[str, Any] = {"id": "q1", "question": "How many?", "answers": ["3,000"]}
SAMPLE = Path(__file__).parents[2] / "eval" / "gold" / "sample.jsonl"


def lines(*rows: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(row) for row in rows).encode()


def squad(*questions: dict[str, Any]) -> bytes:
    paragraph = {"context": "About 3,000 came.", "qas": list(questions)}
    return json.dumps({"version": "v2.0", "data": [{"paragraphs": [paragraph]}]}).encode()


def squad_question(question_id: str, *starts: int, **fields: Any) -> dict[str, Any]:
    answers = [{"text": "3,000", "answer_start": start} for start in starts]
    return {"id": question_id, "question": "How many?", "answers": answers, **fields}


def test_a_full_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = ROW | {
        "evidence": "3,000 came",
        "document_id": "kursk",
        "type": "number",
        "history": [{"question": "Who came?", "answer": None}],
        "values": [{"text": "3,000", "speaker": "Kyiv"}],
        "note": "not part of the format",
    }
    path.write_bytes(lines(row))
    assert load_gold(path) == [
        GoldQuestion(
            "q1",
            "How many?",
            ("3,000",),
            evidence="3,000 came",
            document_id="kursk",
            type="number",
            history=(Turn("Who came?", None),),
            values=(GoldValue("3,000", "Kyiv"),),
        )
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lines(ROW), id="one-line"),
        pytest.param(b"\n" + lines(ROW) + b"\r\n\n", id="blank-lines-and-windows-line-end"),
        pytest.param(b"\xef\xbb\xbf" + lines(ROW), id="byte-order-mark"),
        pytest.param(squad(squad_question("q1", 6, 6)), id="squad-2"),
    ],
)
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gzip"])
def test_content_tells_the_form(tmp_path: Path, content: bytes, compressed: bool) -> None:
    path = tmp_path / "gold.txt"
    path.write_bytes(gzip.compress(content) if compressed else content)
    assert load_gold(path) == [GoldQuestion("q1", "How many?", ("3,000",))]


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    row = json.dumps(ROW | {"evidence": "one\u2028two"}, ensure_ascii=False)
    path.write_text(row, encoding="utf-8")
    # As articles are stored, with another line end.
    assert load_gold(path)[0].evidence == "one\ntwo"


def test_squad_unanswerable_and_lost_offsets(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "dev.json"
    path.write_bytes(squad(squad_question("none", is_impossible=True), squad_question("lost", 0)))
    with caplog.at_level(logging.WARNING):
        (question,) = load_gold(path)
    assert (question.question_id, question.is_answerable) == ("none", False)
    assert "1 of 2 questions left out" in caplog.text


def test_the_shipped_sample() -> None:
    questions = load_gold(SAMPLE)
    assert len(questions) == 101
    assert sum(not question.is_answerable for question in questions) == 25
    assert any(question.values for question in questions)
    assert any(question.history for question in questions)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n\n", "is empty", id="blank"),
        pytest.param(b"\x89PNG\r\n\xff", "not UTF-8 text", id="binary"),
        pytest.param(b"abc\0def", "NUL", id="nul"),
        pytest.param(gzip.compress(lines(ROW))[:-9], "damaged gzip", id="cut-gzip"),
        pytest.param(b"\x1f\x8bxx", "damaged gzip", id="false-gzip"),
        pytest.param(b"how many?", r":1: Invalid JSON.*JSONL", id="prose"),
        pytest.param(b"[" * 100_000, r":1: Invalid JSON", id="deeply-nested"),
        pytest.param(lines(ROW) + b"\n{", r":2: Invalid JSON", id="cut-line"),
        pytest.param(lines(ROW | {"answers": "3,000"}), ":1: answers: .*array", id="no-list"),
        pytest.param(lines({"id": "q", "question": "Who?"}), ":1: answers: ", id="no-answers"),
        pytest.param(
            lines(ROW | {"answers": ["x", " "]}), r"answers\.1: .*empty", id="blank-answer"
        ),
        pytest.param(lines(ROW | {"evidence": ""}), "evidence: .*empty", id="empty-evidence"),
        pytest.param(lines(ROW | {"question": "?"}), ":1: .*no word", id="no-word"),
        pytest.param(
            lines(ROW, {**ROW, "question": "Who?"}), r":2: the id 'q1' .*jsonl:1", id="twice"
        ),
        pytest.param(
            squad(squad_question("q1", 6), squad_question("q1", 6)),
            "question 2: the id 'q1' ",
            id="squad-twice",
        ),
        pytest.param(squad(), "holds no question", id="squad-without-questions"),
        pytest.param(b'{"data": [{"title": "x"}]}', "not SQuAD JSON", id="squad-damaged"),
        pytest.param(b'{"data": 1}', "not SQuAD JSON", id="squad-no-list"),
    ],
)
def test_faults_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(GoldError, match=message) as caught:
        load_gold(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(GoldError, match="cannot be read"):
            load_gold(path)


CSV = """id,question,answers,evidence,type,values,note
q1,How many?,"3,000|about 3,000","3,000 came",number,,x
q2,Who?,,,,,
,"Which, exactly?",a,,conflict,"[{""text"": ""3"", ""speaker"": null}]",
"""


def test_a_table(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(CSV, "utf-8-sig")
    assert load_gold(path) == [
        GoldQuestion(
            "q1", "How many?", ("3,000", "about 3,000"), evidence="3,000 came", type="number"
        ),
        GoldQuestion("q2", "Who?", ()),
        GoldQuestion(
            "line-4", "Which, exactly?", ("a",), type="conflict", values=(GoldValue("3"),)
        ),
    ]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators_and_gzip(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "gold.csv"
    rows = [f"Answers{delimiter} QUESTION ", f"a|b{delimiter}Who?"]
    path.write_bytes(gzip.compress("\r\n".join(rows).encode()))
    assert load_gold(path) == [GoldQuestion("line-2", "Who?", ("a", "b"))]


def test_a_table_of_which_the_lines_end_with_carriage_returns(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_bytes(b"question,answers\rWho?,x\rWhere?,\r")
    assert load_gold(path) == [
        GoldQuestion("line-2", "Who?", ("x",)),
        GoldQuestion("line-3", "Where?", ()),
    ]
    path.write_bytes(b"question,answers\rWho?,x\r?,x\r")
    with pytest.raises(GoldError, match=r"gold\.csv:3: .*holds no word"):
        load_gold(path)


def test_a_first_line_longer_than_a_cell_can_be(tmp_path: Path) -> None:
    """The limit of tables is 131,072 characters; JSON lines have none."""
    path = tmp_path / "gold.jsonl"
    evidence = "e" * 200_000
    row = {"id": "q1", "question": "Who?", "answers": ["x"], "evidence": evidence}
    path.write_text(json.dumps(row))
    assert load_gold(path) == [GoldQuestion("q1", "Who?", ("x",), evidence=evidence)]
    path.write_text(evidence)
    with pytest.raises(GoldError, match=r"gold\.jsonl:1: Invalid JSON.*give JSONL.*or CSV with"):
        load_gold(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("question,answers\n?,x", "gold.csv:2: .*holds no word"),
        ("question,answers\n ,x", "gold.csv:2: question: .*is empty"),
        ("question,answers\nWho?,a,b", "gold.csv:2: more cells than the header"),
        ("question,answers,values\nWho?,a,3", "gold.csv:2: values: Input should be a valid list"),
        ("question,answers,values\nWho?,a,{", "gold.csv:2: values: '{' is no JSON"),
        ("question,answers,id\nWho?,a,1\nWho?,a,1", "gold.csv:3: the id '1' stands already"),
        ("question,answers\n", "holds no question"),
        ("question,answer\nWho?,a", "CSV with the columns question and answers"),
        ("question,answers\nWho?," + "x" * 200_000, "gold.csv: line 2: field larger"),
        ("question,answers,values\nWho?,a," + "[" * 100_000, "gold.csv:2: values: .* is no JSON"),
        ("question,answers,Answers\nWho?,a,b", "gold.csv: .* the column answers twice"),
    ],
)
def test_what_is_wrong_with_a_table(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "gold.csv"
    path.write_text(content)
    with pytest.raises(GoldError, match=message):
        load_gold(path)


def test_a_row_of_empty_cells_is_no_question(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("question,answers,type\nWho?,x, person \n,,\n\n,,\nWhere?,,\n,,\n")
    assert load_gold(path) == [
        GoldQuestion("line-2", "Who?", ("x",), type="person"),
        GoldQuestion("line-6", "Where?", ()),
    ]


def test_cells_of_spaces_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "gold.csv"
    path.write_text("question,answers,evidence,document_id,values\nWho?,x, , , \n")
    assert load_gold(path) == [GoldQuestion("line-2", "Who?", ("x",))]


@pytest.mark.parametrize("content", [lines(ROW), squad(squad_question("q1", 6))])
def test_a_pipe_is_read_once(content: bytes) -> None:
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)
    try:
        questions = load_gold(Path(f"/dev/fd/{reading}"))
    finally:
        os.close(reading)
    assert questions == [GoldQuestion("q1", "How many?", ("3,000",))]


def test_what_is_looked_for_has_the_form_of_stored_articles(tmp_path: Path) -> None:
    """Letters with marks of their own, a ligature and soft hyphens, as other programs write."""
    path = tmp_path / "gold.jsonl"
    row = {
        "id": "q1",
        "question": "Where?",
        "answers": ["Malmo\u0308"],
        "evidence": "the of\ufb01ce in Mal\u00admo\u0308",
        "values": [{"text": "3\u00ad,000"}],
    }
    path.write_text(json.dumps(row))
    assert load_gold(path) == [
        GoldQuestion(
            "q1",
            "Where?",
            ("Malm\u00f6",),
            evidence="the office in Malm\u00f6",
            values=(GoldValue("3,000"),),
        )
    ]
    answer = {"text": "Malmo\u0308", "answer_start": 0}
    questions = [{"id": "q1", "question": "Where?", "answers": [answer]}]
    paragraph = {"context": "Malmo\u0308 it is.", "qas": questions}
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}))
    assert load_gold(path) == [GoldQuestion("q1", "Where?", ("Malm\u00f6",))]
