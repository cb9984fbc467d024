"""Passages: exact slices that cover the text, within their sizes, cut at sentences."""

import itertools
import time
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.canonical import canonical_text
from index.chunking import ChunkingOptions, chunk_document
from index.document import Document
from index.encoder import Encoder
from index.passage import Passage
from index.sentences import Bounds, sentence_bounds

PIECES = st.sampled_from(
    [
        "U.S. officials met.",
        "Dr. Smith spoke to reporters on Tuesday, according to the Pentagon.",
        "Why?",
        "unbelievably internationalisation",
        "e\u0301 n\u0303o\u0308 \u0301",
        "👩‍👩‍👧🏽 🇰🇷",
        "漢字かな交じり文。",
        "نص عربي",
        "\u200b\u200d",
        "$1.2m (3,000-12,000)",
        "x" * 120,
        "...!!!???",
        "\n",
        "\n\n",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES).map("".join),
)
DOCUMENTS = (
    TEXTS.map(canonical_text)
    .filter(lambda text: bool(text.strip()))
    .map(lambda text: Document("d", "t", text, "s"))
)
# Below five tokens a single character, such as a Hangul syllable, may exceed the maximum.
OPTIONS = st.integers(5, 60).flatmap(
    lambda most: st.integers(0, most - 1).map(lambda overlap: ChunkingOptions(most, overlap))
)


class Tokens:
    """The tokens of a text's sentences, each sentence on its own as the chunking counts them."""

    def __init__(self, text: str, encoder: Encoder) -> None:
        self.sentences = sentence_bounds(text)
        found = encoder.token_bounds([text[start:end] for start, end in self.sentences])
        self.counts = [len(bounds) for bounds in found]
        # Several tokens of one character share its bounds: it is one place in the text.
        self.places = {
            (start + low, start + high)
            for (start, _), bounds in zip(self.sentences, found, strict=True)
            for low, high in bounds
        }

    def within(self, start: int, end: int) -> int:
        return sum(start <= low and high <= end for low, high in self.places)

    def whole(self, maximum: int) -> list[Bounds]:
        """The sentences that fit into a passage."""
        pairs = zip(self.sentences, self.counts, strict=True)
        return [bounds for bounds, count in pairs if count <= maximum]


def inside(bounds: Bounds, passages: Sequence[Passage]) -> bool:
    return any(p.start <= bounds[0] and bounds[1] <= p.end for p in passages)


def require_exact_and_ordered(document: Document, passages: Sequence[Passage]) -> None:
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert passage.document_id == document.document_id
    for earlier, later in itertools.pairwise(passages):
        assert earlier.start < later.start
        assert earlier.end < later.end


def require_covered(document: Document, passages: Sequence[Passage]) -> None:
    position = 0
    for passage in passages:
        assert not document.text[position : passage.start].strip(), "text between passages is lost"
        position = max(position, passage.end)
    assert not document.text[position:].strip(), "text after the last passage is lost"


def require_sizes(tokens: Tokens, passages: Sequence[Passage], options: ChunkingOptions) -> None:
    for passage in passages:
        assert tokens.within(passage.start, passage.end) <= options.maximum_tokens
    for earlier, later in itertools.pairwise(passages):
        # Two pieces of a sentence may share the one character whose tokens they share.
        if earlier.end - later.start > 1:
            assert tokens.within(later.start, earlier.end) <= options.overlap_tokens


def require_whole_sentences(tokens: Tokens, passages: Sequence[Passage], maximum: int) -> None:
    for start, end in tokens.whole(maximum):
        assert inside((start, end), passages)
        for passage in passages:
            assert not start < passage.start < end
            assert not start < passage.end < end


@settings(deadline=None, max_examples=200)
@given(document=DOCUMENTS, options=OPTIONS)
@example(
    document=Document("d", "t", "unbelievably cafe\u0301 e\u0301 e\u0301 f g", "s"),
    options=ChunkingOptions(5, 0),
)
@example(
    document=Document("d", "t", "\u200b\u200ba b c d e f g\u200b h i", "s"),
    options=ChunkingOptions(5, 2),
)
@example(document=Document("d", "t", "한국어" * 9, "s"), options=ChunkingOptions(5, 0))
def test_every_text_is_cut_into_exact_covering_bounded_passages(
    document: Document, options: ChunkingOptions, encoder: Encoder
) -> None:
    passages = chunk_document(document, encoder, options)
    tokens = Tokens(document.text, encoder)
    require_exact_and_ordered(document, passages)
    require_covered(document, passages)
    require_sizes(tokens, passages, options)
    require_whole_sentences(tokens, passages, options.maximum_tokens)


