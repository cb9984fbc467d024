"""What tells figures apart: the year, the noun that is counted, the source that is asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.candidate import Candidate
from qa.confidence import Evidence
from qa.conflict import of_sources
from qa.counted_noun import AskedNames, head_of, is_part, is_person, likeness, owner_in
from qa.coverage import named_in, names
from qa.figure import figure_bounds, figures_in
from qa.nation import nations_in
from qa.quantity import asked_noun
from qa.source_clause import asked_sources
from qa.sources import SourcedQuestion
from qa.statement import Statement
from qa.text_words import TextWords
from qa.timing import AskedTime, TimeOptions
from qa.value_parsing import find_values


def said_by(speaker: str) -> Statement:
    """A statement of a speaker, of whom alone its document speaks."""
    document = Document("d", "Report", speaker, "test")
    passage = RetrievedPassage(Passage("d", 0, len(speaker), speaker), 1.0, 0.5, None)
    evidence = Evidence(1.0, 1.0, 0.5, 1.0, 1.0, 1.0)
    candidate = Candidate(document, passage, 0, 1, 0, len(speaker), evidence, 0.9)
    return Statement(candidate, (0, len(speaker)), None)


CONTRADICTED, OTHER = TimeOptions().contradicted, TimeOptions().other
PUBLISHED = date(2024, 5, 14)
TIMES = [
    pytest.param("How many cases were there?", "There were 40 cases.", "", 1.0, id="no year"),
    pytest.param("How many in 2019?", "There were 40 in 2019.", "", 1.0, id="the same"),
    pytest.param("How many in 2019?", "There were 40 in 2021.", "", CONTRADICTED, id="other"),
    pytest.param("How many in 2019?", "There were 40.", "", CONTRADICTED, id="the article's"),
    pytest.param("How many in 2024?", "There were 40.", "", 1.0, id="asked for the article's"),
    pytest.param("How many in 2019?", "There were 40.", "It was in 2019.", 1.0, id="said before"),
    pytest.param("How many in 2017?", "It rose from 2015 to 2019.", "", 1.0, id="in a stretch"),
    pytest.param("How many?", "In 1994 there were 40.", "", OTHER, id="an earlier time"),
    pytest.param("How many this year?", "Last year there were 40.", "", CONTRADICTED,
                 id="relative"),
    pytest.param("How many died?", "Some 1500 people died.", "", 1.0, id="a count is no year"),
    pytest.param("How many in 2024?", "It will cut 2000 jobs.", "", 1.0, id="nor where one is"),
    pytest.param("How much in 2024?", "It costs $1999.", "", 1.0, id="nor is a sum"),
    pytest.param("How many in 2000?", "There were 40.", "They had 2000 jobs.", CONTRADICTED,
                 id="nor before"),
    pytest.param("How many since the war began in 2022?", "By now 40 died.", "", 1.0, id="since"),
    pytest.param("How many since 2022?", "In 2023 there were 40.", "", 1.0, id="within since"),
    pytest.param("How many since 2022?", "In 2021 there were 40.", "", CONTRADICTED,
                 id="before since"),
    pytest.param("How many from 2015 on?", "There are 40.", "", 1.0, id="from then on"),
    pytest.param("How many before 2010?", "In 2005 there were 40.", "", 1.0, id="before"),
    pytest.param("How many before 2010?", "In 2012 there were 40.", "", CONTRADICTED,
                 id="not before"),
    pytest.param("How many between 2010 and 2014?", "In 2012 there were 40.", "", 1.0,
                 id="in an asked stretch"),
    pytest.param("How many in the 1990s?", "In 1995 there were 40.", "", 1.0, id="in a decade"),
    pytest.param("How many in the 1990s?", "In 2005 there were 40.", "", CONTRADICTED,
                 id="in another decade"),
    pytest.param("How many?", "It is the most since 2011, 40.", "", 1.0, id="told since"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "sentence", "before", "factor"), TIMES)
def test_time(question: str, sentence: str, before: str, factor: float) -> None:
    assert AskedTime(question).factor(sentence, before, PUBLISHED) == factor


def test_december_is_recent_in_january() -> None:
    factor = AskedTime("How many?").factor(
        "40 since the middle of December.", "", date(2025, 1, 16)
    )
    assert factor == 1.0


def test_an_article_without_a_day_tells_no_time() -> None:
    assert AskedTime("How many in 2019?").factor("There were 40.", "", None) == 1.0


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        pytest.param("people", "patients", 1, 1, id="anybody"),
        pytest.param("miners", "absentees", 0.5, 0.5, id="persons"),
        pytest.param("cholera infections", "cases of cholera", 1, 1, id="a shared word"),
        pytest.param("people", "tonnes of wheat", 0.1, 0.1, id="no person"),
        pytest.param("people", "rescued miners", 1, 1, id="known persons"),
        pytest.param("people", "beekeepers", 0.5, 0.5, id="persons by their ending"),
        pytest.param("people", "helicopters", 0.1, 0.1, id="an ending of things as well"),
        pytest.param("people", "nuclear reactors", 0.1, 0.1, id="reactors"),
        pytest.param("people", "newspapers", 0.1, 0.1, id="newspapers"),
        pytest.param("workers", "tractors", 0.1, 0.1, id="tractors"),
        pytest.param("people", "checklists", 0.1, 0.1, id="lists"),
    ],
)
def test_likeness(one: str, other: str, low: float, high: float) -> None:
    assert low <= likeness(one, other, 0.1) <= high


def test_heads_and_persons() -> None:
    assert head_of("armed border guards of the north") == "guards"
    assert is_person("armed border guards")
    assert not is_person("burnt towers")
    things = """corridors cancers tigers hamburgers sensors variants degrees printers tremors plants
        committees shelters"""
    assert not any(map(is_person, things.split()))


@pytest.mark.parametrize(
    ("asked", "counted", "part"),
    [
        pytest.param("children", "people", True, id="children are not all people"),
        pytest.param("injured children", "persons on board", True, id="the heads decide"),
        pytest.param("passengers", "people", False, id="passengers may be all of them"),
        pytest.param("people", "children", False, id="the other way round"),
        pytest.param("", "people", False, id="nothing is counted"),
    ],
)
def test_a_part_of_the_people(asked: str, counted: str, part: bool) -> None:
    assert is_part(asked, counted) is part


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many cholera cases are there?", "cholera cases"),
        ("number of injured passengers in the crash", "injured passengers"),
        ("Who won?", ""),
    ],
)
def test_asked_noun(question: str, noun: str) -> None:
    assert asked_noun(question) == noun


def test_names_typed_without_capitals_are_found_in_the_texts() -> None:
    texts = ["Storm Ottilie killed five people.", "The storm passed. Ottilie was strong."]
    words = [TextWords.of(text) for text in texts]
    assert named_in("how many people did ottilie kill in the storm", words) == {"ottil"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("When did the US leave the UN?", {"us", "un"}),
        ("FBI", {"fbi"}),
        ("WHEN DID THE US LEAVE", frozenset()),
        ("What did Us say in 2019?", {"2019"}),
    ],
)
def test_names_of_a_text(text: str, found: set[str]) -> None:
    assert names(text) == found


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        pytest.param("Gusts reached 235.", "measure", ["235"], id="a measure without its unit"),
        pytest.param("The budget is cut by 45 million.", "money", ["45 million"], id="money"),
        pytest.param("They can claim 75 pounds.", "money", ["75 pounds"], id="pounds"),
        pytest.param("Some 40 nurses came.", "money", [], id="what is counted is no money"),
        pytest.param(
            "Of 540 flights 320 were cancelled.", "money", [], id="something was done to it"
        ),
        pytest.param("The keeper was 39, the coach is 54.", "age", ["39", "54"], id="ages"),
        pytest.param("They sold 1,200.", "age", [], id="too old"),
        pytest.param("In 2019 it was the third.", "number", [], id="no amount"),
        pytest.param(
            "It measures 40 centimetres and ran 3 hours for 30 people.",
            "extent",
            ["40 centimetres", "3 hours"],
            id="a time or a length",
        ),
    ],
)
def test_figures_of_a_kind(text: str, kind: str, found: list[str]) -> None:
    assert [text[f.start : f.end] for f in figures_in(text, kind, None)] == found


@pytest.mark.parametrize(
    ("text", "span", "said"),
    [
        ("Profit rose by 17 percent to a record", "rose by 17 percent to a record", "17 percent"),
        ("He may get up to 12 years in prison", "up to 12 years in prison", "up to 12 years"),
        ("Some 40 nurses came late", "Some 40 nurses came late", "Some 40 nurses"),
    ],
)
def test_a_span_is_cut_to_its_figure(text: str, span: str, said: str) -> None:
    start = text.index(span)
    (figure,) = find_values(text)
    low, high = figure_bounds(text, (start, start + len(span)), figure)
    assert text[low:high] == said


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("How many joined, according to the union?", ["the union"]),
        ("How many Danish sailors does Norway say were lost?", ["Norway"]),
        ("how many sailors does norway say denmark lost", ["norway"]),
        ("How many workers does the company say are on strike?", ["the company"]),
        ("How many has the UN counted?", ["the UN"]),
        ("At how much does the bank put the damage?", []),
        ("How much does the bank put the damage at?", ["the bank"]),
        ("How many do the union and the company say joined?", ["the union and the company"]),
        ("How many people Acme says it employs", ["Acme"]),
        ("How many people died, the union says?", ["the union"]),
        ("How many ships did the navy lose, as analysts say?", ["analysts"]),
        ("How many deaths were reported by the ministry on Monday?", ["the ministry"]),
        ("What does the ministry's estimate say?", ["the ministry"]),
        ("What is the union's own estimate?", ["the union"]),
        ("By the agency's count how many fled?", ["the agency"]),
        ("How much was lost by the agency's reckoning?", ["the agency"]),
        ("How many does Acme now say were hurt?", ["Acme"]),
        ("What is the estimate from the institute?", ["the institute"]),
        ("How many joined, if you believe the police?", ["the police"]),
        ("How many, in the view of the judge, were innocent?", ["the judge"]),
        ("wheat forecast ministry vs growers", ["ministry", "growers"]),
        ("How many police officers were reported injured?", []),
        ("How many workers say that they were paid?", []),
        ("How many were killed by Norway?", []),
        ("How much did the state give to farmers?", []),
        ("How many votes does the count include?", []),
        ("How many did she say died?", []),
        ("Who said that 40 had been forecast?", []),
        ("What do the army claim and what do the rebels claim?", ["the army", "the rebels"]),
        (
            "How many does Norway say died and how many does Denmark say died?",
            ["Norway", "Denmark"],
        ),
        ("What are the figures of the army and of the rebels?", ["the army", "the rebels"]),
        ("deaths, figure of the army and figure of the rebels", ["the army", "the rebels"]),
        ("What is the army's figure and what is the rebels' count?", ["the army", "the rebels"]),
        ("How many, according to the army and according to Acme?", ["the army", "Acme"]),
        ("How many, according to the army, and according to Acme?", ["the army", "Acme"]),
        ("How many dead do the army and the rebels each claim?", ["the army", "the rebels"]),
        ("How many do the police count?", ["the police"]),
        ("How many votes did the first count in May find?", []),
        ("How many does the company say the union claimed?", ["the company"]),
        ("How many joined, by all the counts?", []),
        ("How many joined, according to each source?", []),
        ("How many joined?", []),
        ("", []),
    ],
)
def test_whose_figure_is_asked_for(question: str, sources: list[str]) -> None:
    assert asked_sources(question) == sources


@given(st.text(max_size=80))
def test_any_question_is_looked_through_for_sources(question: str) -> None:
    asked_sources(question)


@pytest.mark.parametrize(
    ("question", "speakers", "kept"),
    [
        (
            "How many Danish sailors does Norway say were lost?",
            ["Norwegian officials", "Denmark"],
            ["Norwegian officials"],
        ),
        (
            "How many workers does the company say are on strike?",
            ["workers", "a company spokesman", "the union"],
            ["a company spokesman"],
        ),
        (
            "How many police officers were reported injured?",
            ["the union", "police"],
            [],
        ),
        (
            "wheat forecast ministry vs growers",
            ["the agriculture ministry", "the growers' association", "a bank"],
            ["the agriculture ministry", "the growers' association"],
        ),
        ("wheat forecast ministry vs growers", ["the agriculture ministry", "Acme"], []),
        (
            "What do the army claim and what do the rebels claim?",
            ["the army", "rebels", "the mayor"],
            ["the army", "rebels"],
        ),
        ("What do the army claim and what do the rebels claim?", ["the army"], []),
        (
            "How many fell ill, according to the WHO?",
            ["The World Health Organization", "the ministry"],
            ["The World Health Organization"],
        ),
        ("How many joined, according to each source?", ["the union"], []),
    ],
)
def test_figures_of_the_asked_sources(question: str, speakers: list[str], kept: list[str]) -> None:
    told = of_sources(question, list(map(said_by, speakers)))
    assert [statement.speaker_name for statement in told] == kept


@pytest.mark.parametrize(
    ("question", "bare", "source"),
    [
        ("How many joined, according to the union?", "How many joined?", "the union"),
        ("According to the union, how many joined?", "how many joined?", "the union"),
        ("how many joined according to the union", "how many joined?", "the union"),
        ("How many, according to the union (strike)?", "How many (strike)?", "the union"),
        (
            "How many fell ill according to the agency (WHO)",
            "How many fell ill (WHO)?",
            "the agency",
        ),
    ],
)
def test_a_source_is_parted_from_its_question(question: str, bare: str, source: str) -> None:
    assert SourcedQuestion.of(question) == SourcedQuestion(bare, source)


@pytest.mark.parametrize(
    "question", ["How many joined?", "How many joined, according to each source?", ""]
)
def test_questions_without_one_source(question: str) -> None:
    assert SourcedQuestion.of(question) is None


@pytest.mark.parametrize(
    ("source", "speaker", "same"),
    [
        ("the union", "The miners' union", True),
        ("the defence minister", "Defence Minister Jane Doe", True),
        ("Mayor Doe", "Mayor Jane Doe", True),
        ("the coast guard", "Coast Guard estimates", True),
        ("Belgian intelligence", "Dutch intelligence", False),
        ("the union", "The company", False),
        ("the union", None, False),
        ("the mayor of Oslo", "the mayor of Lund", False),
        ("the mayor of oslo", "the mayor of Lund", False),
        ("the mayor of Oslo", "Oslo's mayor", True),
        ("the mayor of Oslo", "Oslo Mayor Jane Doe", True),
        ("the mayor of Oslo", "the mayor", True),
        ("the president of Peru", "the president of Chile", False),
        ("the president of Peru", "the Peruvian president", True),
        ("the president of Peru", "President Jane Doe", True),
        ("the president of Peru", "the former president", False),
        ("the health ministry", "the interior ministry", False),
        ("the health ministry", "the Interior Ministry", False),
        ("the health ministry", "the ministry of health", True),
        ("the health ministry", "the ministry", True),
        ("the ministry of health", "the ministry of the interior", False),
        ("South Korea", "North Korea", False),
        ("South Korea", "South Korean officials", True),
        ("Korea", "South Korean officials", True),
        ("South Zelland", "North Zelland", False),
        ("Austria", "Australian officials", False),
        ("Niger", "Nigerian officials", False),
        ("the company", "the company's rival", False),
        ("the company's rival", "the company", False),
        ("the company", "the company's chief executive", True),
        ("the company", "a company spokesman", True),
        ("the US", "US officials", True),
        ("the US", "a US official", True),
        ("the us", "American officials", True),
        ("US intelligence", "American intelligence officials", True),
        ("WHO", "a WHO spokesman", True),
        ("the who", "a WHO spokesman", True),
        ("WHO", "the mayor who resigned", False),
        ("WHO", "the World Health Organization", True),
        ("the who", "World Health Organization officials", True),
        ("world health organization", "a WHO spokesman", True),
        ("the World Bank", "a WHO spokesman", False),
        ("the army and according to the rebels", "rebels", True),
        ("China", "Chinese officials", True),
        ("France", "the French army", True),
        ("Turkey", "Turkish media", True),
        ("Poland", "the Polish prime minister", True),
        ("the UK government", "the British government", True),
        ("Scotland", "English officials", False),
        ("Chile", "the Peruvian ambassador to Chile", False),
        ("Peruvian officials", "Peru", True),
        ("Chile", "Chile's neighbours", False),
        ("US officials", "Hamas officials", False),
        ("Peru's general staff", "Zelland's general staff", False),
        ("Zelland's general staff", "Peru's general staff", False),
        ("Lund officials", "Officials", True),
        ("Mayor Doe", "Jane Doe", True),
        ("Jane Doe", "John Doe", False),
        ("the regional governor", "the governor of Lund", True),
        ("the union and the company", "the company", True),
        ("the health ministry and police", "city police", True),
        ("the health ministry and police", "the interior ministry", False),
        ("two officials", "senior officials", True),
        ("", "the company", False),
    ],
)
def test_who_is_the_source(source: str, speaker: str | None, same: bool) -> None:
    assert SourcedQuestion("How many?", source).is_from(speaker) == same


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_source_and_speaker_are_taken(source: str, speaker: str) -> None:
    SourcedQuestion("How many?", source).is_from(speaker)


@pytest.mark.parametrize(
    ("text", "typed", "countries"),
    [
        ("French and German troops", False, {"FR", "DE"}),
        ("South Korea’s army", False, {"KR"}),
        ("Korean officials", False, {"KR", "KP"}),
        ("the Democratic Republic of Congo", False, {"CD"}),
        ("U.S.-led forces", False, {"US"}),
        ("told us of turkey farms", False, set()),
        ("us troops", True, {"US"}),
        ("what they told us", True, set()),
        ("South American farmers", False, set()),
        ("Papua New Guinea", False, {"PG"}),
    ],
)
def test_countries_of_a_text(text: str, typed: bool, countries: set[str]) -> None:
    assert nations_in(text, typed) == countries


@pytest.mark.parametrize(
    ("asked", "counted", "text", "others"),
    [
        ("American troops", "US troops", "Some 900 US troops, American officials said.", False),
        ("british soldiers", "UK soldiers", "Some 900 UK soldiers, a British aide said.", False),
        ("us troops", "Danish troops", "American planes took 900 Danish troops home.", True),
        ("US troops", "Danish troops", "Planes took 900 Danish troops home.", False),
        ("UN soldiers", "Nepalese soldiers", "The UN lost three Nepalese soldiers.", False),
        ("Zelland's troops", "Danish troops", "Zelland faced 900 Danish troops.", True),
        ("Korean officials", "North Korean officials", "North Korean and Korean men met.", False),
    ],
)
def test_a_country_is_one_by_all_its_names(
    asked: str, counted: str, text: str, others: bool
) -> None:
    assert AskedNames(asked, "").differ(counted, text) == others


@pytest.mark.parametrize(
    ("asked", "counted", "others"),
    [
        pytest.param("Belgian troops", "Dutch troops", True, id="two names"),
        pytest.param("belgian troops", "Dutch troops", True, id="typed without a capital"),
        pytest.param("Dutch soldiers", "Dutch troops", False, id="one name"),
        pytest.param("troops", "Dutch troops", False, id="none asked"),
        pytest.param("Belgian troops", "troops", False, id="none told"),
        pytest.param("Netherlandish troops", "Dutch troops", False, id="a name the text lacks"),
        pytest.param("young troops", "Dutch troops", False, id="no name"),
    ],
)
def test_figures_of_others(asked: str, counted: str, others: bool) -> None:
    text = "Some 300 Dutch troops and young Belgian officers crossed the river."
    assert AskedNames(asked, "").differ(counted, text) == others


@pytest.mark.parametrize(
    ("question", "counted", "others"),
    [
        ("How many ships does South Zelland have?", "North Zelland ships", True),
        ("how many ships does south zelland have", "North Zellander ships", True),
        ("How many ships does South Zelland have?", "South Zelland ships", False),
        ("How many ships does South Zelland have?", "Belgian ships", False),
        ("How many ships does Zelland have?", "North Zelland ships", False),
        ("How many ships does South Zelland have?", "ships", False),
        ("How many South Zelland ships are there?", "North Zelland ships", True),
        ("How many ships does South Zelland say have left?", "North Zelland ships", False),
    ],
)
def test_a_direction_tells_names_apart(question: str, counted: str, others: bool) -> None:
    text = f"South Zelland, North Zelland and Belgian crews met. Some 30 {counted} came."
    asked = AskedNames(asked_noun(question), owner_in(question))
    assert asked.differ(counted, text) == others
