"""The sentence that comes nearest to a question without an answer."""

import pytest

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.nearest import nearest_sentence

TEXT = (
    "The mill at Harn stood idle for a year. Anna Brask bought the mill in May. She wants to grind "
    "oats there."
)
DOCUMENT = Document("mill", "A mill is sold", TEXT, "test")


SECOND = TEXT.index("Anna")
PASSAGES = [
    RetrievedPassage(Passage("mill", 0, SECOND - 1, TEXT[: SECOND - 1]), 1.0, 0.5, None),
    RetrievedPassage(Passage("mill", SECOND, len(TEXT), TEXT[SECOND:]), 0.9, 0.5, None),
]


def nearest(question: str) -> str | None:
    sentence = nearest_sentence(question, PASSAGES, {"mill": DOCUMENT})
    return None if sentence is None else sentence.text


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        pytest.param(
            "Why did Anna Brask sell the mill?", "Anna Brask bought the mill in May.", id="most"
        ),
        pytest.param("Who owns the mill?", "The mill at Harn stood idle for a year.", id="first"),
        pytest.param("What did Brask sow in Harn last spring?", None, id="too little of it"),
        pytest.param("Who is it?", None, id="no content words"),
    ],
)
def test_nearest_sentence(question: str, sentence: str | None) -> None:
    assert nearest(question) == sentence


def test_nothing_is_near_in_no_passage() -> None:
    assert nearest_sentence("Who owns the mill?", [], {}) is None


def test_the_bounds_are_of_the_document() -> None:
    sentence = nearest_sentence("Did she grind oats there?", PASSAGES, {"mill": DOCUMENT})
    assert sentence is not None
    assert TEXT[slice(*sentence.bounds)] == "She wants to grind oats there."
