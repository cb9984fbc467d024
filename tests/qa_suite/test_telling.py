"""How a reply words what was found."""

import pytest

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.answer import Citation
from qa.candidate import Candidate
from qa.confidence import Evidence
from qa.statement import Statement
from qa.telling import told_answer

NEW_LINES = "\n" * 100_000


def told(text: str, speaker: str, denied: bool = False) -> str:
    """The reply with the answer 40 and its speaker, each where the text has it first."""
    start, said = text.index("40"), text.index(speaker)
    document = Document("d", "Report", text, "test")
    passage = RetrievedPassage(Passage("d", 0, len(text), text), 1.0, 0.5, None)
    evidence = Evidence(1.0, 1.0, 0.5, 1.0, 1.0, 1.0)
    candidate = Candidate(document, passage, start, start + 2, 0, len(text), evidence, 0.9)
    citation = Citation(
        1, "d", "Report", "test", None, None, "d:0", "40", start, start + 2, text, 0, len(text)
    )
    statement = Statement(candidate, (said, said + len(speaker)), None, denied)
    return told_answer(statement, citation)


@pytest.mark.parametrize(
    ("text", "speaker", "worded"),
    [
        pytest.param("The mayor counted 40 boats.", "The mayor", "the mayor", id="article"),
        pytest.param("These notes speak of 40.", "These notes", "these notes", id="these"),
        pytest.param(
            "Officials said 40 left. Other officials fled.", "Officials", "officials", id="common"
        ),
        pytest.param(
            "It rained. Police in Lund counted 40. The police left.",
            "Police in Lund",
            "police in Lund",
            id="common with a place",
        ),
        pytest.param(
            "Police Chief Jane Doe counted 40. The police left.",
            "Police Chief Jane Doe",
            "Police Chief Jane Doe",
            id="title",
        ),
        pytest.param("Reuters counted 40 boats.", "Reuters", "Reuters", id="name"),
        pytest.param(
            f"It rained.{NEW_LINES}Police in Lund counted 40. The police left.",
            "Police in Lund",
            "police in Lund",
            id="many empty lines",
        ),
        pytest.param(
            f"It rained on{' ' * 100_000}Police in Lund, who counted 40. The police left.",
            "Police in Lund",
            "Police in Lund",
            id="many blanks",
        ),
        pytest.param(
            "The firm, said Apple, sold 40 and an apple.", "Apple", "Apple", id="name inside"
        ),
    ],
)
def test_a_speaker_stands_within_a_sentence(text: str, speaker: str, worded: str) -> None:
    assert told(text, speaker) == f"40, according to {worded} [1]."


def test_what_a_speaker_denies_is_told_as_denied() -> None:
    text = "The army denied that 40 had died."
    assert told(text, "The army", denied=True) == "40, denied by the army [1]."
