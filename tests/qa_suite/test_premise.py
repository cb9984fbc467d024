"""What a question takes for granted and an article contradicts."""

from collections.abc import Sequence

import pytest

from index.document import Document
from index.passage import Passage
from index.sentences import sentence_bounds
from qa.actor import other_actor
from qa.claim import Contradiction, ReadSentence
from qa.language.tagger import Tagger
from qa.location import other_location
from qa.office import other_holder
from qa.opposites import opposite_told
from qa.premise import other_figure


def sentences(text: str, title: str = "Report") -> list[ReadSentence]:
    document = Document("report", title, text, "test")
    passage = Passage("report", 0, len(text), text)
    return [ReadSentence(document, passage, bounds) for bounds in sentence_bounds(text)]


def told(contradiction: Contradiction | None) -> str | None:
    if contradiction is None:
        return None
    text = contradiction.document.text
    low, high = contradiction.context
    assert low <= contradiction.start < contradiction.end <= high
    return text[contradiction.start : contradiction.end]


ACTORS = [
    pytest.param(
        "How did Larkfield Rovers manage to win the Harbour Cup?",
        "Oakham United won the Harbour Cup on Sunday, beating Larkfield Rovers 2-1.",
        "Oakham United",
        id="the loser did not win",
    ),
    pytest.param(
        "What was Ada Wren sentenced to six years for?",
        "Ada Wren is free. Wren's partner, Tom Hale, was sentenced to six years in May.",
        "Wren's partner, Tom Hale",
        id="passive, with a name that is added",
    ),
    pytest.param(
        "Why did Ada Wren resign from the port board?",
        "Tom Hale resigned from the port board on Friday. Ada Wren stays in office.",
        "Tom Hale",
        id="somebody else resigned",
    ),
    pytest.param(
        "Why did Ada Wren resign from the port board?",
        "Ada Wren resigned from the port board after Tom Hale had resigned from the port board.",
        None,
        id="both resigned",
    ),
    pytest.param(
        "Why did Ada Wren resign from the port board?",
        "Tom Hale resigned from the port board on Friday.",
        None,
        id="an article that does not know her",
    ),
    pytest.param(
        "Why did Ada Wren resign from the port board?",
        "After meeting Tom Hale, she resigned from the port board, Ada Wren said.",
        None,
        id="a pronoun is nobody else",
    ),
    pytest.param(
        "When did the HPC adopt the new port rules?",
        "In May the HPC adopted the new port rules. HPC members cheered.",
        None,
        id="initials alone are a name",
    ),
    pytest.param(
        "When did the UH adopt the new port rules?",
        "The UH met. The United Harbours Assembly adopted the new port rules in May.",
        None,
        id="initials and what they stand for",
    ),
    pytest.param(
        "Why did the US order new port rules?",
        "The US asked. The U.S. Government ordered new port rules in May.",
        None,
        id="initials with points",
    ),
    pytest.param("Who won the Harbour Cup?", "Oakham United won the Harbour Cup.", None, id="open"),
    pytest.param(
        "Why did Ada Wren impose tariffs on Lundish steel?",
        "North Belmora imposed tariffs on Lundish steel. Ada Wren said in North Belmora that it "
        "had to.",
        None,
        id="a leader acts for a country",
    ),
    pytest.param(
        "What did Ada Wren say about the ranges of the radar?",
        "Ada Wren left. Deputy Marshal Tom Hale said something about the ranges of the radar.",
        None,
        id="several may speak of it",
    ),
]


@pytest.mark.parametrize(("question", "text", "said"), ACTORS)
def test_who_did_it(tagger: Tagger, question: str, text: str, said: str | None) -> None:
    assert told(other_actor(question, sentences(text), tagger)) == said


OFFICES = [
    pytest.param(
        "Ada Wren of the opposition called it late.",
        "Finance Minister Tom Hale",
        id="somebody else holds it",
    ),
    pytest.param("Finance Minister Ada Wren called it late.", None, id="she holds it as well"),
    pytest.param("The opposition called it late.", None, id="she is not named"),
]


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "what did health minister Ada Wren tell the assembly",
            "health minister Tom Hale spoke. Ada Wren of the nurses' union left.",
            "health minister Tom Hale",
        ),
        (
            "What did former health minister Ada Wren say?",
            "Health minister Tom Hale spoke. Ada Wren left.",
            None,
        ),
        ("What did the minister Ada Wren say?", "The minister Tom Hale and Ada Wren spoke.", None),
    ],
    ids=["in small letters", "who held it once", "any minister"],
)
def test_which_office(question: str, text: str, said: str | None) -> None:
    assert told(other_holder(question, sentences(text))) == said


@pytest.mark.parametrize(("more", "said"), OFFICES)
def test_who_holds_an_office(more: str, said: str | None) -> None:
    text = f"Finance Minister Tom Hale presented the budget. {more}"
    found = other_holder("What did Finance Minister Ada Wren promise?", sentences(text))
    assert told(found) == said


def test_ministers_of_two_countries_hold_one_office() -> None:
    text = "Foreign Minister Tom Hale spoke. Belmora's foreign minister, Ada Wren, left."
    assert other_holder("What did Foreign Minister Ada Wren say?", sentences(text)) is None


