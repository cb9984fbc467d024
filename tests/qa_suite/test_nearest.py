"""The sentence that comes nearest to a question without an answer."""

import pytest

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.candidate import Candidate
from qa.confidence import Evidence
from qa.nearest import LIKELY, nearest_sentence, sentence_by_words

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
    sentence = sentence_by_words(question, PASSAGES, {"mill": DOCUMENT})
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
def test_the_sentence_with_most_words(question: str, sentence: str | None) -> None:
    assert nearest(question) == sentence


def test_nothing_is_near_in_no_passage() -> None:
    assert sentence_by_words("Who owns the mill?", [], {}) is None
    assert nearest_sentence("Who owns the mill?", [], [], {}) is None


def test_the_bounds_are_of_the_document() -> None:
    sentence = sentence_by_words("Did she grind oats there?", PASSAGES, {"mill": DOCUMENT})
    assert sentence is not None
    assert TEXT[slice(*sentence.bounds)] == "She wants to grind oats there."


def candidate(probability: float) -> Candidate:
    """The buyer, in the second sentence."""
    start = TEXT.index("Anna Brask")
    bounds = start, TEXT.index(" She wants")
    evidence = Evidence(0.0, 0.0, 0.5, 0.5, 0.5, 0.5)
    end = start + len("Anna Brask")
    return Candidate(DOCUMENT, PASSAGES[1], start, end, *bounds, evidence, probability)


@pytest.mark.parametrize(
    ("probability", "sentence"),
    [
        pytest.param(LIKELY, "Anna Brask bought the mill in May.", id="likely"),
        pytest.param(0.9 * LIKELY, "The mill at Harn stood idle for a year.", id="by its words"),
    ],
)
def test_a_likely_candidate_goes_before_words(probability: float, sentence: str) -> None:
    candidates = [candidate(probability), candidate(0.01)]
    nearest = nearest_sentence("Who owns the mill?", candidates, PASSAGES, {"mill": DOCUMENT})
    assert nearest is not None
    assert nearest.text == sentence
    assert nearest.passage.start <= nearest.bounds[0] < nearest.passage.end
