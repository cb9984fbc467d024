"""What was written for training: exact offsets, and nothing of the articles that we measure on."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.follow_up_text import bare_words, conversation_text
from qa.squad import SquadParagraph, load_squad
from qa.training.follow_ups import load_follow_ups

PROJECT = Path(__file__).parents[2]
TRAINING = PROJECT / "qa" / "training"
NEWS = [
    TRAINING / name
    for name in (
        "news.json",
        "confusable_news.json",
        "paraphrased_news.json",
        "events.json",
        "asked_news.json",
        "asked_talks.json",
        "everyday_news.json",
        "everyday_news_2.json",
        "everyday_news_3.json",
        "everyday_talks.json",
        "everyday_talks_2.json",
        "everyday_talks_3.json",
    )
]
CONVERSATIONS = TRAINING / "conversations.jsonl"
SHARED_WORDS = 9
# A phrase of all news, which tells nothing of an article.
COMMON = {tuple("the number of people known to have died in".split())}


@pytest.fixture(scope="module")
def paragraphs() -> list[SquadParagraph]:
    return [paragraph for path in NEWS for paragraph in load_squad(path)]


def word_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[first:] for first in range(SHARED_WORDS)), strict=False)


def test_every_stated_answer_stands_where_it_is_said_to(paragraphs: list[SquadParagraph]) -> None:
    stated = [
        entry
        for path in NEWS
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for entry in paragraph["qas"]
    ]
    loaded = [question for paragraph in paragraphs for question in paragraph.questions]
    assert len(stated) == len(loaded) > 30_000
    for entry, question in zip(stated, loaded, strict=True):
        spans = question.answers if entry["answers"] else question.plausible
        wanted = entry["answers"] or entry["plausible_answers"]
        assert [(span.text, span.start) for span in spans] == [
            (answer["text"], answer["answer_start"]) for answer in wanted
        ]


def test_no_article_or_question_comes_twice(paragraphs: list[SquadParagraph]) -> None:
    contexts = [paragraph.context for paragraph in paragraphs]
    assert len(set(contexts)) == len(contexts)
    for paragraph in paragraphs:
        asked = [question.question for question in paragraph.questions]
        assert len(set(asked)) == len(asked)


def test_no_sentence_is_of_an_article_that_answers_are_measured_on(
    paragraphs: list[SquadParagraph],
) -> None:
    measured = [*PROJECT.glob("eval/gold/*/articles/*.md"), *PROJECT.glob("index/sample/*.md")]
    assert len(measured) > 60
    runs = {run for path in measured for run in word_runs(path.read_text(encoding="utf-8"))}
    shared = {
        run for paragraph in paragraphs for run in word_runs(paragraph.context) if run in runs
    }
    assert shared <= COMMON


def test_rewrites_add_words_of_their_conversation() -> None:
    follow_ups = load_follow_ups(CONVERSATIONS)
    assert len(follow_ups) > 6_000
    missing = [example for example in follow_ups if example.missing]
    told = [
        example
        for example in missing
        if example.missing & bare_words(conversation_text(example.history))
    ]
    assert len(told) > 0.97 * len(missing) > 0.7 * len(follow_ups)
