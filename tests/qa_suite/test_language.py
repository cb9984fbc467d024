"""Words, quotations and parts of speech, with exact offsets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language.quotation import quotation_around, quotations
from qa.language.tagger import Tagger
from qa.language.word import word_bounds


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in word_bounds(text, (0, len(text)))]


def quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in quotations(text, (0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "It rose 3.5% to 3,000.", ["It", "rose", "3.5", "%", "to", "3,000", "."], id="figures"
        ),
        pytest.param(
            "Dr. Smith’s U.S. boys'",
            ["Dr.", "Smith", "’s", "U.S.", "boys", "'"],
            id="points-and-owners",
        ),
        pytest.param(
            "O'Neill didn't won’t", ["O'Neill", "did", "n't", "wo", "n’t"], id="apostrophes"
        ),
        pytest.param(
            "a Geneva-based AT&T 12-year-old",
            ["a", "Geneva-based", "AT&T", "12-year-old"],
            id="joined",
        ),
        pytest.param(
            "He went to Rome. It", ["He", "went", "to", "Rome", ".", "It"], id="sentence-point"
        ),
        pytest.param("😀 e\u0301t", ["😀", "e", "\u0301", "t"], id="astral-and-combining"),
        pytest.param("", [], id="empty"),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=120))
def test_words_leave_only_white_space_between_them(text: str) -> None:
    position = 0
    for start, end in word_bounds(text, (0, len(text))):
        assert start < end
        assert not text[position:start].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"A," he said. "B."', ["A,", "B."], id="straight"),
        pytest.param("“A ‘b’ c,” he said.", ["A ‘b’ c,"], id="nested"),
        pytest.param(
            "'The boys' club,' he said.", ["The boys' club,"], id="single-with-apostrophe"
        ),
        pytest.param("It's the workers' '90s hall.", [], id="apostrophes-only"),
        pytest.param("He said: “A and", ["A and"], id="open-to-the-end"),
        pytest.param("«A», „B“ he said.", ["A", "B"], id="other-marks"),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_is_found_by_what_it_holds() -> None:
    text = 'He said "a b" and "c".'
    found = quotations(text, (0, len(text)))
    for start in range(len(text)):
        holding = [quote for quote in found if quote.start <= start and start + 1 <= quote.end]
        assert quotation_around(found, start, start + 1) == (holding[0] if holding else None)


@pytest.mark.parametrize(
    ("sentence", "word", "tag"),
    [
        pytest.param(
            "Carla Mendes, who is ill, said so.", "Mendes", "NP0", id="surname-like-a-verb"
        ),
        pytest.param("Prices fell, Twitter said.", "Twitter", "NP0", id="name-like-an-order"),
        pytest.param("He saw 12,000 bears.", "12,000", "CRD", id="figure"),
        pytest.param("He said “no” twice.", "“", "PUQ", id="curly-mark"),
        pytest.param("It was x" + "y" * 5000 + " said.", "said", "VVD", id="endless-word"),
    ],
)
def test_parts_of_speech(tagger: Tagger, sentence: str, word: str, tag: str) -> None:
    (words,) = tagger.words(sentence, [(0, len(sentence))])
    assert {found.tag for found in words if found.text == word} == {tag}


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=80))
def test_any_text_can_be_tagged(tagger: Tagger, text: str) -> None:
    (words,) = tagger.words(text, [(0, len(text))])
    assert [(word.start, word.end) for word in words] == word_bounds(text, (0, len(text)))
    assert all(text[word.start : word.end] == word.text for word in words)
