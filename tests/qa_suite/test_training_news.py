"""What was written for training: exact offsets, and nothing of the articles that we measure on."""

import json
import re
from collections import Counter
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
        "web_news.json",
        "web_news_2.json",
        "asked_web.json",
    )
]
# More questions on articles of the sets above: those of readers, and those that none has read.
UNREAD = {"asked_news.json", "asked_talks.json", "asked_web.json", "events.json"}
ASKED_AGAIN = [
    TRAINING / name
    for name in (
        "colloquial_news.json",
        "colloquial_news_2.json",
        "colloquial_talks.json",
        "colloquial_talks_2.json",
    )
]
ASKED_UNREAD = TRAINING / "asked_colloquially.json"
CONVERSATIONS = TRAINING / "conversations.jsonl"
SHARED_WORDS = 9
# A phrase of all news, which tells nothing of an article.
COMMON = {tuple("the number of people known to have died in".split())}


@pytest.fixture(scope="module")
def paragraphs() -> list[SquadParagraph]:
    return [paragraph for path in NEWS for paragraph in load_squad(path)]


@pytest.fixture(scope="module")
def asked_again() -> list[SquadParagraph]:
    return [paragraph for path in (*ASKED_AGAIN, ASKED_UNREAD) for paragraph in load_squad(path)]


def word_runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return zip(*(words[first:] for first in range(SHARED_WORDS)), strict=False)


def test_every_stated_answer_stands_where_it_is_said_to(
    paragraphs: list[SquadParagraph], asked_again: list[SquadParagraph]
) -> None:
    stated = [
        entry
        for path in (*NEWS, *ASKED_AGAIN, ASKED_UNREAD)
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for entry in paragraph["qas"]
    ]
    loaded = [q for paragraph in (*paragraphs, *asked_again) for q in paragraph.questions]
    assert len(stated) == len(loaded) > 100_000
    for entry, question in zip(stated, loaded, strict=True):
        spans = question.answers if entry["answers"] else question.plausible
        wanted = entry["answers"] or entry["plausible_answers"]
        assert [(span.text, span.start) for span in spans] == [
            (answer["text"], answer["answer_start"]) for answer in wanted
        ]


def test_no_article_comes_twice(paragraphs: list[SquadParagraph]) -> None:
    contexts = [paragraph.context for paragraph in paragraphs]
    assert len(set(contexts)) == len(contexts)


def test_what_is_asked_again_is_asked_of_articles_that_may_be_read() -> None:
    read = {p.context for path in NEWS if path.name not in UNREAD for p in load_squad(path)}
    assert {p.context for path in ASKED_AGAIN for p in load_squad(path)} <= read
    unread = {p.context for p in load_squad(TRAINING / "asked_news.json")}
    assert {p.context for p in load_squad(ASKED_UNREAD)} <= unread


def test_nothing_is_asked_twice_of_an_article(
    paragraphs: list[SquadParagraph], asked_again: list[SquadParagraph]
) -> None:
    asked: Counter[tuple[str, str]] = Counter()
    for paragraph in (*paragraphs, *asked_again):
        asked.update((paragraph.context, question.question) for question in paragraph.questions)
    assert [pair for pair, times in asked.items() if times > 1] == []


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
