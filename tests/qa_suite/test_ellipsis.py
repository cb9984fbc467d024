"""Questions that change a part of the one before, and pronouns made explicit."""

import pytest

from qa.bare_question import ask_anew, is_bare
from qa.ellipsis import continue_question, continues, without_added
from qa.language.tagger import Tagger
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
        "And the losers?",
        "What is the prize money for the Harriers?",
        "What is the prize money for the losers?",
        id="another thing behind a preposition",
    ),
    pytest.param(
        "and the company's figure?",
        "How many people were on the ferry according to the police?",
        "How many people were on the ferry according to the company?",
        id="the figure of another source",
    ),
    pytest.param(
        "What's the growers' estimate?",
        "How much wheat will Lund bring in?",
        "How much wheat will Lund bring in according to the growers?",
        id="the estimate of another source",
    ),
    pytest.param(
        "And deaths?",
        "How many cholera cases has Lund registered?",
        "How many deaths has Lund registered?",
        id="others are counted",
    ),
    pytest.param(
        "and its rival?",
        "how many trucks did Dorvane sell last year",
        "how many trucks did Dorvane's rival sell last year?",
        id="what belongs to it",
    ),
    pytest.param(
        "And injured?",
        "How many people died in the fire in Bonn?",
        "How many people were injured in the fire in Bonn?",
        id="another fate",
    ),
    pytest.param(
        "And missing?",
        "How many people have been rescued?",
        "How many people were missing?",
        id="another fate in the passive",
    ),
    pytest.param(
        "And hurt?",
        "How many deaths were there?",
        "How many deaths were there, hurt?",
        id="a noun is no verb",
    ),
    pytest.param(
        "And the children?",
        "How many adults were hurt in Bonn?",
        "How many adults were hurt in Bonn, the children?",
        id="another thing has no place",
    ),
    pytest.param(
        "and his challenger?",
        "what share did the governor get",
        "what share did his challenger get?",
        id="another subject",
    ),
    pytest.param(
        "and the union?",
        "What does Weserwaggon say caused the cracks?",
        "What does the union say caused the cracks?",
        id="another subject than a name",
    ),
    pytest.param(
        "and his backup?",
        "did his parachute open at all",
        "did his backup open at all?",
        id="a verb that may be a noun",
    ),
    pytest.param(
        "and the chairman?",
        "what did the woman in charge earn",
        "what did the chairman in charge earn?",
        id="a verb further on",
    ),
    pytest.param(
        "And the melons?",
        "How much of the cotton in Qorasoy has been lost?",
        "How much of the melons in Qorasoy has been lost?",
        id="another part of how much",
    ),
    pytest.param(
        "and rice?",
        "has petrol gone up too",
        "has petrol gone up too, rice?",
        id="one small word may be anything",
    ),
    pytest.param(
        "And the almonds?",
        "will there be aid from Madrid",
        "will there be aid from Madrid, the almonds?",
        id="there is no subject",
    ),
    pytest.param(
        "and the year before?",
        "how many took part this year?",
        "how many took part the year before?",
        id="the year before this one",
    ),
    pytest.param(
        "and in the council's count?",
        "how many of them could go off, according to the army?",
        "how many of them could go off according to the council?",
        id="another source with a preposition",
    ),
    pytest.param(
        "and her husband?",
        "What happened to Halima Abdelrassoul's mother?",
        "What happened to Halima Abdelrassoul's husband?",
        id="another of hers",
    ),
    pytest.param(
        "and the injured?",
        "How many people died in Bonn?",
        "How many people were injured in Bonn?",
        id="another fate with its article",
    ),
]


def test_what_is_thought_needs_a_question_that_it_can_answer(tagger: Tagger) -> None:
    asked = "and what does Albania think?"
    assert continues(asked)
    assert continue_question(asked, "who owns the pipeline?", tagger) is None
    counted = continue_question(asked, "how many died?", tagger)
    assert counted == "how many died according to Albania?"


def test_what_had_no_place_goes_when_the_next_part_comes() -> None:
    resolved = "How much apiece, the local ones?"
    assert without_added("and the local ones?", resolved) == "How much apiece"
    assert without_added("And in 2019?", "How many died in 2019?") == "How many died in 2019?"


@pytest.mark.parametrize(("question", "previous", "resolved"), CONTINUED)
def test_a_part_changes_the_question_before(
    tagger: Tagger, question: str, previous: str, resolved: str
) -> None:
    assert continues(question)
    assert continue_question(question, previous, tagger) == resolved


@pytest.mark.parametrize(
    "question",
    [
        "How many people died?",
        "And why?",
        "And how many were injured?",
        "In 2019, how many people died?",
        "Where did it happen?",
        "And how much was the work worth in the ministry's view?",
        "And in the afternoon, do more of them stay away?",
        "Is it true?",
        "What was the minister's estimate of the damage?",
        "",
        "?",
        "and",
        "According to the ministry, who won the vote in the southern districts of the country?",
    ],
)
def test_whole_questions_do_not_continue(question: str) -> None:
    assert not continues(question)


@pytest.mark.parametrize(
    ("question", "previous", "anew"),
    [
        ("where", "when do the talks start", "where do the talks start?"),
        ("And why?", "Were the trains in Bonn late?", "why Were the trains in Bonn late?"),
        ("since when exactly?", "Where is the Aurora?", "since when is the Aurora?"),
        ("Why?", "How many trains were late?", None),
        ("Why?", "", None),
    ],
)
def test_a_question_word_asks_anew(question: str, previous: str, anew: str | None) -> None:
    assert is_bare(question)
    assert ask_anew(question, previous) == anew


@pytest.mark.parametrize("question", ["Why was it late?", "How many?", "Who?", "", "whereas"])
def test_other_questions_are_not_bare(question: str) -> None:
    assert not is_bare(question)
    assert ask_anew(question, "Is it late?") is None


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
