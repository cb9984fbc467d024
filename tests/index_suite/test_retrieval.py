"""Fusion by hand, dense scores by NumPy, BM25 by its formula, filters, and hostile words."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_fixtures import OpenIndex

import index.common_words
from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.common_words import CommonWords
from index.document import Document
from index.encoder import Encoder
from index.interface import PassageIndex
from index.passage import PassageFilter, RetrievedPassage
from index.records import passage_text, read_passages
from index.retrieval import (
    RetrievalOptions,
    Retriever,
    question_words,
    reciprocal_rank_fusion,
)
from index.word_search import search_words

MakeDocument = Callable[..., Document]
ANYTHING = PassageFilter()
OPTIONS = RetrievalOptions()
QUESTION = "How many North Korean soldiers are in Kursk?"


@pytest.fixture(scope="module")
def sample(sample_folder: Path, encoder: Encoder) -> ArticleIndex:
    """The shipped reports; these tests only read them."""
    return ArticleIndex(sample_folder, encoder, ChunkingOptions())


@pytest.fixture(scope="module")
def dated(
    tmp_path_factory: pytest.TempPathFactory,
    encoder: Encoder,
    make_document: MakeDocument,
    open_index: OpenIndex,
) -> PassageIndex:
    """Five documents of one passage each, with and without outlet and date."""
    index = open_index(tmp_path_factory.mktemp("dated"), encoder, ChunkingOptions())
    index.add(
        [
            make_document("a", "Soldiers in Kursk.", outlet="X", published_at=date(2024, 1, 1)),
            make_document("b", "Soldiers in Kyiv.", outlet="X", published_at=date(2024, 6, 30)),
            make_document("c", "Soldiers in Seoul.", outlet="Y", published_at=date(2024, 12, 31)),
            make_document("d", "Soldiers in Pyongyang.", outlet='Y\'s "own"'),
            make_document("e", "Soldiers in Moscow.", published_at=date(2024, 6, 30)),
        ]
    )
    return index


def retrieve(
    index: PassageIndex, question: str, condition: PassageFilter = ANYTHING, top_k: int = 100
) -> list[RetrievedPassage]:
    [found] = Retriever(index, OPTIONS).retrieve(index.snapshot(), [question], condition, top_k)
    return found


def words(question: str) -> list[str]:
    return question_words(question, OPTIONS.maximum_words)


def ids(found: Sequence[RetrievedPassage]) -> list[str]:
    return [one.passage.document_id for one in found]


K = OPTIONS.rank_constant
D, L = 1 / (K + 1), 1 / (K + 2)
FUSIONS = [
    pytest.param([], [], OPTIONS, [], id="nothing"),
    pytest.param([(7, 0.9)], [(7, 5.0)], OPTIONS, [(7, 1.0)], id="both-first"),
    pytest.param([(7, 0.9)], [], OPTIONS, [(7, 0.5)], id="dense-only"),
    pytest.param(
        [(1, 0.9), (2, 0.8)],
        [(2, 5.0), (3, 4.0)],
        OPTIONS,
        [(2, (L + D) / (2 * D)), (1, 0.5), (3, L / (2 * D))],
        id="overlapping",
    ),
    pytest.param(
        [(9, 0.9), (4, 0.8)],
        [(4, 5.0), (9, 4.0)],
        OPTIONS,
        [(4, (D + L) / (2 * D)), (9, (D + L) / (2 * D))],
        id="tie-goes-to-the-smaller-number",
    ),
    pytest.param(
        [(1, 0.9)],
        [(2, 5.0)],
        RetrievalOptions(dense_weight=1, lexical_weight=3),
        [(2, 0.75), (1, 0.25)],
        id="weights",
    ),
    pytest.param(
        [(1, 0.9)],
        [(2, 5.0), (1, 4.0)],
        RetrievalOptions(dense_weight=0, rank_constant=1),
        [(2, 1.0), (1, (1 / 3) / (1 / 2))],
        id="dense-left-out",
    ),
    pytest.param(
        [(1, 0.9), (2, 0.8)],
        [(2, 5.0)],
        RetrievalOptions(lexical_weight=0),
        [(1, 1.0), (2, L / D)],
        id="lexical-left-out",
    ),
]


@pytest.mark.parametrize(("dense", "lexical", "options", "expected"), FUSIONS)
def test_fusion_by_hand(
    dense: list[tuple[int, float]],
    lexical: list[tuple[int, float]],
    options: RetrievalOptions,
    expected: list[tuple[int, float]],
) -> None:
    found = reciprocal_rank_fusion(dense, lexical, options)
    assert [number for number, _ in found] == [number for number, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected])


RANKINGS = st.lists(st.integers(1, 30), unique=True).map(lambda ns: [(n, 1.0) for n in ns])


@given(dense=RANKINGS, lexical=RANKINGS, constant=st.integers(1, 100))
def test_fusion_is_the_formula_in_order(
    dense: list[tuple[int, float]], lexical: list[tuple[int, float]], constant: int
) -> None:
    found = reciprocal_rank_fusion(dense, lexical, RetrievalOptions(rank_constant=constant))
    sums: Counter[int] = Counter()
    for ranking in (dense, lexical):
        for rank, (number, _) in enumerate(ranking):
            sums[number] += 1 / (constant + 1 + rank)  # type: ignore[assignment]
    assert dict(found) == pytest.approx({n: s * (constant + 1) / 2 for n, s in sums.items()})
    assert all(0 < score <= 1 + 1e-12 for _, score in found)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))


def test_dense_scores_are_cosines(sample: ArticleIndex) -> None:
    found = retrieve(sample, QUESTION)
    assert len(found) == sample.snapshot().manifest.passages
    texts = [
        passage_text(sample.document(one.passage.document_id).title, one.passage.text)
        for one in found
    ]
    [question] = sample.encoder.encode_questions([QUESTION])
    cosines = sample.encoder.encode_passages(texts) @ question
    np.testing.assert_allclose([one.dense for one in found], cosines, atol=1e-5)


def test_fused_scores_follow_from_both_rankings(sample: ArticleIndex) -> None:
    found = retrieve(sample, QUESTION)
    by_dense = sorted(found, key=lambda one: -(one.dense or 0))
    by_words = sorted((o for o in found if o.lexical is not None), key=lambda o: -(o.lexical or 0))
    for one in found:
        expected = 1 / (K + 1 + by_dense.index(one))
        if one in by_words:
            expected += 1 / (K + 1 + by_words.index(one))
        assert one.score == pytest.approx(expected * (K + 1) / 2)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_passages_are_exact(sample: ArticleIndex) -> None:
    for one in retrieve(sample, QUESTION):
        text = sample.document(one.passage.document_id).text
        assert one.passage.text == text[one.passage.start : one.passage.end]


def bm25(rows: list[list[str]], words: Sequence[str]) -> list[float]:
    """Okapi BM25 as FTS5 documents it: k1 = 1.2, b = 0.75, idf at least 0.000001."""
    average = sum(map(len, rows)) / len(rows)
    scores = [0.0] * len(rows)
    for word in words:
        holding = sum(word in row for row in rows)
        idf = math.log((len(rows) - holding + 0.5) / (holding + 0.5))
        idf = idf if idf > 0 else 1e-6
        for place, row in enumerate(rows):
            count = row.count(word)
            length = 1 - 0.75 + 0.75 * len(row) / average
            scores[place] += idf * count * 2.2 / (count + 1.2 * length)
    return scores


@pytest.mark.parametrize(
    "question", ["kilo", "kilo bravo", "Tango? KILO!", "everyw", "kilo kilo kilo", "zulu"]
)
def test_lexical_scores_are_bm25(
    question: str, empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    texts = [
        "kilo everyw",
        "kilo kilo bravo everyw",
        "bravo tango tango everyw tango",
        "everyw",
        "everyw oscar oscar oscar oscar oscar oscar",
        "everyw foxtrot",
        "everyw hotel",
    ]
    documents = [make_document(f"d{n}", text, title="head") for n, text in enumerate(texts)]
    empty_index.add(documents)
    words = list(dict.fromkeys(re.findall(r"\w+", question.lower())))
    expected = {
        f"d{n}": score
        for n, score in enumerate(bm25([["head", *text.split()] for text in texts], words))
        if score > 0
    }
    found = retrieve(empty_index, question)
    assert {
        one.passage.document_id: one.lexical for one in found if one.lexical is not None
    } == pytest.approx(expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        pytest.param("soldier", "d", id="stemming"),
        pytest.param("SOLDIERS", "d", id="case"),
        pytest.param("zurich", "d", id="accent-left-out"),
        pytest.param("ZÜRICH", "d", id="accent-upper-case"),
        pytest.param("gazette", "d", id="word-of-the-title"),
        pytest.param("3,000", "d", id="number-with-comma"),
        pytest.param("Noël", "d", id="combining-mark-in-the-text"),
        pytest.param("漢字", "d", id="ideographs"),
        pytest.param("sold", None, id="part-of-a-word"),
        pytest.param("absent", None, id="absent"),
        pytest.param("?!", None, id="no-word"),
        pytest.param("", None, id="empty"),
    ],
)
def test_which_words_find_a_passage(
    question: str, expected: str | None, empty_index: ArticleIndex, make_document: MakeDocument
) -> None:
    text = "About 3,000 soldiers, Zürich, Noe\u0308l, 漢字."
    empty_index.add([make_document("d", text, title="Gazette")])
    [found] = retrieve(empty_index, question)
    assert (found.passage.document_id if found.lexical is not None else None) == expected


HOSTILE = [
    '"',
    '""',
    '"Zelensky',
    "Zelensky* AND",
    "AND OR NOT",
    "NEAR(Zelensky Kursk, 5)",
    "title:Zelensky",
    "{title text}: Zelensky",
    "- text : Zelensky",
    "^Zelensky + Kursk",
    "(Zelensky",
    "Zelensky) OR (1=1",
    "'; DROP TABLE words; --",
    "\\",
    "%_",
    "___",
    "\0 Zelensky",
    "²³ ⅷ ½",
    "😀 👩‍👩‍👧",
    "x" * 20_000,
    "word " * 5_000,
    " ".join(f"w{number}" for number in range(3_000)),
]


@pytest.mark.parametrize("question", HOSTILE, ids=lambda text: repr(text)[:24])
def test_query_syntax_is_read_as_words(question: str, sample: ArticleIndex) -> None:
    plain = " ".join(re.findall(r"\w+", question))
    with sample.snapshot().store.reading() as connection:
        found = search_words(connection, words(question), ANYTHING, 50)
        assert found == search_words(connection, words(plain), ANYTHING, 50)
        passages = read_passages(connection, [number for number, _ in found])
    assert len(passages) == len(found)
    assert all(score > 0 for _, score in found)
    assert found or "Zelensky" not in question
    assert len(retrieve(sample, question, top_k=3)) == 3


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["AND", "NOT", "NEAR(", "title:", "Zelensky", '"', "*", ")", "^"]),
            st.text(max_size=8),
        ),
        max_size=12,
    ).map(" ".join)
)
def test_no_question_is_a_syntax_error(sample: ArticleIndex, question: str) -> None:
    with sample.snapshot().store.reading() as connection:
        found = search_words(connection, words(question), ANYTHING, 5)
    assert len(found) <= 5
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    if "Zelensky" in question.split():
        assert found


FILTERS = [
    pytest.param(PassageFilter(), "abcde", id="none"),
    pytest.param(PassageFilter(document_ids=("a", "d", "unknown")), "ad", id="ids"),
    pytest.param(PassageFilter(document_ids=()), "", id="no-ids"),
    pytest.param(PassageFilter(document_ids=("unknown",)), "", id="unknown-id"),
    pytest.param(PassageFilter(document_ids=("' OR 1=1 --",)), "", id="hostile-id"),
    pytest.param(PassageFilter(outlets=("X",)), "ab", id="outlet"),
    pytest.param(PassageFilter(outlets=("x",)), "", id="outlet-case"),
    pytest.param(PassageFilter(outlets=('Y\'s "own"', "Y")), "cd", id="outlets"),
    pytest.param(PassageFilter(outlets=()), "", id="no-outlets"),
    pytest.param(PassageFilter(published_after=date(2024, 6, 30)), "bce", id="after-inclusive"),
    pytest.param(PassageFilter(published_before=date(2024, 6, 30)), "abe", id="before-inclusive"),
    pytest.param(
        PassageFilter(published_after=date(2024, 1, 2), published_before=date(2024, 12, 30)),
        "be",
        id="between",
    ),
    pytest.param(
        PassageFilter(published_after=date(2025, 1, 1), published_before=date(2024, 1, 1)),
        "",
        id="between-nothing",
    ),
    pytest.param(
        PassageFilter(("a", "b", "c"), ("X",), date(2024, 2, 1), date(2025, 1, 1)), "b", id="all"
    ),
]


@pytest.mark.parametrize(("condition", "expected"), FILTERS)
def test_filters(condition: PassageFilter, expected: str, dated: PassageIndex) -> None:
    found = retrieve(dated, "Where are the soldiers?", condition)
    assert sorted(ids(found)) == list(expected)
    assert all(one.lexical is not None for one in found)


def test_a_filter_of_many_ids(dated: PassageIndex) -> None:
    many = tuple(f"d{number}" for number in range(30_000))
    assert ids(retrieve(dated, "soldiers", PassageFilter(document_ids=("c", *many)))) == ["c"]


def test_a_filter_keeps_the_best_of_what_passes(sample: ArticleIndex) -> None:
    """The filter is applied before the candidates are counted, not after."""
    [last] = ids(retrieve(sample, QUESTION))[-1:]
    few = Retriever(sample, RetrievalOptions(candidates=1))
    [found] = few.retrieve(sample.snapshot(), [QUESTION], PassageFilter(document_ids=(last,)), 1)
    assert ids(found) == [last]


@pytest.mark.parametrize("top_k", [1, 2, 5, 10, 1_000])
def test_at_most_top_k_are_returned(top_k: int, sample: ArticleIndex) -> None:
    everything = retrieve(sample, QUESTION, top_k=1_000)
    assert retrieve(sample, QUESTION, top_k=top_k) == everything[:top_k]


def test_more_than_the_candidates_can_be_asked_for(sample: ArticleIndex) -> None:
    few = Retriever(sample, RetrievalOptions(candidates=1))
    [found] = few.retrieve(sample.snapshot(), [QUESTION], ANYTHING, 6)
    assert len(found) == 6


def test_many_questions_at_once(sample: ArticleIndex) -> None:
    questions = [QUESTION, "", "What did Singh say?", "kursk " * 400]
    together = Retriever(sample, OPTIONS).retrieve(sample.snapshot(), questions, ANYTHING, 5)
    for question, found in zip(questions, together, strict=True):
        alone = retrieve(sample, question, top_k=5)
        assert [one.passage for one in found] == [one.passage for one in alone]
        assert [one.score for one in found] == [one.score for one in alone]
        dense = [one.dense for one in alone]
        np.testing.assert_allclose([one.dense for one in found], dense, atol=1e-5)


def test_no_questions_find_nothing(sample: ArticleIndex) -> None:
    assert Retriever(sample, OPTIONS).retrieve(sample.snapshot(), [], ANYTHING, 5) == []


def test_an_empty_index_finds_nothing(empty_index: ArticleIndex) -> None:
    retriever, empty = Retriever(empty_index, OPTIONS), empty_index.snapshot()
    assert retriever.retrieve(empty, [QUESTION, "x"], ANYTHING, 5) == [[], []]
    assert retriever.retrieve(empty, [QUESTION], PassageFilter(outlets=("X",)), 5) == [[]]


def test_a_retriever_left_out_does_not_rank(dated: PassageIndex) -> None:
    lexical = Retriever(dated, RetrievalOptions(dense_weight=0))
    [found] = lexical.retrieve(dated.snapshot(), ["Kyiv"], ANYTHING, 5)
    assert ids(found) == ["b"]
    dense = Retriever(dated, RetrievalOptions(lexical_weight=0))
    [found] = dense.retrieve(dated.snapshot(), ["Kyiv"], ANYTHING, 5)
    assert len(found) == 5
    assert [one.dense for one in found] == sorted((o.dense or 0 for o in found), reverse=True)


def test_a_question_is_answered_from_one_version(
    sample_index: ArticleIndex, make_document: MakeDocument
) -> None:
    """Whatever changes after the snapshot was taken, and even when its version has expired."""
    before, found = sample_index.snapshot(), retrieve(sample_index, QUESTION)
    sample_index.remove(["kursk-troop-figures"])
    for change in range(6):
        sample_index.add([make_document("new", f"Soldiers in Kursk, how many? {change}.")])
    [again] = Retriever(sample_index, OPTIONS).retrieve(before, [QUESTION], ANYTHING, 100)
    assert again == found
    assert "kursk-troop-figures" in ids(again)
    after = retrieve(sample_index, QUESTION)
    assert "new" in ids(after)
    assert "kursk-troop-figures" not in ids(after)


def test_the_same_report_in_many_articles_takes_one_place(empty_index: ArticleIndex) -> None:
    text = "The ferry sank in heavy seas off the island late on Monday, killing at least 33 people."
    copies = [Document(f"copy-{number}", "Ferry", text, "test") for number in range(6)]
    other = Document("later", "Ferry", text.replace("33", "57"), "test")
    empty_index.add([*copies, other])
    retriever = Retriever(empty_index, RetrievalOptions())
    (found,) = retriever.retrieve(
        empty_index.snapshot(), ["how many died when the ferry sank"], PassageFilter(), 5
    )
    names = [entry.passage.document_id for entry in found]
    assert len(names) == 2
    assert "later" in names


def test_common_words_are_left_out_and_the_order_stays(
    sample: ArticleIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = sample.snapshot()
    asked = words("The number of soldiers that the minister said are in Kursk, and none_other")
    with snapshot.store.reading() as connection:
        assert CommonWords().left_out(connection, asked, 19_999) == asked
        monkeypatch.setattr(index.common_words, "MINIMUM_PASSAGES", 0)
        common = CommonWords()
        for _ in range(2):  # asked of the vocabulary, then remembered
            rare = common.left_out(connection, asked, snapshot.manifest.passages)
            assert "kursk" in rare
            assert "none_other" in rare
            assert not {"the", "of", "in"} & set(rare)
        assert common.left_out(connection, ["the"], snapshot.manifest.passages) == ["the"]
        found = search_words(connection, rare, ANYTHING, 50)
        everything = dict(search_words(connection, asked, ANYTHING, 50))
    assert len(found) > 3
    assert [number for number, _ in found] == list(everything)[: len(found)]
    for number, score in found:
        assert score == pytest.approx(everything[number], abs=1e-4)
