"""Figures shown beside each other, held against every place that is right."""

import json
from pathlib import Path

import pytest

from bench.differing_figures import ShownFigures, ask, numbered_values, summary
from bench.events import Event, EventQuestion, ReportSpan, load_events
from qa.squad import SquadFormatError

EVENTS = Path(__file__).parents[2] / "qa" / "training" / "events.json"
FIRST = (
    "A road bridge over the Orlan collapsed on Monday. Fourteen people died in the collapse, "
    "police said. The bridge is 300 metres long."
)
SECOND = (
    "The regional hospital says that 17 people died when the bridge over the Orlan collapsed. Some "
    "200 firefighters worked through the night."
)


def span(text: str, report: int, quote: str) -> ReportSpan:
    start = text.index(quote)
    return ReportSpan(report, start, start + len(quote))


def test_the_figures_of_both_reports_are_right() -> None:
    asked = EventQuestion(
        "How many people died in the collapse of the bridge over the Orlan?",
        (span(FIRST, 0, "Fourteen"), span(SECOND, 1, "17")),
    )
    (shown,) = ask([Event("Bridge", (FIRST, SECOND), (asked,))])
    assert shown == ShownFigures(wanted=2, shown=2, right=2)


def test_a_figure_is_one_however_it_is_written() -> None:
    assert numbered_values(["14 people", "15", "Fourteen", "about 14"]) == [0, 1, 0, 0]
    assert numbered_values(["between 14 and 17", "14", "14 to 17"]) == [0, 1, 0]
    assert numbered_values(["one hour", "60 kilometres", "60 minutes"]) == [0, 1, 0]
    assert numbered_values(["the mayor", "a vicar", "The mayor."]) == [0, 1, 0]


def test_shares_are_over_all_questions() -> None:
    told = summary([ShownFigures(2, 3, 2), ShownFigures(1, 2, 1), ShownFigures(2, 0, 0)])
    assert told == {
        "questions": 3,
        "with several values": 2,
        "left": pytest.approx(1 / 3),
        "values precision": 3 / 5,
        "values recall": 3 / 5,
        "conflicts precision": 1 / 2,
        "conflicts recall": 1 / 2,
    }


def test_nothing_shown_has_no_precision() -> None:
    told = summary([ShownFigures(1, 0, 0)])
    assert (told["values precision"], told["conflicts recall"]) == (None, None)
    assert told["values recall"] == 0


def test_the_shipped_events_have_their_answers() -> None:
    questions = [question for event in load_events(EVENTS) for question in event.questions]
    assert len(questions) > 1_000
    several = [q for q in questions if len({answer.report for answer in q.answers}) > 1]
    assert len(several) > 0.4 * len(questions)
    assert any(not question.answers for question in questions)


def test_an_answer_that_is_elsewhere_is_told(tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    answer = {"article": 0, "text": "14", "answer_start": 3}
    event = {
        "title": "Bridge",
        "paragraphs": [{"context": "It killed 14."}],
        "across": [{"question": "How many died?", "answers": [answer]}],
    }
    path.write_text(json.dumps({"data": [event]}), encoding="utf-8")
    with pytest.raises(SquadFormatError, match=r"report 0 has .* at 3, the answer is '14'"):
        load_events(path)
