"""What the reader takes for answers, as questions to train on: labels, offsets, texts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.encoder import Encoder
from qa.commands.train_rivals import rivals
from qa.reader import Reader
from qa.squad import GoldSpan, SquadParagraph, SquadQuestion, load_squad, squad_document
from qa.training.rivals import RivalOptions, find_rivals

TITLE = "Harwich"
CONTEXT = (
    "The mayor of Harwich is Ada Brook. The deputy mayor of Harwich is Tom Reed. "
    "The council has met in the old customs house since March. Its roof is new. "
    "The mayor of Dovercourt is Ivy Lane. She visited the harbour on Friday. "
    "The market opens at nine in the morning. It is closed on Sundays."
)


def question(number: int, text: str, *answers: str) -> SquadQuestion:
    spans = tuple(
        GoldSpan(words, CONTEXT.index(words), CONTEXT.index(words) + len(words))
        for words in answers
    )
    return SquadQuestion(str(number), text, spans)


ANSWERABLE = question(1, "Who is the mayor?", "Ada Brook")
UNANSWERABLE = question(2, "Who is the mayor of Colchester?")


@pytest.fixture(scope="module")
def found(encoder: Encoder, reader: Reader) -> list[SquadParagraph]:
    paragraph = SquadParagraph(TITLE, CONTEXT, (ANSWERABLE, UNANSWERABLE))
    reports: list[tuple[int, int]] = []
    options = RivalOptions(count=10, within=100.0)  # whatever the reader thinks of them
    entries = list(
        find_rivals([paragraph], encoder, reader, options, lambda *told: reports.append(told))
    )
    assert reports == [(1, 1)]
    return entries


def of(found: list[SquadParagraph], asked: SquadQuestion) -> list[tuple[str, SquadQuestion]]:
    pairs = [(entry.context, entry.questions[0]) for entry in found]
    return [(text, entry) for text, entry in pairs if entry.question == asked.question]


def test_the_right_place_is_read_with_its_answer(found: list[SquadParagraph]) -> None:
    first, entry = of(found, ANSWERABLE)[0]
    assert first.startswith(f"{TITLE}. The mayor of Harwich is Ada Brook.")
    (answer,) = entry.answers
    assert first[answer.start : answer.end] == answer.text == "Ada Brook"


def test_rivals_have_no_answer_and_say_what_looks_like_it(found: list[SquadParagraph]) -> None:
    wrong = [(text, entry) for text, entry in of(found, ANSWERABLE) if not entry.answers]
    assert wrong
    for text, entry in wrong:
        assert "Ada Brook" not in text
        (shown,) = entry.plausible
        assert text[shown.start : shown.end] == shown.text


def test_nothing_answers_an_unanswerable_question(found: list[SquadParagraph]) -> None:
    entries = of(found, UNANSWERABLE)
    assert entries
    assert all(entry.plausible and not entry.answers for _, entry in entries)
    assert len({text for text, _ in entries}) == len(entries)


def test_questions_without_rivals_are_left_out(encoder: Encoder, reader: Reader) -> None:
    paragraph = SquadParagraph(TITLE, CONTEXT, (ANSWERABLE,))
    options = RivalOptions(count=1)
    entries = find_rivals([paragraph], encoder, reader, options, lambda *_: None)
    assert list(entries) == []


def test_paragraphs_that_are_stored_in_another_form_are_left_out(
    encoder: Encoder, reader: Reader
) -> None:
    paragraph = SquadParagraph(TITLE, CONTEXT.replace("Its", "Its\u00ad"), (ANSWERABLE,))
    options = RivalOptions(count=10, within=100.0)
    assert list(find_rivals([paragraph], encoder, reader, options, lambda *_: None)) == []


def test_what_is_written_is_read_again(found: list[SquadParagraph], tmp_path: Path) -> None:
    path = tmp_path / "rivals.json"
    path.write_text(json.dumps(squad_document(found)), encoding="utf-8")
    assert load_squad(path) == found


def test_the_command_writes_a_set_to_train_on(tmp_path: Path) -> None:
    paragraph = SquadParagraph(TITLE, CONTEXT, (ANSWERABLE, UNANSWERABLE))
    given, out = tmp_path / "given.json", tmp_path / "rivals.json"
    given.write_text(json.dumps(squad_document([paragraph])), encoding="utf-8")
    told = CliRunner().invoke(rivals, [str(given), "--out", str(out)])
    assert told.exit_code == 0, told.output
    assert "1 of 1 articles" in told.output
    written = load_squad(out)
    assert {entry.questions[0].question for entry in written} <= {
        ANSWERABLE.question,
        UNANSWERABLE.question,
    }
    assert written
