"""The words of a text, beside finding each of them anew."""

from hypothesis import given
from hypothesis import strategies as st

from qa.text_words import FUNCTION_WORDS, WORD, TextWords, bare, stem_of


@given(text=st.text(max_size=120) | st.text(alphabet="aAbB'’s. 12", max_size=80))
def test_each_word_counts_once(text: str) -> None:
    found = WORD.findall(text)
    words = TextWords.of(text)
    assert words.every == {stem_of(word) for word in found}
    assert words.content == {stem_of(word) for word in found if bare(word) not in FUNCTION_WORDS}
    assert words.uncapitalised == {stem_of(word) for word in found if not word[0].isupper()}


def test_a_content_word_may_begin_like_a_function_word() -> None:
    words = TextWords.of("After the storm Ottilie's gusts")
    assert words == TextWords(
        frozenset({"after", "the", "storm", "ottil", "gusts"}),
        frozenset({"storm", "ottil", "gusts"}),
        frozenset({"the", "storm", "gusts"}),
    )
    assert "after" in TextWords.of("In the afternoon").content
