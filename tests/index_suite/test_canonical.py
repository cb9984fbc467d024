"""The canonical text: what changes, what stays, and that it is the same the second time."""

import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.canonical import (
    MAXIMUM_MARKS,
    POSSIBLE_MARKS,
    canonical_line,
    canonical_text,
)

MARKS = "\u0301\u0323\u0327\u0344"
TEXTS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "a e\u0301 s\u0323\u0307 \0 \x1b \u00ad \ufeff \ufb03 \ufb01\u0301 \u1100\u1161 "
            "\u212b \ud800 👩\u200d👧".split(" ")
        )
        | st.sampled_from(
            ("\r", "\r\n", "\n", "\u2029", "\x85", " ", "\t", "\u0301" * 29, "\u0323\u0301" * 16)
        )
    ).map("".join),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\r\nb\r\n", "a\nb", id="crlf"),
        pytest.param("a\rb", "a\nb", id="cr"),
        pytest.param("a\n\r\nb", "a\n\nb", id="mixed"),
        pytest.param("a\x85b\u2028c\vd\fe", "a\nb\nc\nd\ne", id="other-line-ends"),
        pytest.param("a\u2029b", "a\n\nb", id="paragraph-separator"),
        pytest.param("\ufeffa\ufeffb", "ab", id="byte-order-marks"),
        pytest.param("re\u00adgion", "region", id="soft-hyphen"),
        pytest.param("a\x1b[0m\x7f\x93b\tc", "a[0mb\tc", id="control-characters"),
        pytest.param("a\0b", "a\0b", id="nul-is-left-to-be-refused"),
        pytest.param("o\ufb03ce \ufb01nd \ufb06", "office find st", id="ligatures"),
        pytest.param("e\u0301 \u212b \u1100\u1161", "é Å 가", id="composed"),
        pytest.param("½ 10² № ﷺ", "½ 10² № ﷺ", id="compatibility-characters-stay"),
        pytest.param("3\u00a0m \u202fx\u200d\u200c", "3\u00a0m \u202fx\u200d\u200c", id="kept"),
        pytest.param("👩‍👩‍👧 \u202eشلوم", "👩‍👩‍👧 \u202eشلوم", id="emoji-and-direction"),
        pytest.param("well-\nknown", "well-\nknown", id="hyphens-at-line-ends-stay"),
        pytest.param("  a \t\n", "  a", id="white-space-at-the-end"),
    ],
)
def test_canonical_text(text: str, expected: str) -> None:
    assert canonical_text(text) == expected


@given(TEXTS)
@example("s\u0323\u0307" + "\u0327" * MAXIMUM_MARKS)
@example("é" + "\u0344" * MAXIMUM_MARKS + "\u0301")
def test_the_canonical_text_stays_as_it_is(text: str) -> None:
    canonical = canonical_text(text)
    assert canonical_text(canonical) == canonical
    assert canonical == canonical.rstrip()
    assert not set("\r\x0b\x0c\x85\u2028\u2029\u00ad\ufeff\x1b\ufb03") & set(canonical)


@given(TEXTS)
def test_words_stay_words(text: str) -> None:
    """Letters and digits are all there, and in their order, in Unicode's own comparison."""

    def letters(given: str) -> str:
        plain = unicodedata.normalize("NFKD", given)
        return "".join(character for character in plain if character.isalnum())

    assert letters(canonical_text(text)) == letters(text)


def test_every_combining_mark_is_looked_at() -> None:
    marks = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(c)]
    assert [c for c in marks if not POSSIBLE_MARKS.fullmatch(c * (MAXIMUM_MARKS + 1))] == []


def test_marks_without_end_take_no_time() -> None:
    """Composing them takes half a minute for each of these."""
    started = time.thread_time()
    for text in ("a" + MARKS * 25_000, ("é" + "\u0323\u0301" * 16) * 5_000):
        assert canonical_text(text)
    assert time.thread_time() - started < 5


def test_a_title_is_one_line() -> None:
    assert canonical_line(" Troops\r\n in\tthe\u00ad  east ") == "Troops in the east"
