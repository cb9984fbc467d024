"""Conversations written for training: what they are about, and answers in sentences."""

from dataclasses import replace

import pytest
from drawing import seeded
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.follow_up_text import bare_words, conversation_text
from qa.question import Turn
from qa.training.conversations import NO_ANSWER, ConversationWriter, WritingOptions
from qa.training.dialogue import Dialogue, added_phrases, dialogues
from qa.training.follow_ups import FollowUpExample

FIRST = FollowUpExample("choir", "Where was she born?", (), "Where was Mara Lindqvist born?")
SECOND = FollowUpExample(
    "choir",
    "Did she win other prizes?",
    (Turn("Where was she born?", "belm 1970"), Turn("What did she win?", "prize oslo")),
    "Did Mara Lindqvist win other prizes besides the Harlow prize in Oslo?",
)
SENTENCES = (
    "The council of the town agreed in March to build four new bridges over the river.",
    "Nobody knows.",
)
ALWAYS = WritingOptions(subject=1, sentence=1, other=0, phrase=1)
NEVER = WritingOptions(subject=0, sentence=0, other=0, phrase=0)


def writer(options: WritingOptions, seed: int = 1) -> ConversationWriter:
    return ConversationWriter(dialogues([FIRST, SECOND]), SENTENCES, options, seeded(seed))


def test_phrases_are_what_a_rewrite_adds() -> None:
    assert added_phrases(FIRST) == ["Mara Lindqvist"]
    assert added_phrases(SECOND) == ["Mara Lindqvist", "the Harlow prize in Oslo"]
    assert added_phrases(replace(FIRST, rewrite=FIRST.question)) == []


def test_a_dialogue_is_about_the_name_that_is_added_most() -> None:
    found = dialogues([FIRST, SECOND])["choir"]
    assert found.subject == "Mara Lindqvist"
    assert found.words == ("belm", "1970", "prize", "oslo")
    assert [(phrase.text, phrase.turns_before) for phrase in found.phrases] == [
        ("the Harlow prize in Oslo", 2)
    ]


def test_a_dialogue_may_be_about_nothing() -> None:
    plain = FollowUpExample("plain", "why?", (), "why did it rain?")
    assert dialogues([plain])["plain"] == Dialogue(None, (), ())
    assert writer(ALWAYS).write(replace(plain, dialogue="choir")).history[0].question


def test_the_subject_comes_first_and_the_key_words_in_a_sentence() -> None:
    subject, first, second = writer(ALWAYS).write(SECOND).history
    assert subject.question == "Mara Lindqvist"
    assert (first.question, second.question) == ("Where was she born?", "What did she win?")
    assert {"belm", "1970"} <= bare_words(first.answer or "")
    assert bare_words(first.answer or "") - {"belm", "1970"}
    assert "Harlow prize in Oslo" in (second.answer or "")


def test_nothing_is_written_anew_where_nothing_is_to_happen() -> None:
    assert writer(NEVER).write(SECOND) == SECOND


def test_whole_answers_are_left_as_they_are() -> None:
    whole = replace(SECOND, whole=True)
    assert writer(ALWAYS).write(whole) == whole


def test_no_key_words_are_no_answer() -> None:
    example = replace(SECOND, history=(Turn("Why?", ""),))
    (turn,) = writer(NEVER).write(example).history
    assert turn.answer == NO_ANSWER


def test_other_words_of_the_conversation_take_places_of_a_sentence() -> None:
    long = (*SENTENCES[:1],)
    known = Dialogue(None, ("harlow",), ())
    options = replace(ALWAYS, other=1)
    made = ConversationWriter({"choir": known}, long, options, seeded(1)).write(SECOND)
    assert bare_words(made.history[0].answer or "") == {"belm", "1970", "harlow"}


words = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@settings(max_examples=60)
@given(st.lists(words, max_size=12), st.integers(0, 1_000))
def test_every_key_word_is_in_the_conversation(keys: list[str], seed: int) -> None:
    example = replace(SECOND, history=(Turn("What?", " ".join(keys)),))
    options = replace(ALWAYS, phrase=0, other=0.5)
    text = conversation_text(writer(options, seed).write(example).history)
    assert all(key in text for key in keys)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_seed_writes_the_same(seed: int) -> None:
    options = WritingOptions()
    assert writer(options, seed).write(SECOND) == writer(options, seed).write(SECOND)
