"""What is known of a place beside the words of the question."""

import pytest

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.answering import AnswererModels
from qa.place import ReadPassage
from qa.second_reading import FIRST_READING
from qa.span import Span
from qa.text_words import TextWords
from qa.weighing import weigh


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("How many US soldiers stay?", "Some 900 US troops stay.", 1.0),
        ("How many American soldiers stay?", "Some 900 US troops stay.", 1.0),
        ("How many US soldiers stay?", "Some 900 U.S. troops stay.", 1.0),
        ("How many U.S. soldiers stay?", "Some 900 American troops stay.", 1.0),
        ("How many soldiers of the United States stay?", "Some 900 American troops stay.", 1.0),
        ("How many Dutch soldiers stay?", "Some 900 men of the Netherlands stay.", 1.0),
        ("How many American soldiers stay?", "Some 900 Danish troops stay.", 0.0),
        ("How many American soldiers stay in Lund?", "Some 900 US troops stay.", 0.5),
        ("How many South American soldiers stay?", "Some 900 US troops stay.", 0.0),
        ("How many soldiers does Belm say stay?", "Some 900 US troops stay.", 0.0),
        ("How many soldiers stay?", "Some 900 US troops stay.", 1.0),
    ],
)
def test_a_country_is_named_by_any_of_its_names(
    question: str, text: str, share: float, models: AnswererModels
) -> None:
    document = Document("report", "Report", text, "test")
    passage = RetrievedPassage(Passage("report", 0, len(text), text), 1.0, 0.5, None)
    start = text.index("900")
    (candidate,) = weigh(
        question,
        [Span(0, start, start + len("900"), 1.0)],
        [ReadPassage(passage, document, (), TextWords.of(text), TextWords.of("Report"), 1.0)],
        models.reader,
        models.calibration,
        FIRST_READING,
    )
    assert candidate.evidence.name_coverage == share
