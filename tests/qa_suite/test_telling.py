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
            "May said 40 MPs would resign. The vote may be delayed, Jane May said.",
            "May",
            "May",
            id="a surname that is a word",
        ),
        pytest.param(
            "Labour said 40 seats were safe. The labour market is tight, a Labour MP said.",
            "Labour",
            "Labour",
            id="a party that is a word",
        ),
        pytest.param(
            "Labour sources spoke of 40 seats. The labour market is tight, a Labour MP said.",
            "Labour sources",
            "Labour sources",
            id="a name before a noun",
        ),
        pytest.param(
            "Target counted 40 thefts. Thieves target its shops.",
            "Target",
            "Target",
            id="no plural",
        ),
        pytest.param(
            'Police counted 40. "Police lie," he said. The Harbour Police and other police left.',
            "Police",
            "police",
            id="a common noun that is part of a name",
        ),
        pytest.param(
            "Union leaders counted 40. The union left.", "Union leaders", "union leaders", id="two"
        ),
        pytest.param(
            "Our World in Data counted 40.", "Our World in Data", "Our World in Data", id="title"
        ),
        pytest.param(
            "All India Radio counted 40.", "All India Radio", "All India Radio", id="station"
        ),
        pytest.param(
            "Most Wanted crews counted 40. It is what Most Wanted crews do.",
            "Most Wanted crews",
            "Most Wanted crews",
            id="a name inside",
        ),
        pytest.param(
            "Several EU diplomats counted 40.",
            "Several EU diplomats",
            "several EU diplomats",
            id="some of those with a name",
        ),
        pytest.param(
            "Both Oslo and Lund counted 40.", "Both Oslo and Lund", "both Oslo and Lund", id="both"
        ),
        pytest.param(
            "Most Norwegians spoke of 40.", "Most Norwegians", "most Norwegians", id="most"
        ),
        pytest.param("Our paper counted 40.", "Our paper", "our paper", id="our"),
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
