"""Decoding of spans against loops over every span, and widening to whole words."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.span import Span, SpanOptions, best_distinct, span_table, unquoted, whole_words
from qa.windows import Window

FIRST = 4
Scored = tuple[float, int, int]


def letters(count: int) -> tuple[Window, str]:
    """A window of one-letter words, which no widening changes, and its text."""
    text = " ".join("x" for _ in range(count))
    offsets = tuple((2 * place, 2 * place + 1) for place in range(count))
    return Window(0, tuple(range(FIRST + count + 1)), FIRST, offsets), text


def drawn_logits(
    count: int, seed: int
) -> tuple[Window, str, NDArray[np.float32], NDArray[np.float32]]:
    """The same window and text with drawn logits of starts and ends."""
    generator = np.random.default_rng(seed)
    window, text = letters(count)
    starts, ends = generator.normal(size=(2, FIRST + count + 1)).astype(np.float32)
    return window, text, starts, ends


def spans_by_loops(
    starts: NDArray[np.float32], ends: NDArray[np.float32], count: int, maximum: int
) -> list[Scored]:
    """Every allowed span as (score, first token, last token), best first."""
    null = float(starts[0]) + float(ends[0])
    scored = [
        (float(starts[FIRST + first]) + float(ends[FIRST + last]) - null, first, last)
        for first in range(count)
        for last in range(first, min(first + maximum, count))
    ]
    return sorted(scored, reverse=True)


@settings(deadline=None)
@given(
    count=st.integers(1, 40),
    maximum=st.integers(1, 45),
    per_window=st.integers(1, 12),
    seed=st.integers(0, 2**32 - 1),
)
def test_decoding_finds_the_best_spans(
    count: int, maximum: int, per_window: int, seed: int
) -> None:
    window, text, starts, ends = drawn_logits(count, seed)
    options = SpanOptions(maximum_tokens=maximum)
    table = span_table(window, starts, ends, text, [(0, len(text))], options)
    found = list(table.best(per_window))
    wanted = spans_by_loops(starts, ends, count, maximum)[:per_window]
    assert [(span.start, span.end) for span in found] == [
        (2 * first, 2 * last + 1) for _, first, last in wanted
    ]
    assert [span.score for span in found] == pytest.approx([s for s, _, _ in wanted], abs=1e-5)
    assert {span.passage for span in found} == {window.pair}


@settings(deadline=None)
@given(count=st.integers(1, 30), data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_touching_is_the_best_score_of_the_spans_that_share_a_token(
    count: int, data: st.DataObject, seed: int
) -> None:
    window, text, starts, ends = drawn_logits(count, seed)
    options = SpanOptions(maximum_tokens=data.draw(st.integers(1, 35)))
    low = data.draw(st.integers(0, 2 * count - 1))
    high = data.draw(st.integers(low, 2 * count + 1))
    table = span_table(window, starts, ends, text, [(0, len(text))], options)
    scores = [
        score
        for score, first, last in spans_by_loops(starts, ends, count, options.maximum_tokens)
        if 2 * first < high and 2 * last + 1 > low and text[low:high].strip()
    ]
    wanted = pytest.approx(max(scores), abs=1e-5) if scores else None
    assert table.touching((low, high)) == wanted


@settings(deadline=None)
@given(count=st.integers(1, 30), data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_covering_finds_the_best_span_over_each_place(
    count: int, data: st.DataObject, seed: int
) -> None:
    window, text, starts, ends = drawn_logits(count, seed)
    tokens = sorted(data.draw(st.sets(st.integers(0, count - 1), max_size=4)))
    marked = [(2 * token, 2 * token + 1) for token in tokens]
    options = SpanOptions(maximum_tokens=6)
    table = span_table(window, starts, ends, text, [(0, len(text))], options)
    everything = spans_by_loops(starts, ends, count, options.maximum_tokens)
    for number, span in table.covering(marked):
        token, others = tokens[number], {t for t in tokens if t != tokens[number]}
        allowed = [
            (score, first, last)
            for score, first, last in everything
            if first <= token <= last and not others & set(range(first, last + 1))
        ]
        score, first, last = max(allowed)
        assert (span.start, span.end) == (2 * first, 2 * last + 1)
        assert span.score == pytest.approx(score, abs=1e-5)
    assert [number for number, _ in table.covering(marked)] == list(range(len(marked)))


def test_question_tokens_are_never_an_answer() -> None:
    window, text = letters(3)
    starts = np.zeros(FIRST + 4, dtype=np.float32)
    starts[FIRST - 1] = 50.0
    table = span_table(window, starts, starts.copy(), text, [(0, len(text))], SpanOptions())
    spans = list(table.best(8))
    assert max(span.score for span in spans) == 0.0


def test_a_window_without_passage_tokens_has_no_span() -> None:
    logits = np.ones(5, dtype=np.float32)
    empty = Window(0, (1, 2, 3, 4, 5), 4, ())
    table = span_table(empty, logits, logits, "", [], SpanOptions())
    assert list(table.best(8)) == list(table.covering([(0, 1)])) == []


WHOLE_WORDS = [
    pytest.param("about 12,000 men", "12", "12,000", id="thousands from the left"),
    pytest.param("about 12,000 men", "000", "12,000", id="thousands from the right"),
    pytest.param("1,234,567 votes", "234", "1,234,567", id="two thousands marks"),
    pytest.param("of 1.2 million soldiers", "1", "1.2", id="decimal from the left"),
    pytest.param("of 1.2 million soldiers", "2", "1.2", id="decimal from the right"),
    pytest.param("of 1.2 million soldiers", "1.2 million", "1.2 million", id="number and unit"),
    pytest.param("what U.S. officials said", "U.S.", "U.S.", id="abbreviation stays"),
    pytest.param("what U.S. officials said", "U.S", "U.S.", id="last dot of an abbreviation"),
    pytest.param("It left at 6:10 a.m. on Monday", "6:10 a.m", "6:10 a.m.", id="dot of a time"),
    pytest.param("It was plan B. Then", "B", "B", id="full stop after a letter"),
    pytest.param("It was in 2024. Then", "2024", "2024", id="full stop after a number"),
    pytest.param("It was in 2024.", "2024", "2024", id="full stop ends the text"),
    pytest.param("items 3, 4 and 5", "3", "3", id="comma of a list"),
    pytest.param("the soldiers left", "sol", "soldiers", id="start of a word"),
    pytest.param("the soldiers left", "diers", "soldiers", id="end of a word"),
    pytest.param("soldiers", "dier", "soldiers", id="the whole text"),
    pytest.param("😀12,000😀 men", "12", "12,000", id="between emoji"),
    pytest.param("sent 😀 home", "😀", "😀", id="an emoji"),
    pytest.param("👩‍🚀Singh said", "Sin", "Singh", id="after a joined emoji"),
    pytest.param("Žižek wrote", "i", "Žižek", id="letters with háček"),
    pytest.param("北京大学", "京", "北京大学", id="Chinese"),
    pytest.param("", "", "", id="empty text"),
    pytest.param("at 10.", "10", "10", id="mark at the end of the text"),
    pytest.param(",5 left", "5", "5", id="mark at the start of the text"),
]


@pytest.mark.parametrize(("text", "cut", "whole"), WHOLE_WORDS)
def test_spans_are_widened_to_whole_words(text: str, cut: str, whole: str) -> None:
    place = text.index(cut)
    start, end = whole_words(text, place, place + len(cut))
    assert text[start:end] == whole


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        pytest.param("at the cafe\u0301 today", "cafe", "cafe\u0301", id="accent at the end"),
        pytest.param("Fe\u0301lix said", "lix", "Fe\u0301lix", id="accent in the middle"),
        pytest.param("वह हिन्दी है", "द", "हिन्दी", id="Devanagari vowel signs"),
    ],
)
def test_spans_do_not_cut_off_combining_marks(text: str, cut: str, whole: str) -> None:
    place = text.index(cut)
    start, end = whole_words(text, place, place + len(cut))
    assert text[start:end] == whole


@given(text=st.text(min_size=1, max_size=60), data=st.data())
def test_widening_keeps_the_span_and_is_done_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    wide = whole_words(text, start, end)
    assert 0 <= wide[0] <= start <= end <= wide[1] <= len(text)
    assert whole_words(text, *wide) == wide


SPANS = st.builds(
    lambda passage, start, length, score: Span(passage, start, start + length, score),
    passage=st.integers(0, 2),
    start=st.integers(0, 30),
    length=st.integers(1, 12),
    score=st.floats(-10, 10),
)


def overlap(one: Span, other: Span) -> bool:
    return one.passage == other.passage and bool(
        set(range(one.start, one.end)) & set(range(other.start, other.end))
    )


@given(spans=st.lists(SPANS, max_size=30), limit=st.integers(1, 10))
def test_best_distinct_spans_do_not_overlap(spans: list[Span], limit: int) -> None:
    kept = best_distinct(spans, limit)
    assert len(kept) <= limit
    assert set(kept) <= set(spans)
    assert not any(overlap(one, other) for one, other in combinations(kept, 2))
    assert [span.score for span in kept] == sorted((s.score for s in kept), reverse=True)


@given(spans=st.lists(SPANS, max_size=30))
def test_a_span_is_left_out_only_for_a_better_one(spans: list[Span]) -> None:
    kept = best_distinct(spans, len(spans) + 1)
    for span in set(spans) - set(kept):
        assert any(overlap(span, better) and better.score >= span.score for better in kept)


def test_the_order_of_the_spans_given_does_not_matter() -> None:
    spans = [Span(passage, start, start + 5, 1.0) for passage in (0, 1) for start in (0, 3, 6)]
    assert best_distinct(spans[::-1], 10) == best_distinct(spans, 10)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("“I stole nothing", "I stole nothing"),
        ("I stole nothing”", "I stole nothing"),
        ("“I stole nothing”", "“I stole nothing”"),
        ('called it "late', 'called it "late'),
        ("“", "“"),
        ("", ""),
    ],
)
def test_a_mark_without_its_pair_is_left_out(text: str, kept: str) -> None:
    start, end = unquoted(text, 0, len(text))
    assert text[start:end] == kept
