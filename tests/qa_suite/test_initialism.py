"""One body by its full name and its initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.candidate import Candidate
from qa.confidence import Evidence
from qa.conflict import together
from qa.initialism import in_one_form, voice_words
from qa.statement import Statement
from qa.value_distance import NEVER, DistanceOptions, ValueDistance

HEALTH = "The World Health Organization (WHO) counted 30. The WHO spoke of 40 later."
COUNCIL = "The Danish Refugee Council (DRC) counted 30. The Dutch Rowing Club spoke of 40."
PROBABILITY = 0.6


@pytest.mark.parametrize(
    ("one", "other", "text", "same"),
    [
        ("the World Health Organization", "WHO", HEALTH, True),
        ("WHO", "The World Health Organization", "", True),
        ("the W.H.O.", "the World Health Organization", "", True),
        ("the Ministry of Defence", "the MoD", "", True),
        ("the United Nations", "the UN", "", True),
        ("the Federal Security Service", "FSB", "the Federal Security Service (FSB)", True),
        ("the Federal Security Service", "FSB", "the Federal Security Service met the FSB", False),
        (
            "the Centers for Disease Control and Prevention",
            "the CDC",
            "the Centers for Disease Control and Prevention (C.D.C.)",
            True,
        ),
        ("the Danish Refugee Council", "the DRC", COUNCIL, True),
        ("the Dutch Rowing Club", "the DRC", COUNCIL, False),
        ("the Dutch Rowing Club", "the DRC", "", True),
        ("Jane Doe", "the SPD", "Jane Doe (SPD)", False),
        ("the health ministry", "WHO", HEALTH, False),
        ("the police", "the PM", "", False),
        ("world health organization", "WHO", "", False),
    ],
)
def test_names_of_one_body(one: str, other: str, text: str, same: bool) -> None:
    names = in_one_form(one, other, text)
    assert (voice_words(names[0]) == voice_words(names[1])) == same


def test_a_typed_name_may_lack_capitals() -> None:
    assert in_one_form("world health organization", "the WHO", HEALTH, typed=True)[0] == "WHO"
    full = "the United Nations High Commissioner for Refugees"
    assert in_one_form("unhcr", full, "", typed=True)[1] == "the unhcr"


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=80))
def test_any_names_are_taken(one: str, other: str, text: str) -> None:
    in_one_form(one, other, text, typed=True)


def said(text: str, speaker: str, document_id: str = "report") -> Statement:
    """A statement of a speaker whom a text names."""
    start = text.index(speaker)
    document = Document(document_id, "Report", text, "test")
    passage = RetrievedPassage(Passage(document_id, 0, len(text), text), 1.0, 0.5, None)
    evidence = Evidence(1.0, 1.0, 0.5, 1.0, 1.0, 1.0)
    candidate = Candidate(document, passage, start, start + 1, 0, len(text), evidence, PROBABILITY)
    return Statement(candidate, (start, start + len(speaker)), None)


def apart(one: Statement, other: Statement) -> float:
    return ValueDistance("", {}, DistanceOptions()).of_voices(one, other)


def test_a_body_is_one_source_by_both_its_names() -> None:
    one, other = said(HEALTH, "The World Health Organization"), said(HEALTH, "The WHO")
    assert apart(one, other) == NEVER
    assert together([one, other]) == pytest.approx(PROBABILITY)


def test_initials_that_are_introduced_for_another_name_are_another_source() -> None:
    one, other = said(COUNCIL, "DRC"), said(COUNCIL, "The Dutch Rowing Club")
    assert apart(one, other) == -DistanceOptions().sources
    assert together([one, other]) == pytest.approx(1 - (1 - PROBABILITY) ** 2)


def test_initials_in_another_article_may_be_of_another_body() -> None:
    text = "The Dutch Rowing Club counted 40."
    one, other = said(COUNCIL, "DRC"), said(text, "The Dutch Rowing Club", "other")
    assert apart(one, other) == 0.0
    assert together([one, other]) == pytest.approx(1 - (1 - PROBABILITY) ** 2)


def test_initials_that_look_like_a_pronoun_name_a_source() -> None:
    text = "WHO counted 30. The ministry spoke of 40."
    assert apart(said(text, "WHO"), said(text, "The ministry")) == -DistanceOptions().sources


def test_a_title_is_not_the_initials_of_a_person() -> None:
    text = "MP John Roe counted 30. Mary Poe spoke of 40."
    assert apart(said(text, "MP John Roe"), said(text, "Mary Poe")) == -DistanceOptions().sources
