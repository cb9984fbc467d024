"""The second reading for figures, on reports that no rule was written for."""

import pytest

from index.document import Document
from index.encoder import Encoder
from index.passage import Passage, RetrievedPassage
from qa.answering import Answerer
from qa.bridging import SAME_MEANING, find_bridge
from qa.question import Question

TEXT = (
    "The relief agency said its volunteers had been sent to a warehouse in Osterby, close to the "
    "flooded valley. The mayor of Lund thanked 40 bakers for their bread."
)
DOCUMENT = Document("relief", "Flood relief", TEXT, "test")


def retrieved(text: str) -> list[RetrievedPassage]:
    passage = Passage(DOCUMENT.document_id, 0, len(text), text)
    return [RetrievedPassage(passage, 1.0, 0.5, 1.0)]


def test_a_bridge_speaks_of_every_word_in_its_own_words(encoder: Encoder) -> None:
    bridge = find_bridge(
        "How many volunteers are in Osterby?", retrieved(TEXT), {"relief": DOCUMENT}, encoder
    )
    assert bridge is not None
    assert bridge.text == TEXT[bridge.start : bridge.end]
    assert bridge.text.startswith("The relief agency")
    assert SAME_MEANING <= bridge.closeness <= 1.0
    assert bridge.expand("How many?") == f"How many? {bridge.text}"


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("How many zebras are in Osterby?", id="other-thing"),
        pytest.param("How many volunteers are in Malmo?", id="other-place"),
        pytest.param("How many bakers are in Lund?", id="its-sentence-has-a-number"),
        pytest.param("how many of the", id="no-content-word"),
    ],
)
def test_nothing_bridges_what_the_text_does_not_speak_of(question: str, encoder: Encoder) -> None:
    assert find_bridge(question, retrieved(TEXT), {"relief": DOCUMENT}, encoder) is None


def test_no_passage_no_bridge(encoder: Encoder) -> None:
    assert find_bridge("How many volunteers?", [], {}, encoder) is None


def test_every_answer_has_its_citation_and_every_citation_is_exact(
    sample_answerer: Answerer,
) -> None:
    (answer,) = sample_answerer.answer([Question("how many troops are in Kursk")])
    assert answer.status == "conflicting"
    assert answer.answers[0].value is not None
    assert answer.answers[0].value.number == 3_000
    numbers = {citation.number for citation in answer.citations}
    assert {entry.citation for entry in answer.answers} <= numbers
    for citation in answer.citations:
        text = sample_answerer.index.document(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
