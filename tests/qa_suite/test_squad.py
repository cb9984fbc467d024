"""SQuAD files: both versions, gzipped or not; anything else is refused by name."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.squad import GoldSpan, SquadFormatError, SquadParagraph, SquadQuestion, load_squad

CONTEXT = "Clara Benes leads the union. 😀 Clara is a driver."
WRITERS: list[Any] = [
    pytest.param(lambda raw: raw, id="plain"),
    pytest.param(gzip.compress, id="gzipped"),
    pytest.param(lambda raw: b"\xef\xbb\xbf" + raw, id="byte order mark"),
]


def squad(*questions: dict[str, Any], context: str = CONTEXT) -> bytes:
    paragraph = {"context": context, "qas": list(questions)}
    return json.dumps({"data": [{"title": "Union", "paragraphs": [paragraph]}]}).encode()


def question(*answers: tuple[str, int], **more: Any) -> dict[str, Any]:
    stated = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": "q1", "question": "Who leads?", "answers": stated, **more}


def write(folder: Path, content: bytes) -> Path:
    path = folder / "set.json"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("packed", WRITERS)
def test_version_1_is_read(tmp_path: Path, packed: Callable[[bytes], bytes]) -> None:
    path = write(tmp_path, packed(squad(question(("Clara Benes", 0), ("Clara", 31)))))
    spans = (GoldSpan("Clara Benes", 0, 11), GoldSpan("Clara", 31, 36))
    asked = SquadQuestion("q1", "Who leads?", spans)
    assert load_squad(path) == [SquadParagraph("Union", CONTEXT, (asked,))]


def test_impossible_questions_of_version_2_have_no_answer(tmp_path: Path) -> None:
    impossible = question(
        is_impossible=True, plausible_answers=[{"text": "Clara", "answer_start": 0}]
    )
    stated = question(("Clara", 0), is_impossible=True)
    (paragraph,) = load_squad(write(tmp_path, squad(impossible, stated)))
    assert [entry.answers for entry in paragraph.questions] == [(), ()]


def test_plausible_answers_are_read_where_they_stand(tmp_path: Path) -> None:
    looks_right = [{"text": "Clara", "answer_start": 31}, {"text": "Clara", "answer_start": 1}]
    impossible = question(is_impossible=True, plausible_answers=looks_right)
    answered = question(("Clara", 0), plausible_answers=looks_right)
    (paragraph,) = load_squad(write(tmp_path, squad(impossible, answered)))
    spans = [entry.plausible for entry in paragraph.questions]
    assert spans == [(GoldSpan("Clara", 31, 36),), ()]


def test_the_town_articles_are_read_exactly(town_file: Path) -> None:
    paragraphs = load_squad(town_file)
    spans = [(p, span) for p in paragraphs for q in p.questions for span in q.answers]
    assert len(spans) == 40
    assert all(p.context[span.start : span.end] == span.text for p, span in spans)


WRONG_OFFSETS = [
    pytest.param(("Clara", 1), id="off by one"),
    pytest.param(("Clara", -5), id="negative"),
    pytest.param(("Clara", 10_000), id="past the end"),
    pytest.param(("", 0), id="empty text"),
    pytest.param(("driver.", -7), id="negative that Python would accept"),
]


@pytest.mark.parametrize("answer", WRONG_OFFSETS)
def test_answers_that_do_not_stand_there_are_dropped(
    tmp_path: Path, answer: tuple[str, int]
) -> None:
    alone, beside = question(answer), question(answer, ("union", 22))
    (paragraph,) = load_squad(write(tmp_path, squad(alone, beside)))
    assert [entry.answers for entry in paragraph.questions] == [(GoldSpan("union", 22, 27),)]


def test_articles_without_title_are_read(tmp_path: Path) -> None:
    content = {"data": [{"paragraphs": [{"context": "Rain.", "qas": []}]}]}
    assert load_squad(write(tmp_path, json.dumps(content).encode())) == [
        SquadParagraph("", "Rain.", ())
    ]


def without(field: str) -> bytes:
    entry = question(("Clara", 0))
    del entry[field]
    return squad(entry)


def damaged_gzip() -> bytes:
    packed = bytearray(gzip.compress(squad(question(("Clara", 0))), mtime=0))
    packed[20:30] = b"\xff" * 10
    return bytes(packed)


MALFORMED = [
    pytest.param(b"", id="empty file"),
    pytest.param(b"{", id="cut JSON"),
    pytest.param(b"\xff\xfe\xff", id="binary"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b"null", id="null"),
    pytest.param(b'{"question": "Who?"}\n{"question": "Why?"}', id="JSON lines"),
    pytest.param(b'{"version": "2.0"}', id="no data"),
    pytest.param(b'{"data": 3}', id="data is a number"),
    pytest.param(b'{"data": {"a": 1}}', id="data is an object"),
    pytest.param(b'{"data": [{"title": "a"}]}', id="no paragraphs"),
    pytest.param(b'{"data": [{"paragraphs": [{"qas": []}]}]}', id="no context"),
    pytest.param(b'{"data": [{"paragraphs": [{"context": "a"}]}]}', id="no questions"),
    pytest.param(without("id"), id="no id"),
    pytest.param(without("question"), id="no question text"),
    pytest.param(without("answers"), id="no answers"),
    pytest.param(squad({**question(), "answers": None}), id="answers are null"),
    pytest.param(squad({**question(), "answers": [{"text": "Clara"}]}), id="no offset"),
    pytest.param(squad({**question(), "answers": [{"answer_start": 0}]}), id="no answer text"),
    pytest.param(
        squad({**question(), "answers": [{"text": "Clara", "answer_start": "0"}]}),
        id="offset is text",
    ),
    pytest.param(
        squad({**question(), "answers": [{"text": 5, "answer_start": 0}]}),
        id="answer is a number",
    ),
    pytest.param(
        b'{"data": [{"paragraphs": [{"context": null, "qas": []}]}]}', id="context is null"
    ),
    pytest.param(squad({**question(), "question": None}), id="question is null"),
    pytest.param(gzip.compress(b"{"), id="cut JSON, gzipped"),
    pytest.param(gzip.compress(squad(question()))[:-12], id="cut gzip"),
    pytest.param(b"\x1f\x8bnot gzip", id="only the mark of gzip"),
    pytest.param(damaged_gzip(), id="damaged gzip"),
    pytest.param(b"[" * 200_000, id="nested too deeply"),
]


@pytest.mark.parametrize("content", MALFORMED)
def test_other_files_are_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path, content)
    with pytest.raises(SquadFormatError) as caught:
        load_squad(path)
    assert str(path) in str(caught.value)


def test_the_article_that_is_malformed_is_named(tmp_path: Path) -> None:
    good = json.loads(squad(question()))["data"]
    path = write(tmp_path, json.dumps({"data": [*good, {"title": "b"}]}).encode())
    with pytest.raises(SquadFormatError, match=r"article 2 of 2: KeyError\('paragraphs'\)"):
        load_squad(path)


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_squad(tmp_path / "nowhere.json")
