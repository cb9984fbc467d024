"""Ranking scores against arithmetic that is written out."""

from math import log2

import pytest

from eval.ranking import RankingScores, ranking_scores


@pytest.mark.parametrize(
    ("relevant", "scores"),
    [
        pytest.param([True], RankingScores(1, 1, 1, 1, 1), id="first"),
        # One relevant passage, at rank 3: DCG 1 / log2(4) of an ideal 1 / log2(2).
        pytest.param([False, False, True], RankingScores(0, 1, 1, 1 / 3, 1 / 2), id="third"),
        # At ranks 2 and 3, the ideal being 1 and 2.
        pytest.param(
            [False, True, True],
            RankingScores(0, 1, 1, 1 / 2, (1 / log2(3) + 1 / log2(4)) / (1 + 1 / log2(3))),
            id="two",
        ),
        # Ten passages are more than nine, as 10 > 9 and not "10" < "9".
        pytest.param(
            [False] * 9 + [True, True],
            RankingScores(0, 0, 1, 1 / 10, (1 / log2(11)) / (1 + 1 / log2(3))),
            id="tenth-and-eleventh",
        ),
        pytest.param([False, False], RankingScores(0, 0, 0, 0, 0), id="none-relevant"),
        pytest.param([], RankingScores(0, 0, 0, 0, 0), id="none-retrieved"),
    ],
)
def test_ranking_scores(relevant: list[bool], scores: RankingScores) -> None:
    found = ranking_scores(relevant)
    for name in RankingScores.__slots__:
        assert getattr(found, name) == pytest.approx(getattr(scores, name)), name
