"""Which spans become places, on texts with the reader's scores given."""

from collections.abc import Mapping

import pytest

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.figure import figures_in
from qa.place import FIGURELESS_LEAD, ReadPassage, find_places
from qa.question_kind import question_kind
from qa.span import Span
from qa.text_words import TextWords

PREFERRED = 2.0 + FIGURELESS_LEAD


def _places(question: str, text: str, scores: Mapping[str, float]) -> list[str]:
    """What find_places makes of the spans with these words, best first."""
    kind = question_kind(question)
    passage = Passage("report", 0, len(text), text)
    read = ReadPassage(
        RetrievedPassage(passage, 1.0, 0.5, None),
        Document("report", "Report", text, "test"),
        tuple(figures_in(text, kind, None)) if kind else (),
        TextWords.of(text),
        TextWords.of("Report"),
        1.0,
    )
    starts = {words: text.index(words) for words in scores}
    spans = [
        Span(0, starts[words], starts[words] + len(words), score) for words, score in scores.items()
    ]
    found = find_places(question, spans, [read])
    assert all(text[place.start : place.end] == place.text for place in found)
    return [place.text for place in sorted(found, key=lambda place: -place.margin)]


@pytest.mark.parametrize(
    ("question", "text", "scores", "expected"),
    [
        pytest.param(
            "How much did fares rise?",
            "Fares rose by 12 percent and then became twice as high.",
            {"twice as high": 1.5, "12 percent": 1.0},
            ["12 percent"],
            id="a figure goes before what is none",
        ),
        pytest.param(
            "How much did fares rise?",
            "Fares rose by 12 percent and then became twice as high.",
            {"twice as high": PREFERRED, "12 percent": 1.0},
            ["twice as high", "12 percent"],
            id="unless the reader prefers that by far",
        ),
        pytest.param(
            "How old is the mayor?",
            "The mayor won 48.7 percent of the votes against a rival of 39 years of age.",
            {"48.7 percent": PREFERRED, "39 years of age": 1.0},
            ["39 years of age"],
            id="a share is no age",
        ),
        pytest.param(
            "How old was the driver?",
            "The race lasted 13 years. The guard was 39 and the driver was 26.",
            {"26": PREFERRED, "13 years": 1.0},
            ["26"],
            id="a bare number may be an age",
        ),
        pytest.param(
            "What share of the children was vaccinated?",
            "Nurses vaccinated 400,000 children, 80 percent more than last year.",
            {"400,000": PREFERRED, "80 percent": 1.0},
            ["80 percent"],
            id="a number is no share",
        ),
        pytest.param(
            "How long was the town occupied?",
            "The town was occupied from 4 August 1915 until May 1918, and for 63 days later.",
            {"from 4 August 1915 until May 1918": PREFERRED, "63 days": 1.0},
            ["from 4 August 1915 until May 1918", "63 days"],
            id="from one date to another tells how long",
        ),
        pytest.param(
            "How many of the workers joined?",
            "A third of the 3,000 workers joined. They are paid 40 dollars.",
            {"A third": 2.0, "3,000": 1.0, "40 dollars": 1.0},
            ["A third", "3,000"],
            id="a share tells how many of them",
        ),
        pytest.param(
            "How long is the device?",
            "The device for 40 people is 30 centimetres long and ran for three hours.",
            {"40 people": 3.0, "30 centimetres": 2.0, "three hours": 1.0},
            ["30 centimetres", "three hours"],
            id="a time or a length tells how long",
        ),
        pytest.param(
            "How many people were rescued?",
            "Divers rescued the whole crew and 12 passengers.",
            {"the whole crew": PREFERRED, "12": 1.0},
            ["12"],
            id="only a number tells how many",
        ),
        pytest.param(
            "Who speaks for the League in the valley?",
            "The League counted 6,800 tents. Astrid Vik speaks for it in the valley.",
            {"6,800": PREFERRED, "Astrid Vik": 1.0},
            ["Astrid Vik"],
            id="a number is nobody",
        ),
        pytest.param(
            "What caused the fire?",
            "A cigarette caused the fire of 2 May.",
            {"A cigarette": 1.0, "2 May": 0.5},
            ["A cigarette", "2 May"],
            id="no value is asked for",
        ),
    ],
)
def test_what_may_answer(
    question: str, text: str, scores: Mapping[str, float], expected: list[str]
) -> None:
    assert _places(question, text, scores) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("about two years ago", "about two years ago"),
        ("two years ago on a hill", "two years ago"),
        ("opened about two years ago", "two years ago"),
    ],
)
def test_a_figure_keeps_what_says_when(span: str, expected: str) -> None:
    text = "The station opened about two years ago on a hill."
    assert _places("How long ago did the station open?", text, {span: 1.0}) == [expected]