@settings(deadline=None, max_examples=50)
@given(
    sentences=st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Kyiv",
                    "said",
                    "its",
                    "troops",
                    "moved",
                    "on",
                    "Tuesday",
                    "toward",
                    "Kursk",
                    "again",
                ]
            ),
            min_size=1,
            max_size=12,
        ),
        min_size=1,
        max_size=40,
    ),
    options=st.integers(20, 60).map(lambda most: ChunkingOptions(most, most // 4)),
)
def test_a_passage_tokenised_again_keeps_the_maximum(
    sentences: list[list[str]], options: ChunkingOptions, encoder: Encoder
) -> None:
    text = " ".join(" ".join(words) + "." for words in sentences)
    passages = chunk_document(Document("d", "t", text, "s"), encoder, options)
    counts = [len(bounds) for bounds in encoder.token_bounds([p.text for p in passages])]
    assert max(counts) <= options.maximum_tokens


@pytest.mark.parametrize("maximum", [1, 2, 3, 4])
def test_the_smallest_sizes_end(maximum: int, encoder: Encoder) -> None:
    document = Document("d", "t", "a b unbelievably c d. Internationalisation, e!", "s")
    passages = chunk_document(document, encoder, ChunkingOptions(maximum, 0))
    require_exact_and_ordered(document, passages)
    require_covered(document, passages)
    require_sizes(Tokens(document.text, encoder), passages, ChunkingOptions(maximum, 0))


def test_a_sentence_of_5000_words_is_cut_between_words(encoder: Encoder) -> None:
    words = [("unbelievably", "moved", "toward", "Kursk")[place % 4] for place in range(5_000)]
    document = Document("d", "t", "Before it. " + " ".join(words) + ". After it.", "s")
    options = ChunkingOptions()
    begun = time.thread_time()
    passages = chunk_document(document, encoder, options)
    assert time.thread_time() - begun < 5
    require_exact_and_ordered(document, passages)
    require_covered(document, passages)
    require_sizes(Tokens(document.text, encoder), passages, options)
    assert [word for p in passages for word in p.text.replace(".", "").split()][2:-2] == words
    counts = [len(bounds) for bounds in encoder.token_bounds([p.text for p in passages])]
    assert max(counts) <= options.maximum_tokens
    assert len(passages) < 2 * sum(counts) / options.maximum_tokens


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("x" * 10_000, id="letters"),
        pytest.param("x-" * 5_000, id="hyphens"),
        pytest.param("👩\u200d" * 5_000, id="emoji"),
        pytest.param("e\u0301" * 5_000, id="combining-marks"),
        pytest.param("漢" * 10_000, id="ideographs"),
    ],
)
def test_a_word_of_10000_characters_is_kept(word: str, encoder: Encoder) -> None:
    document = Document("d", "t", f"Before it. {word} follows. After it.", "s")
    passages = chunk_document(document, encoder, ChunkingOptions())
    require_exact_and_ordered(document, passages)
    require_covered(document, passages)
    require_sizes(Tokens(document.text, encoder), passages, ChunkingOptions())


@pytest.mark.parametrize("abbreviation", ["U.S. officials", "Dr. Smith", "Gen. Lee", "1.2 million"])
def test_an_abbreviation_is_never_cut(abbreviation: str, encoder: Encoder) -> None:
    sentence = f"On that day {abbreviation} arrived in Seoul to talk."
    document = Document("d", "t", " ".join([sentence] * 30), "s")
    passages = chunk_document(document, encoder, ChunkingOptions(30, 0))
    assert len(passages) > 5
    for passage in passages:
        assert set(passage.text.replace(sentence, "").split()) == set()


def test_overlapping_passages_repeat_whole_sentences(encoder: Encoder) -> None:
    sentences = [f"Sentence number {place} is here." for place in range(40)]
    document = Document("d", "t", " ".join(sentences), "s")
    passages = chunk_document(document, encoder, ChunkingOptions(40, 14))
    for earlier, later in itertools.pairwise(passages):
        shared = document.text[later.start : earlier.end]
        assert shared.startswith("Sentence number")
        assert shared.endswith("is here.")
    assert {p.document_id for p in passages} == {"d"}
    assert len({p.passage_id for p in passages}) == len(passages) > 3


def test_a_passage_ends_with_a_paragraph_in_its_second_half(encoder: Encoder) -> None:
    sentence = "Ten tokens make up this sentence of words."
    assert [len(bounds) for bounds in encoder.token_bounds([sentence])] == [10]
    paragraphs = [" ".join([sentence] * count) for count in (1, 2, 2, 5)]
    document = Document("d", "t", "\n\n".join(paragraphs), "s")
    passages = chunk_document(document, encoder, ChunkingOptions(40, 12))
    assert [p.text for p in passages] == [
        "\n\n".join(paragraphs[:2]),
        paragraphs[2],
        " ".join([sentence] * 4),
        " ".join([sentence] * 2),
    ]


@pytest.mark.parametrize(("maximum", "overlap"), [(10, 10), (10, 11), (10, -1), (0, 0), (-5, -6)])
def test_sizes_that_cannot_be_met_are_refused(maximum: int, overlap: int) -> None:
    with pytest.raises(ValueError, match=f"overlap_tokens is {overlap} and maximum_tokens"):
        ChunkingOptions(maximum, overlap)
