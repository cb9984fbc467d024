"""The second reading of the likeliest places: which are read, in what, and with what result."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.canonical import canonical_text
from index.document import Document
from index.passage import Passage, RetrievedPassage
from index.sentences import sentence_bounds
from qa.place import Place, ReadPassage
from qa.reader import Reader, ReaderInput
from qa.second_reading import SecondReadingOptions, second_margins, surroundings
from qa.text_words import TextWords

OPTIONS = SecondReadingOptions()
TITLE = "Storm in Harwich"
TEXT = (
    "The harbour was calm on Monday. Fishermen mended their nets. A storm came on Tuesday. "
    "It sank three boats. The mayor, Ada Brook, asked for help. Her deputy is Tom Reed. "
    "Nobody was hurt. The boats were insured."
)
QUESTION = "Who is the mayor of Harwich?"


def place(words: str, margin: float, text: str = TEXT, title: str = TITLE) -> Place:
    """Some words of a report as a place with a margin of its first reading."""
    document = Document("report", title, text, "test")
    passage = Passage("report", 0, len(text), text)
    retrieved = RetrievedPassage(passage, 1.0, 0.5, None)
    read = ReadPassage(retrieved, document, (), TextWords.of(text), TextWords.of(title), 1.0)
    start = text.index(words)
    return Place(read, start, start + len(words), margin, (start, start + len(words)), None)


def read_directly(reader: Reader, text: str, words: str) -> float:
    """The reader's score of the best span that touches the words."""
    start = text.index(words)
    ((score,),) = reader.margins(ReaderInput(QUESTION, [text], [[(start, start + len(words))]]))
    assert score is not None
    return score


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        pytest.param("calm", "The harbour", "on Tuesday.", id="at the beginning"),
        pytest.param("Ada Brook", "A storm", "was hurt.", id="in the middle"),
        pytest.param("insured", "Her deputy", "insured.", id="at the end"),
        pytest.param("help. Her", "A storm", "insured.", id="over two sentences"),
    ],
)
def test_two_sentences_on_either_side_are_read(words: str, first: str, last: str) -> None:
    start = TEXT.index(words)
    low, high = surroundings(TEXT, start, start + len(words), OPTIONS)
    assert TEXT[low:high].startswith(first)
    assert TEXT[low:high].endswith(last)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_surroundings_hold_the_span_and_reach_no_further_than_they_may(
    data: st.DataObject,
) -> None:
    words = st.sampled_from(["Dr. Smith", "spoke.", "Why?", "\n", "x" * 40, "😀", "He left."])
    text = canonical_text(" ".join(data.draw(st.lists(words, min_size=1, max_size=30))))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    options = SecondReadingOptions(reach=data.draw(st.integers(0, 60)))
    low, high = surroundings(text, start, end, options)
    assert max(0, start - options.reach) <= low <= start
    assert end <= high <= min(len(text), end + options.reach)
    whole = surroundings(text, start, end, SecondReadingOptions(reach=len(text)))
    # Those before, and what the span's own sentence begins with.
    assert len(sentence_bounds(text[whole[0] : start])) <= OPTIONS.beside + 1


def test_rivals_have_the_margins_of_their_surroundings(reader: Reader) -> None:
    places = [place("Ada Brook", 1.0), place("Tom Reed", 2.0)]
    found = second_margins(QUESTION, places, reader, OPTIONS)
    mayor, deputy = (
        f"{TITLE}. {TEXT[slice(*surroundings(TEXT, p.start, p.end, OPTIONS))]}" for p in places
    )
    assert found[0] == pytest.approx(read_directly(reader, mayor, "Ada Brook"), abs=0.05)
    assert found[1] == pytest.approx(read_directly(reader, deputy, "Tom Reed"), abs=0.05)
    assert found[0] > found[1]


def test_only_what_is_near_the_best_is_read_again(reader: Reader) -> None:
    far = 5.0 - OPTIONS.within - 0.1
    places = [place("Tom Reed", far), place("Ada Brook", 5.0), place("nets", 5.0)]
    found = second_margins(QUESTION, places, reader, OPTIONS)
    assert found[0] == far
    assert found[1] != 5.0
    assert found[2] < found[1]
    many = [place("Ada Brook", 5.0 - number / 10) for number in range(OPTIONS.count + 2)]
    kept = second_margins(QUESTION, many, reader, OPTIONS)[OPTIONS.count :]
    assert kept == [entry.margin for entry in many[OPTIONS.count :]]


@pytest.mark.parametrize(
    "places",
    [
        pytest.param([], id="none"),
        pytest.param([place("Ada Brook", -1.0)], id="one"),
        pytest.param([place("Ada Brook", 4.0), place("Tom Reed", 0.5)], id="one far ahead"),
    ],
)
def test_without_rivals_the_first_reading_stands(places: list[Place], reader: Reader) -> None:
    found = second_margins(QUESTION, places, reader, OPTIONS)
    assert found == [entry.margin for entry in places]


def test_a_place_that_no_token_fills_keeps_its_margin(reader: Reader) -> None:
    text = "Ada Brook is the mayor of Harwich. \u200b Tom Reed is not."
    places = [place("\u200b", 1.0, text), place("Ada Brook", 1.0, text)]
    found = second_margins(QUESTION, places, reader, OPTIONS)
    assert found[0] == 1.0
    assert found[1] > 1.0


@pytest.mark.parametrize("title", ["", "x" * 100_000])
def test_any_title_is_read(title: str, reader: Reader) -> None:
    places = [place("Ada Brook", 1.0, title=title), place("Tom Reed", 1.0, title=title)]
    assert all(found != 1.0 for found in second_margins(QUESTION, places, reader, OPTIONS))
