"""Training examples and their features: labels are the answers, negatives never hold them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawing import refused, seeded
from tokenizers import Tokenizer

from index.encoder import Encoder
from qa.agreement import normalise_answer
from qa.language.tagger import Tagger
from qa.squad import GoldSpan, SquadParagraph, SquadQuestion, load_squad
from qa.training.batches import batch_plan, collate
from qa.training.examples import (
    ExampleOptions,
    ReaderExample,
    build_examples,
    is_held_back,
    split_by_article,
)
from qa.training.features import Feature, FeatureOptions, build_features
from qa.training.negatives import NegativePassages, WantedNegative
from qa.training.search_style import search_style
from qa.training.swapped_words import SwappedWords

PLAIN = ExampleOptions(retrieved_negative_share=0, cropped_negative_share=0, swapped_share=0)
ONLY_ANSWERS = replace(PLAIN, search_style_share=0)
ONLY_RETRIEVED = replace(PLAIN, retrieved_negative_share=1)
ONLY_CROPPED = replace(PLAIN, cropped_negative_share=1)
LENGTHS = [
    pytest.param(FeatureOptions(), id="usual lengths"),
    pytest.param(FeatureOptions(short_length=40, long_length=60), id="tight windows"),
    pytest.param(FeatureOptions(short_length=24, short_share=1, question_length=6), id="tiny"),
]


@pytest.fixture
def towns(town_file: Path) -> list[SquadParagraph]:
    """The paragraphs of the town articles."""
    return load_squad(town_file)


def drawn(
    paragraphs: Sequence[SquadParagraph], options: ExampleOptions, generator: random.Random
) -> list[ReaderExample]:
    """Examples of a draw without retrieved negatives and near misses."""
    swaps = SwappedWords(Tagger.open(), refused)
    return build_examples(paragraphs, options, refused, swaps, generator)


def features_of(
    examples: Sequence[ReaderExample], tokenizer: Tokenizer, options: FeatureOptions, seed: int = 3
) -> list[Feature]:
    return build_features(examples, tokenizer, options, seeded(seed))


def decoded(tokenizer: Tokenizer, feature: Feature, begin: int, end: int) -> str:
    """The text of some tokens as answers are compared: no spaces, case or punctuation."""
    text = tokenizer.decode(feature.token_ids[begin:end].tolist())
    return normalise_answer(text).replace(" ", "")


def window_text(tokenizer: Tokenizer, feature: Feature) -> str:
    return decoded(tokenizer, feature, feature.question_tokens + 2, len(feature.token_ids) - 1)


def label_text(tokenizer: Tokenizer, feature: Feature) -> str:
    return decoded(tokenizer, feature, feature.start, feature.end + 1)


def bare(text: str) -> str:
    return normalise_answer(text).replace(" ", "")


@pytest.mark.parametrize("options", LENGTHS)
def test_labels_are_the_answers(
    tokenizer: Tokenizer, towns: list[SquadParagraph], options: FeatureOptions
) -> None:
    examples = drawn(towns, ONLY_ANSWERS, seeded(1))
    features = features_of(examples, tokenizer, options)
    assert len(features) == len(examples) == 40
    for example, feature in zip(examples, features, strict=True):
        assert example.answer is not None
        assert label_text(tokenizer, feature) == bare(example.answer.text)
        assert len(feature.token_ids) <= options.long_length


HARD_ANSWERS = [
    pytest.param("İ" * 30 + " praised Clara Benes.", "Clara Benes", id="letters that grow"),
    pytest.param("e\u0301 " * 30 + "Zoe\u0308 Müller won.", "Zoe\u0308 Müller", id="combining"),
    pytest.param("😀👩‍🚀 " * 20 + "Ann won 1.2 million.", "1.2 million", id="emoji"),
    pytest.param("The U.S. gave 12,000 coats.", "12,000", id="thousands mark"),
    pytest.param("\u200f\u202e Ann\u200f won.", "Ann", id="marks of direction"),
    pytest.param("won by Ann", "Ann", id="end of the text"),
]


@pytest.mark.parametrize(("context", "answer"), HARD_ANSWERS)
def test_labels_hold_beside_unusual_characters(
    tokenizer: Tokenizer, context: str, answer: str
) -> None:
    start = context.index(answer)
    example = ReaderExample("Who?", context, GoldSpan(answer, start, start + len(answer)))
    (feature,) = features_of([example], tokenizer, FeatureOptions())
    expected = tokenizer.encode(answer, add_special_tokens=False).ids
    assert feature.token_ids[feature.start : feature.end + 1].tolist() == expected


def test_an_answer_longer_than_a_window_is_left_out(tokenizer: Tokenizer) -> None:
    context = "rain " * 100
    example = ReaderExample("Why?", context, GoldSpan(context, 0, len(context)))
    assert features_of([example], tokenizer, FeatureOptions(short_length=40, short_share=1)) == []


def test_unanswerable_questions_are_labelled_as_such(
    tokenizer: Tokenizer, towns: list[SquadParagraph]
) -> None:
    asked = SquadQuestion("q", "Who owns the moon?", ())
    paragraphs = [SquadParagraph("Moon", towns[0].context, (asked,)), *towns]
    example = drawn(paragraphs, ONLY_ANSWERS, seeded(1))[0]
    assert (example.answer, example.forbidden) == (None, ())
    (feature,) = features_of([example], tokenizer, FeatureOptions())
    assert (feature.start, feature.end) == (0, 0)


def test_windows_of_unanswerable_questions_hold_what_looks_like_the_answer(
    tokenizer: Tokenizer, towns: list[SquadParagraph]
) -> None:
    context = "Nothing else is told. " * 60 + "Ann Lee owns the moon boots."
    start = context.index("Ann Lee")
    looks_right = GoldSpan("Ann Lee", start, start + 7)
    asked = SquadQuestion("q", "Who owns the moon?", (), (looks_right,))
    paragraphs = [SquadParagraph("Moon", context, (asked,)), *towns]
    example = drawn(paragraphs, ONLY_ANSWERS, seeded(1))[0]
    assert (example.answer, example.near_miss) == (None, looks_right)
    words = tokenizer.encode("Ann Lee", add_special_tokens=False).ids
    for seed in range(8):
        (feature,) = features_of([example], tokenizer, FeatureOptions(), seed)
        assert holds(feature, words)
        assert (feature.start, feature.end, feature.labels_only) == (0, 0, True)


@pytest.mark.parametrize("negatives", [ONLY_RETRIEVED, ONLY_CROPPED], ids=["retrieved", "cropped"])
@pytest.mark.parametrize("options", LENGTHS)
def test_negatives_never_hold_the_answer(
    tokenizer: Tokenizer,
    encoder: Encoder,
    swaps: SwappedWords,
    towns: list[SquadParagraph],
    negatives: ExampleOptions,
    options: FeatureOptions,
) -> None:
    examples = build_examples(towns, negatives, encoder.encode_passages, swaps, seeded(1))
    assert {example.answer for example in examples} == {None}
    made = [(e, features_of([e], tokenizer, options, seed)) for e in examples for seed in range(4)]
    assert sum(bool(features) for _, features in made) > 100
    for example, features in made:
        for feature in features:
            assert (feature.start, feature.end) == (0, 0)
            for forbidden in example.forbidden:
                words = tokenizer.encode(forbidden, add_special_tokens=False).ids
                assert not holds(feature, words)


def holds(feature: Feature, words: list[int]) -> bool:
    ids = feature.token_ids[feature.question_tokens + 2 :].tolist()
    return any(ids[place : place + len(words)] == words for place in range(len(ids)))


FORBIDDEN = [
    pytest.param("rain and wind " * 30 + "Clara Benes " + "sun " * 60, "Clara Benes", id="plain"),
    pytest.param(
        "rain and wind " * 30 + "CLARA benes " + "sun " * 60, "Clara Benes", id="other case"
    ),
    pytest.param(
        "İzmir " * 25 + "and rain " * 30 + "Clara Benes " + "sun " * 60,
        "Clara Benes",
        id="letters that grow in lower case",
    ),
]


@pytest.mark.parametrize(("context", "answer"), FORBIDDEN)
def test_cropped_negatives_leave_the_answer_out(
    tokenizer: Tokenizer, context: str, answer: str
) -> None:
    example = ReaderExample("Who?", context, None, (answer,))
    words = tokenizer.encode(answer, add_special_tokens=False).ids
    for seed in range(40):
        (feature,) = features_of([example], tokenizer, FeatureOptions(), seed)
        assert not holds(feature, words)
        assert "benes" not in window_text(tokenizer, feature)


def test_a_retrieved_negative_is_another_paragraph_without_the_answer(
    encoder: Encoder, swaps: SwappedWords, towns: list[SquadParagraph]
) -> None:
    examples = build_examples(towns, ONLY_RETRIEVED, encoder.encode_passages, swaps, seeded(1))
    own = [paragraph.context for paragraph in towns for _ in paragraph.questions]
    for example, context in zip(examples, own, strict=True):
        assert example.context in set(own) - {context}
        assert example.forbidden
        assert not any(text.lower() in example.context.lower() for text in example.forbidden)


def many_articles(count: int) -> list[SquadParagraph]:
    return [SquadParagraph(f"Article {number}", f"Text {number}.", ()) for number in range(count)]


@pytest.mark.parametrize("share", [0.0, 0.05, 0.5, 1.0])
def test_articles_are_split_by_title_in_about_that_share(share: float) -> None:
    paragraphs = many_articles(2_000) * 2
    training, held_back = split_by_article(paragraphs, share)
    assert len(training) + len(held_back) == len(paragraphs)
    assert not {p.title for p in training} & {p.title for p in held_back}
    assert len(held_back) / len(paragraphs) == pytest.approx(share, abs=0.04)


def test_what_is_held_back_stays_so_when_the_share_grows() -> None:
    titles = [paragraph.title for paragraph in many_articles(500)]
    small = {title for title in titles if is_held_back(title, 0.05)}
    assert small
    assert small <= {title for title in titles if is_held_back(title, 0.2)}


def test_the_same_seed_makes_the_same_features(
    tokenizer: Tokenizer, encoder: Encoder, swaps: SwappedWords, towns: list[SquadParagraph]
) -> None:
    def made(seed: int) -> list[list[int]]:
        generator = seeded(seed)
        examples = build_examples(
            towns, ExampleOptions(), encoder.encode_passages, swaps, generator
        )
        features = build_features(examples, tokenizer, FeatureOptions(), generator)
        return [[f.start, f.end, *f.token_ids.tolist()] for f in features]

    assert made(5) == made(5)
    assert made(5) != made(6)


def test_some_question_marks_are_dropped(towns: list[SquadParagraph]) -> None:
    examples = drawn(towns, PLAIN, seeded(1))
    marked = sum(example.question.endswith("?") for example in examples)
    assert 0 < marked < len(examples)


def test_negatives_are_the_most_similar_paragraphs(encoder: Encoder) -> None:
    contexts = [
        "The mayor opened a new bridge over the river on Monday.",
        "Ann Lee built the old bridge over the river in 1950.",
        "A baker sold bread at the market.",
        "Rain fell in the hills for two days.",
    ]
    question = SquadQuestion(
        "1", "Who opened the bridge over the river?", (answer_in(contexts[0]),)
    )
    paragraphs = [SquadParagraph(f"Article {n}", text, ()) for n, text in enumerate(contexts)]
    negatives = NegativePassages(paragraphs, encoder.encode_passages)
    assert negatives.retrieve([WantedNegative(0, question)], 1, seeded(1)) == [contexts[1]]


def test_reports_on_the_same_event_are_no_negatives_where_that_is_said(encoder: Encoder) -> None:
    contexts = [
        "The flood drowned 12 people in Ostrel on Monday.",
        "In Ostrel 15 people drowned in the flood, the mayor said.",
        "A drought in Ostrel cost the farmers their wheat.",
    ]
    place = contexts[0].index("12")
    answer = GoldSpan("12", place, place + 2)
    asked = SquadQuestion("1", "How many people drowned in Ostrel?", (answer,))
    titles = ["Flood", "Flood", "Drought"]
    paragraphs = [SquadParagraph(t, c, ()) for t, c in zip(titles, contexts, strict=True)]
    found = [
        NegativePassages(paragraphs, encoder.encode_passages, others).retrieve(
            [WantedNegative(0, asked)], 1, seeded(1)
        )
        for others in (False, True)
    ]
    assert found == [[contexts[1]], [contexts[2]]]


def test_no_negative_is_given_where_every_paragraph_holds_the_answer(encoder: Encoder) -> None:
    contexts = ["The mayor spoke.", "The mayor slept.", "THE MAYOR sang."]
    question = SquadQuestion("1", "Who spoke?", (answer_in(contexts[0]),))
    paragraphs = [SquadParagraph("Article", text, ()) for text in contexts]
    negatives = NegativePassages(paragraphs, encoder.encode_passages)
    assert negatives.retrieve([WantedNegative(0, question)], 2, seeded(1)) == [None]


def answer_in(context: str) -> GoldSpan:
    return GoldSpan(context[:9], 0, 9)


SEARCHES = [
    pytest.param("How many of the troops are in Kursk?", "How many troops in Kursk", id="question"),
    pytest.param("Who isn't a member?", "Who isn't member", id="negation stays"),
    pytest.param("Is it?", "Is it", id="nothing would be left"),
    pytest.param("weather berlin", "weather berlin", id="search already"),
]


@pytest.mark.parametrize(("question", "search"), SEARCHES)
def test_searches_leave_small_words_out(question: str, search: str) -> None:
    assert search_style(question) == search


@pytest.mark.parametrize("count", [0, 1, 31, 700])
def test_a_plan_holds_every_feature_once(count: int) -> None:
    generator = seeded(2)
    features = [
        Feature(np.zeros(generator.randint(5, 90), dtype=np.int32), 1, 0, 0) for _ in range(count)
    ]
    plan = batch_plan(features, 8, seeded(9))
    assert sorted(index for batch in plan for index in batch) == list(range(count))
    assert all(0 < len(batch) <= 8 for batch in plan)
    assert plan == batch_plan(features, 8, seeded(9))


def test_collated_arrays_hold_the_features(
    tokenizer: Tokenizer, towns: list[SquadParagraph]
) -> None:
    examples = drawn(towns, ONLY_ANSWERS, seeded(1))[:6]
    features = features_of(examples, tokenizer, FeatureOptions())
    batch = collate(features)
    for row, feature in enumerate(features):
        length, passage = len(feature.token_ids), feature.question_tokens + 2
        assert batch.token_ids[row, :length].tolist() == feature.token_ids.tolist()
        assert batch.attention_mask[row].sum() == length
        assert np.flatnonzero(batch.token_types[row]).tolist() == list(range(passage, length))
        assert (batch.starts[row], batch.ends[row]) == (feature.start, feature.end)
        assert passage <= feature.start <= feature.end < length - 1
