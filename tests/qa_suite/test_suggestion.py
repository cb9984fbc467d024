"""Further questions: made of figures that are subjects, kept when the articles answer them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from index.document import Document
from index.passage import Passage, RetrievedPassage
from qa.answer import Answer, Citation, Models, Timings
from qa.answering import Answerer
from qa.question import DEFAULT_TOP_K, Question
from qa.server.application import create_application
from qa.suggestion import MAXIMUM_TRIED, answered, suggestions_of

EARLY = Document(
    "early",
    "Storm in Norholm",
    "At least 12 fishing boats were lost in the storm off Norholm, the harbour master said. "
    "The mayor of Norholm is Anna Berg.",
    "t:early",
    published_at=date(2023, 12, 1),
)
# Enough of them to fill every place of a question that they may answer.
LATER = [
    Document(
        f"later-{day}",
        f"Storm in Norholm, day {day}",
        f"On day {day} of the search, {40 + day} fishing boats were lost in the storm off Norholm, "
        f"the harbour master said after {day} hours.",
        f"t:{day}",
        published_at=date(2024, 3, day),
    )
    for day in range(1, DEFAULT_TOP_K + 3)
]


def make_answer(text: str, question: str = "what happened") -> Answer:
    """A reply that found one passage and cites nothing."""
    passage = RetrievedPassage(Passage("doc", 10, 10 + len(text), text), 1.0, 0.5, None)
    return Answer(
        answer_id="id",
        question=question,
        resolved_question=question,
        status="not_in_articles",
        answer=None,
        text="",
        confidence=0.9,
        answers=(),
        citations=(),
        passages=(passage,),
        index_version=1,
        models=Models("encoder", "reader"),
        timings=Timings(1.0, 1.0, 2.0),
    )


def test_what_comes_nearest_may_be_asked_for() -> None:
    """Only what an answer cites is known to whoever asked."""
    reply = make_answer("At least 12 fishing boats were lost in the storm.")
    citation = Citation(1, "doc", "", "", None, None, "doc:10-59", "12", 19, 21, "", 10, 59)
    (suggestion,) = suggestions_of(replace(reply, citations=(citation,)))
    assert (suggestion.start, suggestion.end) == (citation.start, citation.end)
    answered_with_it = replace(reply, status="answered", answer="12", citations=(citation,))
    assert suggestions_of(answered_with_it) == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param(
            "The mayor said about 300 villagers have left their homes, and more may follow.",
            "How many villagers have left their homes?",
            id="subject of a clause",
        ),
        pytest.param(
            "At least 12 fishing boats were lost in the storm.",
            "How many fishing boats were lost in the storm?",
            id="subject of a sentence",
        ),
        pytest.param(
            "About 300 workers have been paid 1,500 euros each.",
            "How many workers have been paid 1,500 euros each?",
            id="a comma within a number",
        ),
        pytest.param(
            "Some 300 workers have been waiting since 8:30, the union said.",
            "How many workers have been waiting since 8:30?",
            id="a time of day",
        ),
        pytest.param(
            "Some 300 workers will be paid for 5–7 days.",
            "How many workers will be paid for 5–7 days?",
            id="a range",
        ),
        pytest.param("One person was killed in the blast in Norholm.", None, id="only one"),
        pytest.param("The town bought 12 boats.", None, id="no subject"),
        pytest.param("A fleet of 12 boats was lost in the storm.", None, id="part of a phrase"),
        pytest.param("The two presidents had discussed how to go on.", None, id="known already"),
        pytest.param(
            "Five nurses and one doctor are needed for each ward.", None, id="half of a subject"
        ),
        pytest.param("12 boats were lost.", None, id="too short to tell what is meant"),
        pytest.param("In 2019 the town was rebuilt after a fire.", None, id="no count"),
    ],
)
def test_questions_of_a_text(text: str, question: str | None) -> None:
    found = suggestions_of(make_answer(text))
    assert [entry.question for entry in found] == ([] if question is None else [question])
    assert all(text[entry.start - 10 : entry.end - 10] in {"300", "12"} for entry in found)


def test_the_question_asked_is_not_suggested() -> None:
    text = "At least 12 fishing boats were lost in the storm."
    asked = make_answer(text, "how many fishing boats were lost in the storm")
    assert suggestions_of(asked) == []


def test_few_are_tried() -> None:
    names = ("red", "blue", "green", "white", "black", "brown")
    text = " ".join(f"Some 40 {name} boats were lost in the storm." for name in names)
    assert len(suggestions_of(make_answer(text))) == MAXIMUM_TRIED


def test_kept_when_the_answer_cites_the_figure(sample_answerer: Answerer) -> None:
    (answer,) = sample_answerer.answer([Question("What is the K Battalion?")])
    suggestions = suggestions_of(answer)
    assert suggestions
    replies = sample_answerer.answer([Question(entry.question) for entry in suggestions])
    for question in answered(suggestions, replies):
        entry = next(s for s in suggestions if s.question == question)
        reply = replies[suggestions.index(entry)]
        assert any(
            citation.start < entry.end and entry.start < citation.end
            for citation in reply.citations
        )
    refused = [make_answer("nothing") for _ in suggestions]
    assert answered(suggestions, refused) == []


def test_route_gives_questions_that_are_answered(site: httpx.Client) -> None:
    body = site.post("/v1/suggestions", json={"question": "What is the K Battalion?"}).json()
    assert set(body) == {"questions"}
    for question in body["questions"]:
        reply = site.post("/v1/answer", json={"question": question}).json()
        assert reply["status"] != "not_in_articles"


def test_route_tries_suggestions_among_the_articles_of_the_day(
    answerer_of: Callable[[Sequence[Document]], Answerer],
    serve: Callable[[FastAPI], AbstractContextManager[str]],
) -> None:
    asked = {"question": "Who is the mayor of Norholm?", "as_of": "2024-01-01"}
    with serve(create_application(answerer_of([EARLY, *LATER]))) as url:
        reply = httpx.post(f"{url}/v1/suggestions", json=asked, timeout=60)
    assert reply.json()["questions"] == [
        "How many fishing boats were lost in the storm off Norholm?"
    ]


def test_route_tries_suggestions_with_the_confidence_asked_for(site: httpx.Client) -> None:
    asked = {"question": "What is the K Battalion?"}
    assert site.post("/v1/suggestions", json=asked).json()["questions"]
    certain = site.post("/v1/suggestions", json={**asked, "min_confidence": 1.0})
    assert certain.json()["questions"] == []
