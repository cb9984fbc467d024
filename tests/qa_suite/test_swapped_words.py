"""Near misses: one word of an answerable question gives way to another of its kind."""

import random
import re

import pytest
from tokenizers import Tokenizer

from index.encoder import Encoder, Vectors
from qa.language.tagger import Tagger
from qa.squad import GoldSpan, SquadParagraph, SquadQuestion
from qa.training.batches import collate
from qa.training.examples import ExampleOptions, build_examples
from qa.training.features import FeatureOptions, build_features
from qa.training.swapped_words import SwappedWords

CONTEXT = (
    "In the north, General Smith counted 1,200 soldiers in 1914, while Colonel Jones counted 3,400 "
    "horses in 1915. A small hospital and a large school stood beside the old bridge."
)
QUESTIONS = {
    "How many soldiers did General Smith find?": "1,200",
    "How many horses did Colonel Jones find in 1915?": "3,400",
    "What stood beside the bridge with the hospital?": "school",
    "Where did the general find it?": "north",
}
SEEDS = range(12)


def asked(question: str, answer: str) -> SquadQuestion:
    start = CONTEXT.index(answer)
    return SquadQuestion(question, question, (GoldSpan(answer, start, start + len(answer)),))


@pytest.fixture(scope="module")
def paragraph() -> SquadParagraph:
    """A text about two officers, with questions that it answers."""
    return SquadParagraph("War", CONTEXT, tuple(asked(*item) for item in QUESTIONS.items()))


def made(swaps: SwappedWords, paragraph: SquadParagraph, question: str) -> set[str]:
    """What a question becomes with several seeds."""
    (wanted,) = [q for q in paragraph.questions if q.question == question]
    generators = [random.Random(seed) for seed in SEEDS]  # noqa: S311
    found = [swaps.swap([(paragraph, wanted)], generator)[0] for generator in generators]
    return {text for text in found if text is not None}


def test_a_name_or_a_noun_gives_way_to_another_of_the_paragraph(
    swaps: SwappedWords, paragraph: SquadParagraph
) -> None:
    assert made(swaps, paragraph, "How many soldiers did General Smith find?") == {
        "How many soldiers did Colonel Jones find?",
        "How many horses did General Smith find?",
    }


def test_a_number_gives_way_to_one_of_as_many_digits(
    swaps: SwappedWords, paragraph: SquadParagraph
) -> None:
    found = made(swaps, paragraph, "How many horses did Colonel Jones find in 1915?")
    assert "How many horses did Colonel Jones find in 1914?" in found
    assert not any("1,200" in text for text in found)


def test_neither_the_answer_nor_a_word_of_the_question_stands_in(
    swaps: SwappedWords, paragraph: SquadParagraph
) -> None:
    for question, answer in QUESTIONS.items():
        before = set(re.findall(r"[\w,]+", question))
        for text in made(swaps, paragraph, question):
            added = set(re.findall(r"[\w,]+", text)) - before
            assert added
            assert answer not in added


def test_small_letters_stay_small(swaps: SwappedWords) -> None:
    question = asked("how many horses were counted in 1915", "3,400")
    other = asked("How many soldiers did Smith find?", "1,200")
    paragraph = SquadParagraph("War", CONTEXT, (question, other))
    found = made(swaps, paragraph, question.question)
    assert found
    assert all(text.islower() for text in found)


def test_nothing_is_made_where_nothing_fits(tagger: Tagger) -> None:
    question = asked("Who came?", "General Smith")
    lonely = SquadParagraph("War", CONTEXT, (question,))

    def refused(texts: object) -> Vectors:
        raise AssertionError(f"no word is to be compared, but {texts} were")

    assert SwappedWords(tagger, refused).swap([(lonely, question)], random.Random(1)) == [None]  # noqa: S311


def test_words_that_mean_the_same_do_not_stand_in(tagger: Tagger, encoder: Encoder) -> None:
    swaps = SwappedWords(tagger, encoder.encode_passages, synonym=-1.0)
    pair = asked("How many horses were there?", "3,400"), asked("How many soldiers?", "1,200")
    assert not made(swaps, SquadParagraph("War", CONTEXT, pair), "How many horses were there?")


def test_the_window_of_a_near_miss_holds_what_it_misses(
    swaps: SwappedWords, paragraph: SquadParagraph, encoder: Encoder, tokenizer: Tokenizer
) -> None:
    options = ExampleOptions(
        retrieved_negative_share=0,
        cropped_negative_share=0,
        drop_question_mark_share=0,
        search_style_share=0,
        swapped_share=1,
    )
    generator = random.Random(2)  # noqa: S311
    examples = build_examples([paragraph], options, encoder.encode_passages, swaps, generator)
    answered, missed = examples[: len(QUESTIONS)], examples[len(QUESTIONS) :]
    assert [example.question for example in answered] == list(QUESTIONS)
    assert missed
    tight = FeatureOptions(short_length=32, short_share=1)
    features = build_features(missed, tokenizer, tight, generator)
    assert collate(features).labels_only.tolist() == [1] * len(missed)
    for example, feature in zip(missed, features, strict=True):
        assert example.answer is None
        assert example.question not in QUESTIONS
        assert (feature.start, feature.end) == (0, 0)
        window = feature.token_ids[feature.question_tokens + 2 :].tolist()
        near_miss = example.near_miss
        assert near_miss is not None
        assert near_miss.text.lower() in tokenizer.decode(window).replace(", ", ",")
