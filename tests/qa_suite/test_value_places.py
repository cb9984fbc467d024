"""A value that several articles give stands beside the answer from the one that can."""

from datetime import date

import pytest

from index.document import Document
from index.encoder import Encoder
from index.passage import Passage, RetrievedPassage
from qa.answering import AnswererModels
from qa.candidate import Candidate
from qa.confidence import Evidence
from qa.conflict import ConflictOptions, SameThing
from qa.statement import Attributor
from qa.value_parsing import find_values

STRANDED = Document(
    "stranded",
    "Travellers wait in Vessin",
    "The harbour office said that about 400 travellers were stranded in Vessin on Monday. It "
    "expects the number to reach 900.",
    "test",
    None,
    date(2024, 3, 4),
)
TALKS = Document(
    "talks",
    "Ferry crews at the table",
    "The number of travellers who wait is to reach 900, the harbour office said.",
    "test",
    None,
    date(2024, 3, 4),
)
QUESTION = "How many travellers are stranded in Vessin?"


@pytest.fixture
def same_thing(encoder: Encoder, models: AnswererModels) -> SameThing:
    return SameThing(encoder, Attributor(models.speakers), ConflictOptions())


def candidate(document: Document, said: str, probability: float, names: float) -> Candidate:
    """The figure that a document gives, with the share of the question's names in it."""
    text = document.text
    figure = next(found for found in find_values(text) if text[found.start : found.end] == said)
    context_start = text.rfind(". ", 0, figure.start) + 2 if ". " in text[: figure.start] else 0
    passage = Passage(document.document_id, 0, len(text), text)
    return Candidate(
        document=document,
        retrieved=RetrievedPassage(passage, score=1.0, dense=0.5, lexical=None),
        start=figure.start,
        end=figure.end,
        context_start=context_start,
        context_end=text.index(".", figure.end) + 1,
        evidence=Evidence(1.0, 1.0, 0.5, 0.5, 0.5, names),
        probability=probability,
        figure=figure,
    )


def test_a_value_is_told_by_the_article_on_the_subject(same_thing: SameThing) -> None:
    """The likelier place of 900 speaks of no Vessin; that of the answer's article does."""
    told = same_thing.among(
        QUESTION,
        [
            candidate(STRANDED, "400", 0.5, names=1.0),
            candidate(TALKS, "900", 0.3, names=0.0),
            candidate(STRANDED, "900", 0.25, names=1.0),
        ],
    )
    assert [(entry.candidate.document, entry.candidate.text) for entry in told] == [
        (STRANDED, "400"),
        (STRANDED, "900"),
    ]


def test_a_value_is_told_once(same_thing: SameThing) -> None:
    """Both places of 900 can stand beside the figure of an article that names nothing."""
    told = same_thing.among(
        QUESTION,
        [
            candidate(TALKS, "900", 0.5, names=0.0),
            candidate(STRANDED, "900", 0.45, names=1.0),
            candidate(STRANDED, "400", 0.4, names=1.0),
        ],
    )
    assert sorted(entry.candidate.text for entry in told) == ["400", "900"]


def test_a_value_that_no_article_on_the_subject_gives_is_left_out(same_thing: SameThing) -> None:
    told = same_thing.among(
        QUESTION,
        [
            candidate(STRANDED, "400", 0.5, names=1.0),
            candidate(TALKS, "900", 0.3, names=0.0),
        ],
    )
    assert [entry.candidate.text for entry in told] == ["400"]
