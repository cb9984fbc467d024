"""Follow-ups: training labels, phrases, thresholds, and the shipped model at work."""

import gzip
import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from index.errors import ModelFileError
from qa.answered_person import answered_person
from qa.answering import AnswererModels
from qa.follow_up import FOLLOW_UP_NAME, FollowUpOptions
from qa.follow_up_text import bare_words, conversation_text, searched_text, words_of
from qa.language.tagger import Tagger
from qa.missing_phrase import phrases_of
from qa.name import name_alone
from qa.question import Question, Turn
from qa.term_selector import Term
from qa.training.follow_up_features import UNLABELLED, build_follow_up_features
from qa.training.follow_ups import (
    FollowUpExample,
    FollowUpFormatError,
    load_follow_ups,
    split_by_dialogue,
)
from qa.training.referents import referent_in, stands_for
from qa.training.term_selection import (
    JudgedFollowUp,
    JudgedReferent,
    fit_options,
    selection_at,
    selection_curve,
)

HISTORY = (Turn("Who leads the Ardent Choir?", "Mara Lindqvist"), Turn("Since when", None))
EXAMPLE = FollowUpExample(
    "choir", "Where was she born?", HISTORY, "Where was Mara Lindqvist of Ardent born?"
)


def test_a_conversation_reads_as_sentences() -> None:
    expected = "Who leads the Ardent Choir? Mara Lindqvist. Since when."
    assert conversation_text(HISTORY) == expected
    assert conversation_text(()) == conversation_text((Turn(" ", ""),)) == ""


def test_a_follow_up_is_searched_with_the_turn_before_it() -> None:
    history = (HISTORY[1], HISTORY[0])
    question = Question("Where was Mara Lindqvist born?", history)
    expected = "Where was Mara Lindqvist born? Who leads the Ardent Choir? Mara Lindqvist."
    assert searched_text(question) == expected
    assert searched_text(Question("Who was born?")) == "Who was born?"


@pytest.mark.parametrize(
    "asked", ["x according to{},", "and what do{}x", "how many{}fled, according to{}it?"]
)
def test_white_space_costs_nothing(models: AnswererModels, asked: str) -> None:
    """Patterns that part words by it would take hours where it is long."""
    text = asked.replace("{}", " \t\n" * 600)
    turn = Turn(text, text)
    alone, followed = models.resolver.resolve([Question(text), Question(text, (turn,))])
    assert alone.text == asked.replace("{}", " ")
    assert "  " not in followed.text


@given(st.text())
def test_words_are_where_they_are_said_to_be(text: str) -> None:
    for start, end in words_of(text):
        assert text[start:end].strip() == text[start:end] != ""


def test_numbers_are_whole() -> None:
    text = "12,000 troops, 3.5 percent, in 2019,then"
    words = [text[start:end] for start, end in words_of(text)]
    assert words == ["12,000", "troops", "3.5", "percent", "in", "2019", "then"]


def test_missing_words_are_those_of_the_rewrite_only() -> None:
    assert EXAMPLE.missing == {"mara", "lindqvist", "ardent"}


def test_labels_mark_the_missing_words(tokenizer: Tokenizer) -> None:
    (feature,) = build_follow_up_features([EXAMPLE], tokenizer, 64, random.Random(1))  # noqa: S311
    tokens = [tokenizer.id_to_token(number) for number in feature.token_ids]
    marked = {t for t, label in zip(tokens, feature.labels, strict=True) if label == 1}
    others = {t for t, label in zip(tokens, feature.labels, strict=True) if label == 0}
    assert marked == {"ardent", "mara", "lin"}
    assert others == {"leads", "choir"}
    context = feature.question_tokens + 2
    assert set(feature.labels[:context]) == {UNLABELLED}


def test_the_referent_is_where_the_conversation_names_it(tokenizer: Tokenizer) -> None:
    (feature,) = build_follow_up_features([EXAMPLE], tokenizer, 64, random.Random(1))  # noqa: S311
    named = feature.token_ids[feature.start : feature.end + 1].tolist()
    assert tokenizer.decode(named) == "mara lindqvist"
    other = replace(EXAMPLE, rewrite="Where was she born?")
    (feature,) = build_follow_up_features([other], tokenizer, 64, random.Random(1))  # noqa: S311
    assert (feature.start, feature.end) == (UNLABELLED, UNLABELLED)


@pytest.mark.parametrize(
    ("question", "rewrite", "name"),
    [
        ("how old is he", "how old is the captain of the ferry?", "captain of the ferry"),
        ("Has his wife come?", "Has Tom Arkwright's wife come?", "Tom Arkwright"),
        ("What does that firm make?", "What does Vexa of Belm make?", "Vexa of Belm"),
        ("why did they sell it", "why did they sell the old mill", "old mill"),
        ("Who is he?", "Who is he?", None),
        ("How many died?", "How many people died in the flood?", None),
    ],
)
def test_a_rewrite_tells_what_a_pronoun_stands_for(
    question: str, rewrite: str, name: str | None
) -> None:
    assert stands_for(question, rewrite) == name


@pytest.mark.parametrize(
    ("rewrite", "named"),
    [
        ("where is the captain of the seized ferry now", "captain of the seized ferry"),
        ("where is the captain of the seized ferry Aurora now", "captain of the seized ferry"),
        ("where is the captain of the Aurora now", None),
        ("where is the mate of the seized ferry now", None),
        ("where is Tom Arkwright of the Aurora now", "Tom Arkwright"),
    ],
)
def test_the_last_place_that_names_it_with_its_noun_counts(rewrite: str, named: str | None) -> None:
    text = (
        "Did Tom Arkwright speak? No. Was the captain of the seized ferry there? Tom Arkwright was."
    )
    example = FollowUpExample("ferry", "where is he now", (), rewrite)
    bounds = referent_in(text, example)
    assert (None if bounds is None else text[slice(*bounds)]) == named
    if named == "Tom Arkwright":
        assert bounds == (text.rindex(named), text.rindex(named) + len(named))


def test_a_long_conversation_loses_its_beginning(tokenizer: Tokenizer) -> None:
    turns = tuple(Turn(f"What is number {number}?", "a figure") for number in range(60))
    example = FollowUpExample("long", "and this one", turns, "and number 59")
    (feature,) = build_follow_up_features([example], tokenizer, 64, random.Random(1))  # noqa: S311
    assert len(feature.token_ids) == len(feature.labels) == 64
    tokens = [tokenizer.id_to_token(number) for number in feature.token_ids]
    assert "59" in tokens
    assert "0" not in tokens


def test_both_forms_of_a_history_are_read(tmp_path: Path) -> None:
    rows = [
        {"id": "a#1", "history": ["Q1", "A1", "Q2"], "question": "q", "rewrite": "r"},
        {
            "id": "b#2",
            "history_questions": ["Where is it"],
            "history_rewrites": ["Where is Belm?"],
            "history_answer_keywords": ["x | belm | y | x"],
            "question": "q",
            "rewrite": "r",
        },
    ]
    path = tmp_path / "follow.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    first, second = load_follow_ups(path)
    assert first.history == (Turn("Q1", "A1"), Turn("Q2", None))
    assert second.history == (Turn("Where is it", "x y"),)
    assert (first.dialogue, second.dialogue) == ("a", "b")
    assert (first.whole, second.whole) == (True, False)


def test_a_conversation_is_read_as_its_follow_ups(tmp_path: Path) -> None:
    turns = [
        {"question": "Who leads the choir?", "rewrite": "Who leads the choir?", "answer": "Mara"},
        {"question": "since when", "rewrite": "since when does Mara lead", "answer": "2019"},
        {"question": "Why?", "rewrite": "Why does Mara lead?", "answer": "Not in the articles."},
    ]
    path = tmp_path / "conversations.jsonl"
    path.write_text(json.dumps({"id": "choir 1", "turns": turns}) + "\n")
    first = Turn("Who leads the choir?", "Mara")
    assert load_follow_ups(path) == [
        FollowUpExample("choir 1", "since when", (first,), "since when does Mara lead", whole=True),
        FollowUpExample(
            "choir 1",
            "Why?",
            (first, Turn("since when", "2019")),
            "Why does Mara lead?",
            whole=True,
        ),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": "x"}',
        '{"id":"x","question":"q","rewrite":1}',
        '{"id":"x","turns":[{"question":"q"}]}',
        '{"id":"x","turns":null}',
    ],
)
def test_a_damaged_file_is_refused_by_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"{line}\n")
    with pytest.raises(FollowUpFormatError, match="line 1"):
        load_follow_ups(path)


def test_conversations_are_not_split() -> None:
    examples = [FollowUpExample(f"dialogue {n // 3}", "q", HISTORY, "r") for n in range(300)]
    training, held_back = split_by_dialogue(examples, 0.2)
    assert len(training) + len(held_back) == 300
    assert 0 < len(held_back) < 150
    assert not {e.dialogue for e in training} & {e.dialogue for e in held_back}


def test_neighbouring_terms_are_one_phrase() -> None:
    text = "Who leads the Ardent Choir of Belm? Mara Lindqvist. Mara Lindqvist's age"
    places = {word: text.index(word) for word in ("Ardent", "Choir", "Belm", "Mara", "Lindqvist")}
    terms = [Term(start, start + len(word), 0.6) for word, start in places.items()]
    late = text.rindex("Mara")
    terms += [Term(late, late + 4, 0.9), Term(late + 5, late + 16, 0.9)]
    assert phrases_of(sorted(terms, key=lambda t: t.start), text) == [
        "Mara Lindqvist",
        "Ardent Choir of Belm",
    ]
    assert phrases_of([], text) == []


JUDGED = [
    JudgedFollowUp({"a": 0.9, "b": 0.2}, frozenset({"a"}), has_pronoun=True),
    JudgedFollowUp({"c": 0.8, "d": 0.7}, frozenset({"d", "e"}), has_pronoun=False),
]


def test_precision_and_recall_count_words_over_all_questions() -> None:
    selection = selection_at(JUDGED, 0.5)
    assert (selection.precision, selection.recall) == (2 / 3, 2 / 3)
    assert selection_at(JUDGED, 0.95).recall == 0
    assert [s.threshold for s in selection_curve(JUDGED)] == sorted(
        s.threshold for s in selection_curve(JUDGED)
    )


def test_thresholds_are_fitted_for_both_kinds() -> None:
    options = fit_options(JUDGED)
    assert 0.2 < options.pronoun_threshold <= 0.9
    assert options.threshold <= 0.7
    with pytest.raises(ValueError, match="without a pronoun"):
        fit_options(JUDGED[:1])


def test_referents_are_taken_from_where_more_of_them_are_right_than_wrong() -> None:
    known = [(0.9, True), (0.8, False), (0.6, True), (0.5, True), (0.3, False), (0.2, True)]
    judged = [replace(JUDGED[0], referent=JudgedReferent(*pair)) for pair in known]
    assert fit_options([*judged, JUDGED[1]]).referent_threshold == 0.5
    assert fit_options(JUDGED).referent_threshold == 1.0


def test_what_may_be_complete_is_so_where_no_word_is_as_probable_as_in_incomplete_ones() -> None:
    def named(probability: float, missing: str) -> JudgedFollowUp:
        return JudgedFollowUp({"a": probability}, frozenset(missing), False, may_be_complete=True)

    incomplete = [named(probability, "a") for probability in (0.9, 0.7, 0.5)]
    complete = [named(probability, "") for probability in (0.6, 0.3, 0.2, 0.1)]
    assert 0.3 < fit_options([*JUDGED, *incomplete, *complete]).naming_threshold <= 0.5
    assert fit_options([*JUDGED, *complete]).naming_threshold == 0


def test_options_are_read_back(tmp_path: Path) -> None:
    FollowUpOptions(0.5, 0.25, 0.4, 0.3).save(tmp_path)
    assert FollowUpOptions.load(tmp_path) == FollowUpOptions(0.5, 0.25, 0.4, 0.3)
    (tmp_path / FOLLOW_UP_NAME).write_text('{"threshold": 2.0, "pronoun_threshold": 0.1}')
    with pytest.raises(ModelFileError, match="qa train followup"):
        FollowUpOptions.load(tmp_path)


def asked(question: str, *turns: Turn) -> Question:
    return Question(question, history=turns)


def test_questions_without_a_history_stay(models: AnswererModels) -> None:
    questions = [asked("Where were they moved?"), asked("and in 2019?")]
    assert models.resolver.resolve(questions) == questions


def test_a_pronoun_becomes_who_was_spoken_of(models: AnswererModels) -> None:
    turn = Turn("Who won the Harlow bicycle race?", "Ingrid Vesterholt")
    (resolved,) = models.resolver.resolve([asked("Where was she born?", turn)])
    assert resolved.text.startswith("Where was ")
    assert "Vesterholt" in resolved.text
    assert bare_words(resolved.text) <= bare_words(
        "Where was she born " + conversation_text([turn])
    )


def test_he_is_the_person_that_was_just_named(models: AnswererModels) -> None:
    turns = (
        Turn("Who won the Harlow bicycle race?", "Ingrid Vesterholt"),
        Turn("And who leads the team of Belm?", "Major Tom Arkwright."),
    )
    (resolved,) = models.resolver.resolve([asked("How old is he?", *turns)])
    assert resolved.text.startswith("How old is Major Tom Arkwright")


@pytest.mark.parametrize(
    ("question", "answer", "person"),
    [
        ("Who leads the choir?", "Mara Lindqvist", "Mara Lindqvist"),
        ("And by whom was it sold?", "Major Tom Arkwright.", "Major Tom Arkwright"),
        ("who's the mayor", "Mara Lindqvist", "Mara Lindqvist"),
        ("Which prime minister resigned?", "Mara Lindqvist", "Mara Lindqvist"),
        ("Where did he go?", "New Belm", None),
        ("Which town did the mayor visit?", "New Belm", None),
        ("Which local newspaper wrote it?", "Evening Post", None),
        ("How many people who fled came back?", "New Belm", None),
        ("Who won the election?", "Labour Party", None),
        ("Who won the election?", None, None),
        ("", "Mara Lindqvist", None),
    ],
)
def test_a_person_is_who_was_asked_for(
    tagger: Tagger, question: str, answer: str | None, person: str | None
) -> None:
    assert answered_person(question, answer, tagger) == person


def test_a_town_is_no_person(models: AnswererModels) -> None:
    turn = Turn("Where did Tom Arkwright go?", "New Belm")
    (resolved,) = models.resolver.resolve([asked("When did he arrive there?", turn)])
    assert not resolved.text.startswith("When did New Belm")


@pytest.mark.parametrize(
    ("question", "explicit"),
    [
        ("Who gave it to him?", "Who gave it to Steven Adams"),
        ("Is it true that he left?", "Is it true that Steven Adams left"),
        ("Why did they arrest him?", "Why did they arrest Steven Adams"),
    ],
)
def test_it_and_they_are_no_person(models: AnswererModels, question: str, explicit: str) -> None:
    turn = Turn("Who won the Harlow bicycle race?", "Steven Adams")
    (resolved,) = models.resolver.resolve([asked(question, turn)])
    assert resolved.text.startswith(explicit)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mara Lindqvist", "Mara Lindqvist"),
        (" Major Tom Arkwright. ", "Major Tom Arkwright"),
        ("Lindqvist", None),
        ("Mara Lindqvist, a painter", None),
        ("Only 600", None),
        ("", None),
    ],
)
def test_a_name_alone_is_told_from_more(text: str, name: str | None) -> None:
    assert name_alone(text) == name


def test_a_part_goes_back_to_the_last_whole_question(models: AnswererModels) -> None:
    turns = (
        Turn("How many bridges does Harlow have?", "12"),
        Turn("And Belm?", "9"),
    )
    (resolved,) = models.resolver.resolve([asked("What about Teroa?", *turns)])
    assert resolved.text == "How many bridges does Teroa have?"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=40), st.none() | st.text(max_size=40)), max_size=4))
def test_any_history_is_resolved(
    models: AnswererModels, turns: list[tuple[str, str | None]]
) -> None:
    question = asked("Who said it?", *(Turn(*turn) for turn in turns))
    (resolved,) = models.resolver.resolve([question])
    assert resolved.text