OPPOSITES = [
    pytest.param(
        "Why did oil prices fall on Monday?",
        "Oil prices gave way on Monday as output in Belmora rose.",
        None,
        id="something else rose",
    ),
    pytest.param(
        "Why did the minister step down?",
        "The minister resigned on Monday after pressure on her grew.",
        None,
        id="down is no direction there",
    ),
    pytest.param(
        "Why do most people oppose the plan?",
        "At least 60 percent of people oppose the plan.",
        None,
        id="at least",
    ),
    pytest.param(
        "How did Oakham win the seat?",
        "Oakham took the seat from the Conservatives, who lost it in May.",
        None,
        id="one wins what another loses",
    ),
    pytest.param(
        "Why didn't the March attempt succeed?",
        "A first attempt failed in March.",
        None,
        id="the question denies its word",
    ),
    pytest.param(
        "Why was the plan rejected?",
        "The council approved the plan in May.",
        "approved",
        id="a passive",
    ),
    pytest.param(
        "Why is the apple harvest the largest in ten years?",
        "The apple harvest is the smallest in ten years.",
        "smallest",
        id="superlative",
    ),
    pytest.param(
        "Why did bread prices fall in March?",
        "Bread prices rose by a tenth in March.",
        "rose",
        id="direction",
    ),
    pytest.param(
        "Why did bread prices fall in March?",
        "Bread prices rose in March. In some towns bread prices fell.",
        None,
        id="both are said",
    ),
    pytest.param(
        "When did bread prices fall?",
        "Bread prices rose by a tenth in March.",
        None,
        id="another time may be meant",
    ),
    pytest.param(
        "Why did bread prices fall in March?",
        "Rents rose in April.",
        None,
        id="another matter",
    ),
    pytest.param(
        "Why was the library opened a year early?",
        "The library opened a year late. The library, said its architect, is not early.",
        "late",
        id="the question's word is denied",
    ),
    pytest.param(
        "Why does the council want to lower the parking fee?",
        "The council wants to raise the parking fee.",
        "raise",
        id="a verb",
    ),
    pytest.param(
        "Why are parking fees lower in Lund?",
        "Parking fees are higher in Lund.",
        "higher",
        id="a word of two pairs",
    ),
    pytest.param(
        "Why did the mill's profit go up?",
        "The mill's profit dropped by a fifth. Rents went up.",
        "dropped",
        id="the question's word is said of something else",
    ),
    pytest.param(
        "When did the harbour board accept Ada Wren's resignation?",
        "The harbour board refused Ada Wren's resignation.",
        "refused",
        id="a decision has no other time",
    ),
    pytest.param(
        "When did the harbour board accept Ada Wren's resignation?",
        "The harbour board refused to buy cranes.",
        None,
        id="a decision on something else",
    ),
    pytest.param(
        "Why did the port lose its case?",
        "The port won its case in May.",
        "won",
        id="lost and won",
    ),
    pytest.param(
        "Why did port fees in Lund grow?",
        "The board declined to explain port fees in Lund.",
        None,
        id="declined to do it",
    ),
]


@pytest.mark.parametrize(("question", "text", "said"), OPPOSITES)
def test_the_opposite(question: str, text: str, said: str | None) -> None:
    assert told(opposite_told(question, sentences(text))) == said


LOCATIONS = [
    pytest.param(
        "Why is the firm closing its plant in Oakham?",
        "The firm is closing its plant in Lund. In Oakham nothing changes.",
        "Lund",
        id="another town",
    ),
    pytest.param(
        "Why is the firm closing its plant in Oakham?",
        "The firm is closing its plant in Lund.",
        None,
        id="the asked town is not named",
    ),
    pytest.param(
        "Why is the firm closing its plant in Oakham?",
        "The firm is closing its plant in Lund. The Oakham plant goes, too.",
        None,
        id="there is one in both",
    ),
    pytest.param(
        "Why is the firm closing its plant in Oakham?",
        "Near a plant in Lund a farmer of Oakham found coins.",
        None,
        id="another matter",
    ),
    pytest.param("Why is the firm closing?", "The firm in Lund is closing.", None, id="no place"),
    pytest.param(
        "Who was killed in the shooting in Belmora?",
        "A nurse was killed in a shooting in Oakham. Belmora's chancellor mourned.",
        None,
        id="a town of the country",
    ),
]


@pytest.mark.parametrize(("question", "text", "said"), LOCATIONS)
def test_where_something_is(question: str, text: str, said: str | None) -> None:
    assert told(other_location(question, sentences(text))) == said


FIGURES: Sequence[object] = [
    pytest.param(
        "Why was it 48 degrees in May?", "In May it was 44 degrees Celsius.", "44 degrees Celsius"
    ),
    pytest.param(
        "Why was it 48 degrees in May?",
        "In May it was 48 degrees Celsius, in June 44 degrees Celsius.",
        None,
    ),
    pytest.param("How did the three guards die?", "One guard died in the fire.", "One guard"),
    pytest.param("How did the one guard die?", "One guard died in the fire.", None),
    pytest.param("How did the three guards die?", "One cook died in the fire.", None),
    pytest.param("Which two guards died?", "Three guards died in the fire.", None),
    pytest.param("How many ports have over 100 guards?", "The port has 1,252 guards.", None),
    pytest.param("Why did more than 100 guards die?", "In all 112 guards died.", None),
    pytest.param("Why did nearly 3,000 guards strike?", "Some 2,950 guards did strike.", None),
    pytest.param("Why did hundreds of guards strike?", "Some 840 guards did strike.", None),
    pytest.param("Why did 2 to 5 guards strike?", "Some 3 guards did strike.", None),
    pytest.param(
        "How did the 45 guards die?",
        "The 45 sleepers died in the fire. Three guards died there in May.",
        None,
    ),
    pytest.param("Who are the other four banned guards?", "It banned five guards.", None),
    pytest.param("What if one guard leaves?", "It closes when three guards leave.", None),
    pytest.param("How did 30 guards leave?", "Of 90 guards, 30 were to leave by sea.", None),
]


@pytest.mark.parametrize(("question", "text", "said"), FIGURES)
def test_another_figure(question: str, text: str, said: str | None) -> None:
    assert told(other_figure(question, sentences(text))) == said
