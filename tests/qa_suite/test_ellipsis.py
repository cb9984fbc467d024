"""Questions that change a part of the one before, and pronouns made explicit."""

import pytest

from qa.asked_time import times_of
from qa.bare_question import ask_anew, is_bare
from qa.ellipsis import continue_question, continues, without_added
from qa.language.tagger import Tagger
from qa.pronouns import asks_of_several, has_pronoun, replace_personal, replace_pronoun

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
    pytest.param(
        "And on Tuesday?",
        "How many people were arrested in Lund on Monday?",
        "How many people were arrested in Lund on Tuesday?",
        id="a time after a place",
    ),
    pytest.param(
        "And in November?",
        "How many were killed by Belm in Teroa in October?",
        "How many were killed by Belm in Teroa in November?",
        id="a time after two places",
    ),
    pytest.param(
        "And in 2022?",
        "How many people were killed by police in 2023?",
        "How many people were killed by police in 2022?",
        id="a time after who did it",
    ),
    pytest.param(
        "And in Malmo?",
        "How many people died in Lund in 2024?",
        "How many people died in Malmo in 2024?",
        id="a place before a time",
    ),
    pytest.param(
        "And in Malmo?",
        "How many were hurt in Lund on Tuesday by hail?",
        "How many were hurt in Malmo on Tuesday by hail?",
        id="a place before a day",
    ),
    pytest.param(
        "And in Malmo?",
        "How many were hurt on Tuesday in Lund?",
        "How many were hurt on Tuesday in Malmo?",
        id="a place after a time",
    ),
    pytest.param(
        "And Malmo?",
        "How many were arrested in Lund on Monday?",
        "How many were arrested in Malmo on Monday?",
        id="a name before a time",
    ),
    pytest.param(
        "And on Tuesday in Malmo?",
        "How many were arrested in Lund on Monday?",
        "How many were arrested in Malmo on Tuesday?",
        id="both at once",
    ),
    pytest.param(
        "And in 2024?",
        "How many people died in Lund?",
        "How many people died in Lund in 2024?",
        id="a time without a place",
    ),
    pytest.param(
        "And in 2022?",
        "How much was spent on aid in Lund last year?",
        "How much was spent on aid in Lund in 2022?",
        id="a year for another way to say one",
    ),
    pytest.param(
        "And last year?",
        "How many cars were sold in 2022?",
        "How many cars were sold last year?",
        id="last year for a named one",
    ),
    pytest.param(
        "And in 2023?",
        "How many have fled since the war in Belm began in 2022?",
        "How many have fled in 2023?",
        id="a clause is a time",
    ),
    pytest.param(
        "And since the truce?",
        "How many have fled since January?",
        "How many have fled since the truce?",
        id="since something else",
    ),
    pytest.param(
        "And in November?",
        "How many were born in October 2023?",
        "How many were born in November 2023?",
        id="the year stays",
    ),
    pytest.param(
        "And in 2024?",
        "How much was lost in the first half of 2025?",
        "How much was lost in the first half of 2024?",
        id="the year that is halved",
    ),
    pytest.param(
        "And in 2015?",
        "How many seats did it win in the 2019 election?",
        "How many seats did it win in the 2015 election?",
        id="a year that only tells which",
    ),
    pytest.param(
        "And on Tuesday?",
        "How many died in Monday's attack?",
        "How many died in Tuesday's attack?",
        id="a day that only tells which",
    ),
    pytest.param(
        "And in 2025?",
        "How many displaced by war may return?",
        "How many displaced by war may return in 2025?",
        id="may is no month here",
    ),
    pytest.param(
        "And in the winter games?",
        "How many came in the summer games?",
        "How many came in the winter games?",
        id="a season's event",
    ),
    pytest.param(
        "And in 2015?",
        "How many died between 2010 and 2014?",
        "How many died in 2015?",
        id="a range",
    ),
    pytest.param(
        "And to Teroa?",
        "How much aid has the union sent to Belm?",
        "How much aid has the union sent to Teroa?",
        id="another receiver",
    ),
    pytest.param(
        "And to Teroa?",
        "How many fled to Belm, according to the army?",
        "How many fled to Teroa, according to the army?",
        id="a source is no receiver",
    ),
    pytest.param(
        "And to Bonn?",
        "How long does it take to travel from Lund?",
        "How long does it take to travel from Lund to Bonn?",
        id="an infinitive is no receiver",
    ),
    pytest.param(
        "And to stay?",
        "How many of them want to leave?",
        "How many of them want to stay?",
        id="another intention",
    ),
    pytest.param(
        "And of the civilians?",
        "How many of the soldiers were wounded?",
        "How many of the civilians were wounded?",
        id="others of a whole",
    ),
    pytest.param(
        "And about wages?",
        "What did the minister say about the strike on Monday?",
        "What did the minister say about wages on Monday?",
        id="another topic",
    ),
    pytest.param(
        "And against the budget?",
        "How many voted against the treaty?",
        "How many voted against the budget?",
        id="another adversary",
    ),
    pytest.param(
        "And against?",
        "How many voted for the treaty in Lund?",
        "How many voted against the treaty in Lund?",
        id="the opposite",
    ),
    pytest.param(
        "Against it?",
        "How many voted for the treaty?",
        "How many voted against the treaty?",
        id="the opposite of it",
    ),
    pytest.param(
        "And before?",
        "How many were sold after the cyclone?",
        "How many were sold before the cyclone?",
        id="before a clause",
    ),
    pytest.param(
        "And before?",
        "How long is the way to the office now?",
        "How long is the way to the office before?",
        id="before now",
    ),
    pytest.param(
        "And over the strike?",
        "How much was paid over the spill?",
        "How much was paid over the strike?",
        id="another dispute",
    ),
    pytest.param(
        "And into euros?",
        "How much was changed into pounds?",
        "How much was changed into euros?",
        id="another currency",
    ),
    pytest.param(
        "And by Teroa in Bonn?",
        "How many were killed by Belm in Lund?",
        "How many were killed by Teroa in Bonn?",
        id="two parts for two",
    ),
    pytest.param(
        "And in the war in Teroa?",
        "How many died in the war in Belm in May?",
        "How many died in the war in Teroa in May?",
        id="one part of two",
    ),
    pytest.param(
        "And in Malmo?",
        "How many of the people in Lund have fled?",
        "How many of the people in Malmo have fled?",
        id="a verb behind a name",
    ),
    pytest.param(
        "And to Rome?",
        "How much does a ticket to Bonn cost?",
        "How much does a ticket to Rome cost?",
        id="a verb that may be another noun",
    ),
    pytest.param(
        "And in Malmo?",
        "In Lund, how many died?",
        "in Malmo, how many died?",
        id="a place at the beginning",
    ),
    pytest.param(
        "And on the bus?",
        "How many were on the ferry to Lund?",
        "How many were on the bus to Lund?",
        id="what it is of may have it too",
    ),
    pytest.param(
        "And the union?",
        "How many died according to the army in 2022?",
        "How many died according to the union in 2022?",
        id="a time behind a source",
    ),
    pytest.param(
        "And in Malmo?",
        "How many died according to the army?",
        "How many died in Malmo according to the army?",
        id="a place before a source",
    ),
    pytest.param(
        "And the tunnel?",
        "How much will the bridge cost?",
        "How much will the tunnel cost?",
        id="a verb after will",
    ),
    pytest.param(
        "And the library?",
        "When will the school open?",
        "When will the library open?",
        id="a verb that may be an adjective",
    ),
    pytest.param(
        "And the verdict?",
        "When will the trial of Smith end?",
        "When will the verdict of Smith end?",
        id="a verb further on after will",
    ),
    pytest.param(
        "And the bridge?",
        "Is the road open?",
        "Is the bridge open?",
        id="what it is",
    ),
    pytest.param(
        "And the bridge?",
        "Is the dam safe?",
        "Is the bridge safe?",
        id="what it is in words of two kinds",
    ),
    pytest.param(
        "And the bridge?",
        "Is the road open to traffic?",
        "Is the bridge open to traffic?",
        id="what it is with more behind",
    ),
    pytest.param(
        "And the truce?",
        "Is the peace deal in danger?",
        "Is the truce in danger?",
        id="a place is what it is",
    ),
    pytest.param(
        "And the truce?",
        "Where is the peace deal?",
        "Where is the truce?",
        id="a compound is whole",
    ),
    pytest.param(
        "And the population?",
        "What is the capital of Belm?",
        "What is the population of Belm?",
        id="another fact of a name",
    ),
    pytest.param(
        "And the prime minister?",
        "Who is the president of Belm?",
        "Who is the prime minister of Belm?",
        id="another of a name's offices",
    ),
    pytest.param(
        "And the Prime Minister?",
        "How old is the President of Belm?",
        "How old is the Prime Minister of Belm?",
        id="an office with capitals",
    ),
    pytest.param(
        "And the capital of Teroa?",
        "What is the population of Belm?",
        "What is the capital of Teroa?",
        id="another whole phrase",
    ),
    pytest.param(
        "And its population?",
        "What is the capital of Belm?",
        "What is Belm's population?",
        id="its other fact",
    ),
    pytest.param(
        "And women?",
        "How many men were killed?",
        "How many women were killed?",
        id="an irregular plural",
    ),
    pytest.param(
        "And women and children?",
        "How many men were killed in Lund?",
        "How many women and children were killed in Lund?",
        id="two kinds",
    ),
    pytest.param(
        "And Swedish soldiers?",
        "How many Danish sailors died in Lund?",
        "How many Swedish soldiers died in Lund?",
        id="others with a name",
    ),
    pytest.param(
        "And Norwegians?",
        "How many Danes live in Lund?",
        "How many Norwegians live in Lund?",
        id="a people",
    ),
    pytest.param(
        "and ilmen",
        "How many warships has Tavala?",
        "How many warships has ilmen?",
        id="a name is no plural",
    ),
    pytest.param(
        "And the second quarter?",
        "How much did Vexa earn in the first quarter?",
        "How much did Vexa earn in the second quarter?",
        id="another quarter",
    ),
    pytest.param(
        "And the second half?",
        "How much did Vexa earn in the first half?",
        "How much did Vexa earn in the second half?",
        id="another half",
    ),
    pytest.param(
        "And last season?",
        "How many goals did he score this season?",
        "How many goals did he score last season?",
        id="another season",
    ),
    pytest.param(
        "And in the second?",
        "How much did it earn in the first quarter of 2023?",
        "How much did it earn in the second quarter of 2023?",
        id="an ordinal alone",
    ),
    pytest.param(
        "And the second season?",
        "How many episodes did the first season have?",
        "How many episodes did the second season have?",
        id="a season that is no time",
    ),
    pytest.param(
        "And the year before?",
        "How much did it earn in the third quarter of 2023?",
        "How much did it earn in the third quarter of 2022?",
        id="a quarter of the year before",
    ),
    pytest.param(
        "And the third quarter?",
        "How much did Vexa earn?",
        "How much did Vexa earn in the third quarter?",
        id="a quarter where none was named",
    ),
]
# What the part stands for is not clear, or it has no sense with the question before.
UNCLEAR = [
    ("And the army?", "Who is the leader of Belm?"),
    ("And the army?", "What is the size of Belm?"),
    ("And the crew?", "What happened to the captain of the Aurora?"),
    ("And Poles?", "How many Danes live in Lund?"),
    ("And to stay?", "How many went to Lund?"),
    ("And against?", "How many died in Lund?"),
    ("And of cholera?", "How many died in the flood of the Katsar?"),
]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("arrested in Lund on Monday", ["on Monday"]),
        ("arrested in Lund last year", ["last year"]),
        ("arrested in Lund Monday", ["Monday"]),
        ("killed by police in 2023 in Bonn", ["in 2023"]),
        ("spent on food per month", []),
        ("in the first week of May in Lund", ["in the first week of May"]),
        ("since the war in the east began in 2022", ["since the war in the east began in 2022"]),
        ("since January in Lund in 2024", ["since January", "in 2024"]),
        ("from January to March", ["from January to March"]),
        ("up from January", []),
        ("by how much did shares fall", []),
        ("hurt in the march on the capital", []),
        ("on October 7, 2023", ["on October 7, 2023"]),
        ("in half of the districts, in the old quarter", []),
        ("in the first half", ["in the first half"]),
        ("killed in 1755 in Lisbon", ["in 1755"]),
        ("built in the 1750s", ["in the 1750s"]),
        ("in the 2019 election", []),
        ("in the 2019 financial year", ["in the 2019 financial year"]),
        ("in Monday's attack", []),
        ("in the past 24 hours", ["in the past 24 hours"]),
        ("in the same period last year", ["in the same period last year"]),
        ("", []),
    ],
)
def test_times_of_questions_are_found(text: str, times: list[str]) -> None:
    assert [text[time.start : time.end] for time in times_of(text)] == times


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


@pytest.mark.parametrize(("question", "previous"), UNCLEAR)
def test_what_is_not_clear_is_left_to_the_conversation(
    tagger: Tagger, question: str, previous: str
) -> None:
    assert continues(question)
    assert continue_question(question, previous, tagger) is None


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
        "About 300?",
        "Over 300?",
        "Of course?",
        "To be fair, he won?",
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
        ("Who gave it to them?", "Who gave it to the soldiers?"),
    ],
)
def test_the_first_pronoun_is_made_explicit(question: str, explicit: str) -> None:
    assert has_pronoun(question) == (question != explicit)
    assert replace_pronoun(question, "the soldiers") == explicit


@pytest.mark.parametrize(
    ("question", "phrase", "explicit"),
    [
        ("Is it true that it sank?", "the ship", "Is it true that the ship sank?"),
        ("Is it true that Belm left?", "the union", "Is it true that Belm left?"),
        ("Is it true?", "the report", "Is the report true?"),
        ("Is it said to be safe?", "the dam", "Is the dam said to be safe?"),
        # Whether these are one or several is not clear, and all turns on it.
        ("Why did they arrest him?", "Steven Adams", "Why did they arrest him?"),
        ("When did she meet them?", "North Lundians", "When did she meet them?"),
        ("Why did they reject it?", "the Green Farmers", "Why did the Green Farmers reject it?"),
        ("What did they do?", "Green Farmers", "What did Green Farmers do?"),
        ("What did he do?", "Steven Adams", "What did Steven Adams do?"),
    ],
)
def test_a_pronoun_that_agrees_is_made_explicit(question: str, phrase: str, explicit: str) -> None:
    assert replace_pronoun(question, phrase) == explicit


@pytest.mark.parametrize(
    ("question", "name", "explicit"),
    [
        ("Who gave it to him?", "Jane Doe", "Who gave it to Jane Doe?"),
        ("Is it true that he resigned?", "Jane Doe", "Is it true that Jane Doe resigned?"),
        ("Why did they arrest him?", "Steven Adams", "Why did they arrest Steven Adams?"),
        ("When did she meet them?", "Mara Harris", "When did Mara Harris meet them?"),
        ("What did they call her ship?", "Mara Harris", "What did they call Mara Harris' ship?"),
        ("Is it over?", "Jane Doe", "Is it over?"),
        ("When did they meet?", "Jane Doe", "When did they meet?"),
    ],
)
def test_a_person_is_he_or_she(question: str, name: str, explicit: str) -> None:
    assert replace_personal(question, name) == explicit


def test_a_name_owns_with_an_apostrophe() -> None:
    assert replace_pronoun("Who is his wife?", "Jane Doe") == "Who is Jane Doe's wife?"


def test_several_are_told_from_one() -> None:
    assert asks_of_several("What did they say?")
    assert asks_of_several("Who leads those firms?")
    assert not asks_of_several("Who leads that firm?")
    assert not asks_of_several("Who won?")
