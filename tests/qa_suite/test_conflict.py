"""Figures that differ stand side by side, each with who gives it; other figures stay out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from index.article_index import ArticleIndex
from index.document import Document
from index.retrieval import RetrievalOptions, Retriever
from qa.answer import Answer
from qa.answering import Answerer, AnswererModels
from qa.finding import Finder, FinderOptions
from qa.question import Question
from qa.rate import asks_for_rate, is_rate
from qa.sources import asks_each_source, without_each_source

AnswererOf = Callable[[Sequence[Document]], Answerer]

COLLAPSE = (
    "A road bridge over the Orlan collapsed on Monday. Fourteen people died in the collapse, "
    "police said. According to the regional hospital, 17 people died in the collapse. The bridge "
    "was built in 1962 and is 300 metres long. Some 200 firefighters worked through the night. "
    "There is one inspector for every 30 bridges in the region."
)
BRIDGE = Document(
    "bridge", "Bridge over the Orlan collapses", COLLAPSE, "test", None, date(2024, 3, 4)
)
DEATHS = "How many people died in the bridge collapse?"


def ask(answerer: Answerer, text: str, **more: object) -> Answer:
    (answer,) = answerer.answer([replace(Question(text, min_confidence=0.05), **more)])  # type: ignore[arg-type]
    return answer


def numbers(answer: Answer) -> list[float | None]:
    return [entry.value.number if entry.value else None for entry in answer.answers]


def test_sources_that_differ_stand_side_by_side(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([BRIDGE]), DEATHS)
    assert answer.status == "conflicting"
    assert set(numbers(answer)) == {14.0, 17.0}
    speakers = {entry.value.number: entry.speaker for entry in answer.answers if entry.value}
    assert speakers[14.0] == "police"
    assert "regional hospital" in (speakers[17.0] or "")
    assert answer.text.startswith("The articles differ: ")


def test_a_speaker_is_a_span_of_the_cited_article(answerer_of: AnswererOf) -> None:
    for entry in ask(answerer_of([BRIDGE]), DEATHS).answers:
        assert entry.speaker_start is not None
        assert COLLAPSE[entry.speaker_start : entry.speaker_end] == entry.speaker


def test_the_reply_says_nothing_that_is_not_quoted_or_fixed(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([BRIDGE]), DEATHS)
    told = answer.text
    parts = [c.context for c in answer.citations] + [c.quote for c in answer.citations]
    parts += [entry.speaker for entry in answer.answers if entry.speaker] + [BRIDGE.title]
    for part in sorted(parts, key=len, reverse=True):
        told = told.replace(part, "")
    fixed = "The articles differ: according to ; , . [ ] ( ) “ ” 2024-03-04 approximately 1 2"
    assert set(told.split()) <= set(fixed.split()) | {",", ".", "[1];", "[2].", "“”", "(,", ")"} | {
        token for token in told.split() if not any(c.isalpha() for c in token)
    }


def test_one_figure_of_two_sources_is_no_conflict(answerer_of: AnswererOf) -> None:
    text = "Fourteen people died in the fire, police said. The mayor said 14 people had died."
    answer = ask(answerer_of([replace(BRIDGE, text=text, title="Fire")]), "how many people died")
    assert answer.status == "answered"
    assert numbers(answer) == [14.0]


def test_the_newest_article_is_told_first(answerer_of: AnswererOf) -> None:
    early = "At least 33 people died when the ferry Lumen sank, the coast guard said."
    late = "The number of people who died when the ferry Lumen sank is 57, the minister said."
    documents = [
        replace(BRIDGE, document_id="early", title="Ferry Lumen sinks", text=early),
        replace(
            BRIDGE,
            document_id="late",
            title="Ferry Lumen toll rises",
            text=late,
            published_at=date(2024, 3, 9),
        ),
    ]
    answerer = answerer_of(documents)
    answer = ask(answerer, "How many people died when the ferry Lumen sank?")
    assert answer.status == "conflicting"
    assert numbers(answer) == [57.0, 33.0]
    assert "2024-03-09" in answer.text
    before = ask(
        answerer, "How many people died when the ferry Lumen sank?", as_of=date(2024, 3, 5)
    )
    assert numbers(before) == [33.0]
    assert before.status == "answered"


def test_what_is_expected_stands_beside_what_is(answerer_of: AnswererOf) -> None:
    text = (
        "The camp holds 4,000 refugees, and their number is expected to rise to around 9,000, the "
        "aid agency said."
    )
    answer = ask(
        answerer_of([replace(BRIDGE, text=text, title="Camp")]),
        "How many refugees does the camp hold?",
    )
    assert numbers(answer)[0] == 4000.0
    qualifiers = {
        entry.value.number: entry.value.qualifier for entry in answer.answers if entry.value
    }
    assert "expected" in (qualifiers[9000.0] or "")
    told = answer.text.split("\n")[0]
    assert "9,000 (expected" in told


def test_a_wrong_figure_in_the_question_is_told(answerer_of: AnswererOf) -> None:
    text = "Sixty miners went on strike at the Harlow pit on Monday over pay."
    answer = ask(
        answerer_of([replace(BRIDGE, text=text, title="Strike")]),
        "Why did 40 miners go on strike at the Harlow pit?",
    )
    assert answer.status == "not_in_articles"
    assert answer.answer is None
    (citation,) = answer.citations
    assert citation.quote == "Sixty miners"
    assert "“40”" in answer.text


def test_a_right_figure_in_the_question_is_no_contradiction(answerer_of: AnswererOf) -> None:
    text = "Sixty miners went on strike at the Harlow pit on Monday over pay. 40 miners worked on."
    answerer = answerer_of([replace(BRIDGE, text=text, title="Strike")])
    for question in ("Why did 60 miners go on strike?", "Where did 40 miners go on strike?"):
        assert ask(answerer, question).status == "answered"


def test_silence_names_what_is_missing(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([BRIDGE]), "Who designed the Vellamo lighthouse?", min_confidence=1.0)
    assert answer.status == "not_in_articles"
    assert "“Vellamo”" in answer.text
    assert "“lighthouse”" in answer.text
    assert BRIDGE.title in answer.text
    assert answer.citations == ()


def test_silence_cites_the_nearest_sentence(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([BRIDGE]), "Who built the bridge 300 metres long?", min_confidence=1.0)
    assert answer.status == "not_in_articles"
    (nearest,) = answer.citations
    assert nearest.quote == "The bridge was built in 1962 and is 300 metres long."
    assert nearest.quote == COLLAPSE[nearest.start : nearest.end] == nearest.context
    assert answer.text.endswith(f"“{nearest.quote}” [1]")


RALLY = Document(
    "rally",
    "March in Lund",
    "A crowd marched through Lund on Saturday for clean air. Police put it at 8,000 people. "
    "The organisers spoke of 20,000. Shops along the route stayed shut.",
    "test",
)


def test_figures_of_neighbouring_sentences_speak_for_one_thing(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([RALLY]), "How many people marched through Lund?")
    assert set(numbers(answer)) == {8_000.0, 20_000.0}


def test_one_source_is_answered_with_its_figure_alone(answerer_of: AnswererOf) -> None:
    answer = ask(answerer_of([RALLY]), "How many marched through Lund, according to organisers?")
    assert numbers(answer) == [20_000.0]
    assert [entry.speaker for entry in answer.answers] == ["The organisers"]
    assert answer.text.startswith("20,000, according to the organisers [1].")


def test_a_figure_of_others_does_not_answer(answerer_of: AnswererOf) -> None:
    text = "Some 300 Dutch engineers worked at the dyke, where Belgian engineers came to look."
    answerer = answerer_of([replace(BRIDGE, text=text, title="Dyke")])
    right = ask(answerer, "How many Dutch engineers worked at the dyke?")
    wrong = ask(answerer, "How many Belgian engineers worked at the dyke?")
    assert numbers(right) == [300.0]
    assert wrong.confidence < right.confidence / 4


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How many died, according to each source?", True),
        ("What does every source say about the toll?", True),
        ("According to whom did 14 people die?", True),
        ("How many died, according to the police?", False),
        ("How many sources of water are there?", False),
        ("How many homes were flooded, by all the counts?", True),
        ("How many died in the various accounts?", True),
        ("How long could he be jailed for each count?", False),
        ("How much money is in all of the accounts?", False),
    ],
)
def test_questions_for_each_source_are_told(question: str, wanted: bool) -> None:
    assert asks_each_source(question) == wanted


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        (
            "How many were on board when it sank, according to each source?",
            "How many were on board when it sank?",
        ),
        ("how many died according to both sides", "how many died"),
        ("How many died, according to all parties involved?", "How many died?"),
        ("How many died according to the various sources?", "How many died?"),
        ("How many homes were flooded, by all the counts?", "How many homes were flooded?"),
        ("How many homes were flooded by every estimate?", "How many homes were flooded?"),
        ("How many died, by each side's own count?", "How many died?"),
        ("How fast will it grow, by each forecast?", "How fast will it grow?"),
        ("By all accounts, how many died?", "how many died?"),
        ("How many died in the various accounts?", "How many died?"),
        ("How many fled (in every report)?", "How many fled?"),
        ("How many fled, per each side?", "How many fled?"),
        ("How many fled, as each side tells it?", "How many fled?"),
    ],
)
def test_words_for_all_sources_are_parted_from_a_question(question: str, bare: str) -> None:
    assert without_each_source(question) == bare


@pytest.mark.parametrize(
    "question",
    [
        "How many diplomats were expelled by both sides?",
        "How many soldiers stand on each side?",
        "How many prisoners does each side free?",
        "How long could he be jailed for each count?",
        "How much money lies in the various accounts?",
        "How much power comes from all sources?",
        "How many died, according to the union?",
        "According to whom did 14 people die?",
        "According to each source?",
        "And according to each source?",
        "",
    ],
)
def test_words_that_are_of_the_thing_asked_stay(question: str) -> None:
    assert without_each_source(question) == question


def test_words_for_all_sources_do_not_change_what_is_found(
    empty_index: ArticleIndex, models: AnswererModels
) -> None:
    empty_index.add([BRIDGE, replace(RALLY, published_at=date(2024, 3, 5))])
    retriever = Retriever(empty_index, RetrievalOptions())
    finder = Finder(retriever, models.reader, models.calibration, FinderOptions())
    snapshot = empty_index.snapshot()
    plain, sourced = (
        finder.find([Question(text)], snapshot)[0]
        for text in (DEATHS, f"{DEATHS.removesuffix('?')}, according to each source?")
    )
    assert sourced.candidates == plain.candidates
    assert sourced.passages == plain.passages


def test_silence_does_not_miss_words_for_all_sources(answerer_of: AnswererOf) -> None:
    question = "Who designed the Vellamo lighthouse, according to each source?"
    answer = ask(answerer_of([BRIDGE]), question, min_confidence=1.0)
    assert "“Vellamo”" in answer.text
    assert "source" not in answer.text


@pytest.mark.parametrize(
    ("text", "figure", "counted", "rate"),
    [
        ("one officer for every 30 soldiers", "30", "soldiers", True),
        ("one officer per 30 soldiers", "30", "soldiers", True),
        ("they drink 5 litres a day", "5", "litres", True),
        ("they sold 12 tickets each", "12", "tickets", True),
        ("there were 30 soldiers", "30", "soldiers", False),
        ("it killed 14 people a day after the storm", "14", "people", False),
        ("it killed 14 people, a significant loss", "14", "people", False),
    ],
)
def test_rates_are_told_from_counts(text: str, figure: str, counted: str, rate: bool) -> None:
    start, noun = text.index(figure), text.index(counted)
    bounds = (start, start + len(figure))
    assert is_rate(text, bounds, (noun, noun + len(counted))) == rate


@pytest.mark.parametrize(
    ("question", "rate"),
    [
        ("How many officers are needed for every 30 soldiers?", True),
        ("How many soldiers does one interpreter look after?", True),
        ("How many barrels does it pump a day?", True),
        ("How many soldiers are there?", False),
    ],
)
def test_questions_for_a_rate_are_told(question: str, rate: bool) -> None:
    assert asks_for_rate(question) == rate
