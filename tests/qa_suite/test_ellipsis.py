"""Questions that change a part of the one before, and pronouns made explicit."""

import pytest

from qa.ellipsis import continue_question, continues
from qa.pronouns import asks_of_several, has_pronoun, replace_pronoun

CONTINUED = [
    pytest.param(
        "And according to the union?",
        "How many workers joined the strike, according to the ministry?",
        "How many workers joined the strike according to the union?",
        id="another source",
    ),
    pytest.param(
        "What about the union?",
        "How many joined the strike according to the ministry?",
        "How many joined the strike according to the union?",
        id="another source without a preposition",
    ),
    pytest.param(
        "And in 2019?",
        "How many people died in 2018?",
        "How many people died in 2019?",
        id="another year",
    ),
    pytest.param(
        "what about 2019", "what did rain cost in 2018", "what did rain cost in 2019?", id="year"
    ),
    pytest.param(
        "What about Rotterdam?",
        "How long did the strike last in Hamburg?",
        "How long did the strike last in Rotterdam?",
        id="another place",
    ),
    pytest.param(
        "in Hamburg?",
        "How many died in Bonn according to police?",
        "How many died in Hamburg according to police?",
        id="the source stays",
    ),
    pytest.param(
        "And the year before?",
        "How much did the firm earn in 2018?",
        "How much did the firm earn in 2017?",
        id="the year before a named one",
    ),
    pytest.param(
        "And the year before?",
        "How much did the firm earn?",
        "How much did the firm earn, the year before?",
        id="nothing to replace",
    ),
    pytest.param(
        "And what does the institute think?",
        "What growth does the ministry expect for the country?",
        "What growth does the institute expect for the country?",
        id="what another source thinks",
    ),
    pytest.param(
        "And according to the union?",
        "What does the company say about pay?",
        "What does the union say about pay?",
        id="another source of a saying",
    ),
    pytest.param(
        "and by spring?",
        "How many observers does the mission have?",
        "How many observers does the mission have by spring?",
        id="a part is added",
    ),
    pytest.param(
        "And in the whole of the previous year?",
        "How many cases of flu has Lund had since January?",
        "How many cases of flu has Lund had in the whole of the previous year?",
        id="another time with another preposition",
    ),
    pytest.param(
        "And in Malmo?",
        "How many cases of flu has Lund had since January?",
        "How many cases of flu has Lund had since January in Malmo?",
        id="a place is no time",
    ),
    pytest.param(
        "What about the Liberal Forum?",
        "What share of the vote do the Green Farmers have?",
        "What share of the vote do the Liberal Forum have?",
        id="another name with its article",
    ),
    pytest.param(
        "And the ship she replaces?",
        "How long is the Northern Star?",
        "How long is the ship she replaces?",
        id="another thing",
    ),
    pytest.param(
        "And the children?",
        "How many adults were hurt in Bonn?",
        "How many adults were hurt in Bonn, the children?",
        id="another thing has no place",
    ),
]


@pytest.mark.parametrize(("question", "previous", "resolved"), CONTINUED)
def test_a_part_changes_the_question_before(question: str, previous: str, resolved: str) -> None:
    assert continues(question)
    assert continue_question(question, previous) == resolved


@pytest.mark.parametrize(
    "question",
    [
        "How many people died?",
        "And why?",
        "And how many were injured?",
        "In 2019, how many people died?",
        "Where did it happen?",
        "Is it true?",
        "",
        "?",
        "and",
        "According to the ministry, who won the vote in the southern districts of the country?",
    ],
)
def test_whole_questions_do_not_continue(question: str) -> None:
    assert not continues(question)


@pytest.mark.parametrize(
    ("question", "explicit"),
    [
        ("Where might they be moved?", "Where might the soldiers be moved?"),
        ("What did he say about his plan?", "What did the soldiers say about his plan?"),
        ("Who is their commander?", "Who is the soldiers' commander?"),
        ("What is her age?", "What is the soldiers' age?"),
        ("Did anyone see her?", "Did anyone see the soldiers?"),
        ("Who spoke to her in May?", "Who spoke to the soldiers in May?"),
        ("WHERE ARE THEY", "WHERE ARE the soldiers"),
        ("Who won?", "Who won?"),
        ("Is the theme heard?", "Is the theme heard?"),
        ("What do those men want?", "What do the soldiers want?"),
        ("Which country is that firm from?", "Which country is the soldiers from?"),
        ("Who said that men left?", "Who said that men left?"),
    ],
)
def test_the_first_pronoun_is_made_explicit(question: str, explicit: str) -> None:
    assert has_pronoun(question) == (question != explicit)
    assert replace_pronoun(question, "the soldiers") == explicit


def test_a_name_owns_with_an_apostrophe() -> None:
    assert replace_pronoun("Who is his wife?", "Jane Doe") == "Who is Jane Doe's wife?"


def test_several_are_told_from_one() -> None:
    assert asks_of_several("What did they say?")
    assert asks_of_several("Who leads those firms?")
    assert not asks_of_several("Who leads that firm?")
    assert not asks_of_several("Who won?")
