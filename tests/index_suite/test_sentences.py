"""Sentence bounds: exact, trimmed, in order, and not fooled by abbreviations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.canonical import canonical_text
from index.sentences import LONGEST_PIECE, sentence_bounds, sentences_around


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two.", ["One.", "Two."], id="two"),
        pytest.param(
            "U.S. officials met in Kyiv. They left.",
            ["U.S. officials met in Kyiv.", "They left."],
            id="abbreviated-country-first",
        ),
        pytest.param(
            "Then the U.S. officials spoke.",
            ["Then the U.S. officials spoke."],
            id="country-inside",
        ),
        pytest.param(
            "Dr. Smith went home. He slept.", ["Dr. Smith went home.", "He slept."], id="doctor"
        ),
        pytest.param(
            "Mr. Obama met Gen. Lee on Jan. 5. It rained.",
            ["Mr. Obama met Gen. Lee on Jan. 5.", "It rained."],
            id="titles-and-month",
        ),
        pytest.param(
            "It has 1.2 million soldiers. Many.",
            ["It has 1.2 million soldiers.", "Many."],
            id="1.2",
        ),
        pytest.param("Really? Yes! Good.", ["Really?", "Yes!", "Good."], id="question-exclamation"),
        pytest.param(
            '"We are concerned," Singh said. He left.',
            ['"We are concerned," Singh said.', "He left."],
            id="quotation",
        ),
        pytest.param("A heading\n\nA text.", ["A heading", "A text."], id="heading-without-stop"),
        pytest.param("One\nline each", ["One", "line each"], id="line-break-ends-one"),
        pytest.param("  padded.  \n\t next \n", ["padded.", "next"], id="white-space-outside"),
        pytest.param("😀. 👩‍👩‍👧 came. 🇰🇷.", ["😀.", "👩‍👩‍👧 came.", "🇰🇷."], id="emoji"),
        pytest.param(
            "Cafe\u0301. Noe\u0308l.", ["Cafe\u0301.", "Noe\u0308l."], id="combining-marks"
        ),
        pytest.param("", [], id="empty"),
        pytest.param(" \n\t\n \u3000", [], id="white-space-only"),
        pytest.param("x" * 10_000, ["x" * 10_000], id="one-long-word"),
    ],
)
def test_splits_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300).map(canonical_text))
def test_bounds_are_trimmed_in_order_and_leave_only_white_space(text: str) -> None:
    position = 0
    for start, end in sentence_bounds(text):
        assert not text[position:start].strip(), "text between sentences is lost"
        assert start < end
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        position = end
    assert not text[position:].strip(), "text after the last sentence is lost"


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_the_sentences_around_a_span_are_those_it_touches(data: st.DataObject) -> None:
    words = st.sampled_from(["Dr. Smith", "spoke.", "Why?", "\n", "\n\n", "😀", "U.S.", "He left."])
    text = canonical_text(" ".join(data.draw(st.lists(words, min_size=1, max_size=20))))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    touched = [(low, high) for low, high in sentence_bounds(text) if low < end and high > start]
    expected = (start, end)
    if touched:
        expected = (min(start, touched[0][0]), max(end, touched[-1][1]))
    assert sentences_around(text, start, end) == expected


@pytest.mark.parametrize("unit", ["“", "One sentence of some words. ", "word ", "x"])
def test_a_very_long_line_is_cut_into_pieces(unit: str) -> None:
    """Quotation marks without end took time that grows with the square of their number."""
    text = (unit * (250_000 // len(unit))).strip()
    bounds = sentence_bounds(text)
    assert "".join(text[start:end] for start, end in bounds).replace(" ", "") == (
        text.replace(" ", "")
    )
    assert max(end - start for start, end in bounds) <= LONGEST_PIECE
    if unit.startswith("One"):
        assert {text[start:end] for start, end in bounds} == {unit.strip()}


@pytest.mark.parametrize(
    "text",
    [
        "The Saudi-U.S. Summit opened on Monday.",
        "Some non-U.S. troops left.",
        "A U.S.-U.K. deal was signed.",
        "A US–U.K. deal was signed.",
        "The Alibaba-J.P. Morgan talks went on.",
        "Rep. Hakeem Jeffries, D-N.Y., called it off.",
        "It began at 8 p.m. Sunday in Kharkiv.",
        "It began at 10 a.m. ET on Friday.",
        "It began at 7 p.m. EST.",
        "It ends at 6 p.m. March 4 in Rome.",
        "It ends at 6 p.m. Moscow time.",
        "It opens at 9 a.m. Eastern on Friday.",
        "Army Spc. Jonah Lee died.",
        "Atty. Gen. Rob Bonta sued Ms. Lee.",
        "Profs. Lee and Kim spoke.",
        "It grew by approx. 5% this year.",
        "Out of approx. five million people, few left.",
        "It began at 8 P.M. Sunday in Kharkiv.",
        "It ends on Mon. Nov. 4 in Rome.",
        "It shuts on Fri. and opens on Mon. (4 November).",
        "OLYMPIA, Wash. (AP) — A man died.",
        "ALBANY, N.Y. (AP) — A man died.",
        "He lives in Salem, Mass. and left.",
        "It cost $1.2 bn. in the year.",
        "He weighs 180 lbs. and runs.",
        "It is 20 km. away.",
        "It is 20 km. (12 miles) away.",
        "It is 5 m. — or six — deep.",
        "It fell 3.5 pts. on Monday.",
        "“We lost 40 homes!” Smith said.",
        '"We lost 40 homes!" Smith said on Monday.',
        "‘Really?’ Jones asked.",
        "“Why did 40 people die?” Jane Smith asked the council.",
        "“Why?” U.S. Sen. John Smith, R-Fla., asked.",
        "“We won!” Smith told reporters in Rome.",
        "“We won!” Smith and Jones later said.",
        "“We won!” Šimon van Aken shouted.",
        "“Help!” Lee’s brother cried.",
        "“We won!” Smith wrote the next day.",
        "“We won!” Critics said.",
    ],
)
def test_no_abbreviation_ends_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("He left at 8 p.m.", "The police came."),
        ("He left at 8 p.m.", "Sunday was quiet."),
        ("He left at 8 p.m.", "Sunday's talks failed."),
        ("He left at 8 p.m.", "March was cold."),
        ("He left at 8 p.m.", "Some time later he came back."),
        ("He is an ally of the D-N.Y.", "The rest left."),
        ("They met in Washington, D.C.", "The talks failed."),
        ("He moved to the U.S.", "She stayed."),
        ("He moved to Calif.", "She stayed."),
        ("He moved to Salem, Mass.", "(She stayed in Ohio.)"),
        ("He weighs 180 lbs.", "The rest weigh less."),
        ("It is 20 km.", "(That is far.)"),
        ("It rains on Mon.", "The rest is dry."),
    ],
)
def test_an_abbreviation_may_end_a_sentence(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("“We won!”", "He smiled."),
        ("“We won!”", "He said it was late."),
        ("“We won!”", "Smith smiled."),
        ("“We won!”", "Smith was asked about it."),
        ("“We won!”", "Smith said the crowd was large."),
        ("“We won!”", "Smith told reporters that the crowd was large."),
        ("“We won!”", "Smith asked the council to leave."),
        ("“Why did 40 people die?”", "The council said nothing."),
        ("“We won!”", "In Paris Smith said so."),
        ("Why did 40 people die?", "Smith asked."),
    ],
)
def test_a_quotation_ends_a_sentence_where_no_speaker_follows(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "expected",
    [
        ["(She stayed.)", "The firm grew."],
        ["(She stayed. He left.)", "(Who knows?)", "40 firms grew."],
        ["It rained.", "(“It snowed.”)", "“All is well,” he said."],
        ["(She lives in the U.S.)", "The firm grew."],
        ["He left (she stayed.) The firm grew."],
        ["It rained (why?) All was well."],
        ["(U.S.) Troops left."],
        ["(a) The firm grew."],
        ["(She stayed.) and the firm grew."],
    ],
)
def test_a_sentence_in_parentheses_ends_with_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected
