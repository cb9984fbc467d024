"""Near-duplicate groups, against brute force over all pairs."""

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.near_duplicate import (
    THRESHOLD,
    figures,
    jaccard,
    near_duplicate_groups,
    shingles,
)

ROOT = Path(__file__).parents[2]
VOCABULARY = [f"{start}{end}" for start in "bdfgklmnprstvz" for end in ("arn", "el", "ost", "iver")]
REPORT = (
    "Officials in the valley said on Friday that 5 people died when the river burst its banks near"
    " the old mill after days of rain."
)


def passage(seed: int, length: int = 130) -> list[str]:
    """About as many words as make 160 tokens."""
    return [str(word) for word in np.random.default_rng(seed).choice(VOCABULARY, length)]


def brute_force(texts: Sequence[str]) -> list[int]:
    """The groups that all pairs together make, numbered by their first text."""
    sets, numbers = [shingles(text) for text in texts], [figures(text) for text in texts]
    groups = list(range(len(texts)))
    for first, second in combinations(range(len(texts)), 2):
        alike = jaccard(sets[first], sets[second]) >= THRESHOLD
        if alike and numbers[first] == numbers[second]:
            old, new = sorted((groups[first], groups[second]), reverse=True)
            groups = [new if group == old else group for group in groups]
    order = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    return [order[group] for group in groups]


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_groups_are_those_of_all_pairs(data: st.DataObject) -> None:
    texts: list[str] = []
    for _ in range(data.draw(st.integers(1, 25))):
        words = list(
            passage(data.draw(st.integers(0, 3)), data.draw(st.sampled_from([0, 2, 20, 60])))
        )
        for place in data.draw(st.lists(st.integers(0, max(0, len(words) - 1)), max_size=6)):
            if words:
                words[place] = data.draw(st.sampled_from(["new", "7", "8", ""]))
        texts.append(" ".join(words))
    assert near_duplicate_groups(texts) == brute_force(texts)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(REPORT, True, id="identical"),
        pytest.param(REPORT.upper() + "  ", True, id="case-and-space"),
        pytest.param(REPORT.replace(" ", "\n").replace(".", " …"), True, id="punctuation"),
        pytest.param("TARSK (Wire) — " + REPORT, True, id="dateline"),
        pytest.param(REPORT.replace("old", "ancient"), True, id="one-word-of-a-sentence"),
        pytest.param(REPORT.replace("5", "7"), False, id="another-figure"),
        pytest.param(REPORT.replace("5", "five"), False, id="figure-in-words"),
        pytest.param(REPORT[: len(REPORT) // 2], False, id="half"),
        pytest.param("Officials said on Friday that 5 people died.", False, id="retold"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_sentence_and_its_variants(other: str, same: bool) -> None:
    groups = near_duplicate_groups([REPORT, other])
    assert (groups[0] == groups[1]) is same


COURT = (
    "The court in the capital heard on {day} how the minister's office had ordered the machines"
    " for the clinics. Its former head, {name}, said that he {knew} about the payments when the"
    " contract was signed in {month}, and that all of the papers were kept by the auditors, who"
    " had asked for them again and again. The judges will go on after the holidays, a spokesman"
    " told reporters outside."
)
HEARD = {"day": "Tuesday", "name": "John Smith", "knew": "knew", "month": "March"}


@pytest.mark.parametrize(
    ("changes", "before", "same"),
    [
        pytest.param({"knew": "did not know"}, "", False, id="denied"),
        pytest.param({"knew": "didn't know"}, "", False, id="denied-in-short"),
        pytest.param({"name": "Peter Jones"}, "", False, id="another-name"),
        pytest.param({"name": "Peter Smith"}, "", False, id="another-first-name"),
        pytest.param({"day": "Monday"}, "", False, id="another-day"),
        pytest.param({"month": "April"}, "", False, id="another-month"),
        pytest.param({"name": "Mr. John Smith"}, "", True, id="with-a-title"),
        pytest.param({"day": "yesterday"}, "", True, id="day-in-other-words"),
        pytest.param({"knew": "was aware"}, "", True, id="other-words"),
        pytest.param({}, "LONDON (Wire) — ", True, id="dateline"),
        pytest.param({}, "The News has not had an answer. ", True, id="a-sentence-before"),
    ],
)
def test_what_says_otherwise_is_no_copy(changes: dict[str, str], before: str, same: bool) -> None:
    texts = ["PARIS (Agency) — " * (before.startswith("LONDON")) + COURT.format(**HEARD)]
    texts.append(before + COURT.format(**{**HEARD, **changes}))
    groups = near_duplicate_groups(texts)
    assert (groups[0] == groups[1]) is same


def test_officers_after_their_abbreviated_ranks_are_names() -> None:
    report = COURT.format(**HEARD)
    other = report.replace("John Smith", "Gen. Lee"), report.replace("John Smith", "Gen. Kim")
    assert near_duplicate_groups(other) == [0, 1]


@pytest.mark.parametrize(
    ("edits", "same"), [pytest.param(6, True, id="few-edits"), pytest.param(30, False, id="many")]
)
def test_a_passage_of_160_tokens_and_its_edited_copy(edits: int, same: bool) -> None:
    words = passage(1)
    edited = list(words)
    for place in range(0, len(words), len(words) // edits)[:edits]:
        edited[place] = "edited"
    groups = near_duplicate_groups([" ".join(words), " ".join(edited), " ".join(passage(2))])
    assert (groups[0] == groups[1]) is same
    assert groups[2] not in groups[:2]


def test_ten_copies_of_a_report_are_one_group() -> None:
    copies = [f"Paper {letter} writes: {REPORT}" for letter in "abcdefghij"]
    texts = [*copies, "An unrelated sentence on another matter.", "Another one, of the council."]
    assert near_duplicate_groups(texts) == [0] * 10 + [1, 2]


def test_texts_without_words_equal_only_themselves() -> None:
    assert near_duplicate_groups(["", "…", " … ", "", "a"]) == [0, 1, 1, 0, 2]
    assert near_duplicate_groups([]) == []


def test_every_process_makes_the_same_groups() -> None:
    texts = [" ".join(passage(seed % 7)[seed % 3 :]) for seed in range(30)]
    code = (
        "import json, sys; from index.near_duplicate import near_duplicate_groups;"
        " print(near_duplicate_groups(json.loads(sys.stdin.read())))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps(texts),
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {f"{near_duplicate_groups(texts)}\n"}
