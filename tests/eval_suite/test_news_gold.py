"""The gold sets on news say only what stands in their articles."""

from pathlib import Path

import pytest

from eval.gold import load_gold
from eval.gold_question import GoldQuestion
from eval.relevance import contains_phrase
from index.document import Document
from index.reading import read_files

FOLDERS = sorted((Path(__file__).parents[2] / "eval" / "gold").glob("news-*/"))
TYPES_WITHOUT_ANSWER = {"unanswerable", "false premise"}
NAMED_TYPES = TYPES_WITHOUT_ANSWER | {"conflict", "follow-up"}

# The articles of each set of follow-ups.
FOLLOW_UPS = {
    "follow-ups-development": ("news-development", "news-development-2"),
    "follow-ups-test": ("news-test", "news-test-2"),
}

NewsGold = tuple[list[GoldQuestion], dict[str, Document]]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def news_gold(request: pytest.FixtureRequest) -> NewsGold:
    """The questions of one folder, and its articles by id."""
    documents = read_files([request.param / "articles"])
    by_id = {document.document_id: document for document in documents}
    assert len(by_id) == len(documents), "two articles share an id"
    return load_gold(request.param / "questions.jsonl"), by_id


def texts_of(question: GoldQuestion, documents: dict[str, Document]) -> list[str]:
    """The text of the article that is named, of all of them where none is."""
    if question.document_id is not None:
        return [documents[question.document_id].text]
    return [document.text for document in documents.values()]


def test_articles_say_who_published_them_and_when(news_gold: NewsGold) -> None:
    for document in news_gold[1].values():
        assert document.outlet, document.document_id
        assert document.published_at, document.document_id


def test_every_text_stands_in_an_article(news_gold: NewsGold) -> None:
    questions, documents = news_gold
    for question in questions:
        texts = texts_of(question, documents)
        for stated in (*question.answers, *filter(None, [question.evidence])):
            assert any(stated in text for text in texts), (question.question_id, stated)
        for value in question.values:
            assert any(
                contains_phrase(text, value.text) and (value.speaker or "") in text
                for text in texts
            ), (question.question_id, value)


def test_evidence_holds_an_answer(news_gold: NewsGold) -> None:
    for question in news_gold[0]:
        if question.is_answerable and question.evidence is not None:
            assert any(contains_phrase(question.evidence, text) for text in question.answers), (
                question.question_id
            )


def test_conflicts_state_values_that_are_answers(news_gold: NewsGold) -> None:
    for question in news_gold[0]:
        if question.type == "conflict":
            assert len({value.text for value in question.values}) >= 2, question.question_id
            assert {value.text for value in question.values} <= set(question.answers)


def test_types_agree_with_what_is_stated(news_gold: NewsGold) -> None:
    questions, _ = news_gold
    for question in questions:
        assert question.type, question.question_id
        assert question.is_answerable == (question.type not in TYPES_WITHOUT_ANSWER)
        if question.type == "follow-up":
            assert question.history, question.question_id
    types = {question.type for question in questions}
    assert types >= NAMED_TYPES
    assert types > NAMED_TYPES, "no question with a single answer"


def test_ids_are_unique_over_all_folders() -> None:
    questions = [
        question.question_id
        for folder in FOLDERS
        for question in load_gold(folder / "questions.jsonl")
    ]
    assert len(questions) == len(set(questions)) > 0


@pytest.mark.parametrize(("name", "folders"), FOLLOW_UPS.items())
def test_follow_ups_say_what_stands_in_their_articles(name: str, folders: tuple[str, str]) -> None:
    gold = FOLDERS[0].parent
    documents = {
        document.document_id: document
        for document in read_files([gold / folder / "articles" for folder in folders])
    }
    questions = load_gold(gold / name / "questions.jsonl")
    assert len(questions) == len({question.question_id for question in questions}) == 100
    for question in questions:
        assert question.history, question.question_id
        assert question.is_answerable == (question.type == "follow-up"), question.question_id
        texts = texts_of(question, documents)
        for stated in (*question.answers, *filter(None, [question.evidence])):
            assert any(stated in text for text in texts), (question.question_id, stated)
