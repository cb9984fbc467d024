"""How high the passages that hold the answer stand among those that were retrieved."""

from collections.abc import Sequence
from dataclasses import dataclass

from ir_measures import RR, Success, iter_calc, nDCG

_RECALL_AT_1, _RECALL_AT_5, _RECALL_AT_10 = Success @ 1, Success @ 5, Success @ 10
_NDCG_AT_10 = nDCG @ 10
_MEASURES = [_RECALL_AT_1, _RECALL_AT_5, _RECALL_AT_10, RR, _NDCG_AT_10]
_QUESTION = "question"


@dataclass(frozen=True, slots=True)
class RankingScores:
    """Scores of one question's ranking, each in [0, 1], as trec_eval computes them.

    - recall@k = [a relevant passage stands among the first k]. With one relevant passage a
      question this is the usual recall; with several it is whether retrieval makes the question
      answerable (Chen et al. 2017, "Reading Wikipedia to Answer Open-Domain Questions", 4.1).
    - reciprocal rank = 1 / rank of the first relevant passage, 0 without one (Voorhees 1999).
    - nDCG@10 = DCG / DCG of the ideal order, DCG = sum of relevant_i / log2(i + 1) (Järvelin and
      Kekäläinen 2002). The ideal order is of the relevant passages that were retrieved: others
      are not known.
    """

    recall_at_1: float
    recall_at_5: float
    recall_at_10: float
    reciprocal_rank: float
    ndcg_at_10: float


def ranking_scores(relevant: Sequence[bool]) -> RankingScores:
    """Score one ranking: whether the passage of each rank, best first, is relevant."""
    # trec_eval takes dictionaries of judgements and of scores, higher ones first.
    judged = {str(place): int(hit) for place, hit in enumerate(relevant)} or {"none": 0}
    ranked = {str(place): -float(place) for place in range(len(relevant))}
    found = {
        metric.measure: float(metric.value)
        for metric in iter_calc(_MEASURES, {_QUESTION: judged}, {_QUESTION: ranked})
    }
    return RankingScores(
        recall_at_1=found[_RECALL_AT_1],
        recall_at_5=found[_RECALL_AT_5],
        recall_at_10=found[_RECALL_AT_10],
        reciprocal_rank=found[RR],
        ndcg_at_10=found[_NDCG_AT_10],
    )
