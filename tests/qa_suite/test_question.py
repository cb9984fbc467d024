"""Which questions are taken, and what is said of the others."""

import pytest

from qa.question import MAXIMUM_QUESTION_LENGTH, QuestionError, check_question

BAD = [
    pytest.param("", "no word", id="empty"),
    pytest.param(" \t\n", "no word", id="white space"),
    pytest.param("?!… —", "no word", id="punctuation"),
    pytest.param("😀👍", "no word", id="emoji"),
    pytest.param("\u200b\u202e", "no word", id="invisible marks"),
    pytest.param("\0", "no word", id="NUL alone"),
    pytest.param("a" * (MAXIMUM_QUESTION_LENGTH + 1), "2,001 characters", id="one too many"),
    pytest.param("why " * 25_000, "99,999 characters", id="a hundred thousand"),
    pytest.param("who\0am I", "NUL", id="NUL inside"),
    pytest.param("who\ud800", "surrogate", id="high surrogate"),
    pytest.param("\udc00who", "surrogate", id="low surrogate"),
    pytest.param("\ud83d\ude00 who", "surrogate", id="surrogate pair"),
]

GOOD = [
    pytest.param("  Who?\n", "Who?", id="white space around"),
    pytest.param("a" * MAXIMUM_QUESTION_LENGTH, "a" * MAXIMUM_QUESTION_LENGTH, id="the longest"),
    pytest.param(" " * 5_000 + "Who?", "Who?", id="much white space"),
    pytest.param("谁？", "谁？", id="Chinese"),
    pytest.param("من؟", "من؟", id="Arabic"),
    pytest.param("1?", "1?", id="a digit"),
    pytest.param("'; DROP TABLE documents; --", "'; DROP TABLE documents; --", id="SQL"),
]


@pytest.mark.parametrize(("text", "told"), BAD)
def test_a_bad_question_is_refused_in_words(text: str, told: str) -> None:
    with pytest.raises(QuestionError, match=told) as caught:
        check_question(text)
    assert len(str(caught.value)) < 500
    str(caught.value).encode()


@pytest.mark.parametrize(("text", "checked"), GOOD)
def test_a_good_question_is_stripped(text: str, checked: str) -> None:
    assert check_question(text) == checked
