"""Closeness of a sentence to those that speak most of the question, by hand."""

import math

import pytest

from qa.anchoring import Anchors

PASSAGE = "Ferry engines failed yesterday. Harbour police towed ferry boats. Bakers struck."


def test_the_sentence_that_covers_the_question_is_its_own_anchor() -> None:
    anchors = Anchors.of("Which ferry engines failed?", [PASSAGE])
    assert anchors.similarity("Ferry engines failed yesterday.") == pytest.approx(1.0)


def test_shared_words_count_by_rarity() -> None:
    # Three sentences; "ferry" is in two of them, every other word in one. The question has the
    # stems ferry, engin and faile: the first sentence has all, so its share is 1.
    common, rare = math.log1p(3 / 2), math.log1p(3)
    anchors = Anchors.of("Which ferry engines failed?", [PASSAGE])
    first = math.sqrt(common**2 + 3 * rare**2)  # ferry, engin, faile, yeste
    second = math.sqrt(common**2 + 4 * rare**2)  # ferry, harbo, polic, towed, boats
    expected = common**2 / (first * second)
    # The second sentence is an anchor itself, with the share of "ferry" in the question.
    share = common / (common + 2 * rare)
    measured = anchors.similarity("Harbour police towed ferry boats.")
    assert measured == pytest.approx(max(expected, share))


def test_a_sentence_without_shared_words_is_not_close() -> None:
    anchors = Anchors.of("Which ferry engines failed?", [PASSAGE])
    assert anchors.similarity("Bakers struck.") == 0.0


@pytest.mark.parametrize(
    ("question", "passages"),
    [
        pytest.param("Which ferry failed?", [], id="no-passages"),
        pytest.param("Which zebra sang?", [PASSAGE], id="no-shared-word"),
        pytest.param("which of the", [PASSAGE], id="only-function-words"),
    ],
)
def test_no_anchor_means_no_closeness(question: str, passages: list[str]) -> None:
    assert Anchors.of(question, passages).similarity(PASSAGE) == 0.0
