"""Which of the retrieved passages are read."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.retrieval import RetrievalOptions, Retriever
from qa.answering import Answerer, AnswererModels
from qa.finding import Finder, FinderOptions
from qa.question import Question
from qa.selection import EVERY_PASSAGE, SelectionOptions, worth_reading

PASSAGES = st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 1)), max_size=12)
OPTIONS = SelectionOptions(coverage_weight=0.5, furthest=0.3, furthest_figure=0.5, least=2)


@pytest.mark.parametrize(
    ("cosines", "coverages", "wants_figures", "read"),
    [
        pytest.param([], [], False, [], id="nothing was found"),
        pytest.param([0.2], [0.0], False, [0], id="a single passage"),
        pytest.param([0.1, 0.8, 0.5, 0.4], [1.0] * 4, False, [1, 2], id="far by meaning"),
        pytest.param([0.1, 0.8, 0.5, 0.4], [1.0] * 4, True, [1, 2, 3], id="a value is wanted"),
        pytest.param([0.8, 0.7, 0.7, 0.6], [1.0, 0.7, 0.5, 1.0], False, [0, 1, 3], id="by words"),
        pytest.param([0.9, -0.5, -0.9], [1.0, 0.0, 0.0], False, [0, 1], id="never fewer than two"),
        pytest.param([0.9, 0.2, 0.2], [1.0, 0.5, 0.5], False, [0, 1, 2], id="as far as the last"),
    ],
)
def test_what_is_read(
    cosines: list[float], coverages: list[float], wants_figures: bool, read: list[int]
) -> None:
    assert worth_reading(cosines, coverages, wants_figures, OPTIONS) == read


@given(PASSAGES, st.booleans(), st.floats(0, 2), st.floats(0, 2))
def test_a_wider_bound_reads_more_and_never_fewer_than_the_least(
    passages: list[tuple[float, float]], wants_figures: bool, one: float, other: float
) -> None:
    cosines, coverages = [p[0] for p in passages], [p[1] for p in passages]
    narrow, wide = (
        set(worth_reading(cosines, coverages, wants_figures, SelectionOptions(0.4, bound, bound)))
        for bound in sorted((one, other))
    )
    assert narrow <= wide
    assert len(narrow) >= min(2, len(passages))
    behind = (
        [max(cosines) - c + 0.4 * (max(coverages) - w) for c, w in passages] if passages else []
    )
    assert narrow >= {n for n, far in enumerate(behind) if far <= min(one, other) - 1e-9}
    if passages:
        assert int(np.argmin(behind)) in narrow


@given(PASSAGES, st.booleans())
def test_every_passage_can_be_read(
    passages: list[tuple[float, float]], wants_figures: bool
) -> None:
    cosines, coverages = [p[0] for p in passages], [p[1] for p in passages]
    chosen = worth_reading(cosines, coverages, wants_figures, EVERY_PASSAGE)
    assert chosen == list(range(len(passages)))


def test_what_is_not_read_is_listed_and_gives_no_answer(
    sample_answerer: Answerer, models: AnswererModels
) -> None:
    asked = [Question("Who leads South Korea?"), Question("What is the K Battalion?")]
    index = sample_answerer.index
    retriever, snapshot = Retriever(index, RetrievalOptions()), index.snapshot()
    everything, nearest = (
        Finder(retriever, models.reader, models.calibration, FinderOptions(selection)).find(
            asked, snapshot
        )
        for selection in (EVERY_PASSAGE, SelectionOptions(0.4, -math.inf, -math.inf, least=1))
    )
    for all_read, one_read in zip(everything, nearest, strict=True):
        assert one_read.passages == all_read.passages
        read = {c.retrieved.passage.passage_id for c in one_read.candidates}
        assert len(read) == 1 < len({c.retrieved.passage.passage_id for c in all_read.candidates})
        same = {(c.document.document_id, c.start, c.end) for c in one_read.candidates}
        assert same & {(c.document.document_id, c.start, c.end) for c in all_read.candidates}
