"""The columns of the table: which scores are shown, and what they mean in words."""

from collections.abc import Callable
from dataclasses import dataclass

from eval.summary import Summary

UNKNOWN = "-"


@dataclass(frozen=True, slots=True)
class Column:
    """One score: how it is headed, what it means and how it is shown."""

    heading: str
    meaning: str
    show: Callable[[Summary], str]


@dataclass(frozen=True, slots=True)
class Section:
    """Columns that are read together."""

    title: str
    columns: tuple[Column, ...]


def _share(heading: str, meaning: str, score: Callable[[Summary], float | None]) -> Column:
    def show(summary: Summary) -> str:
        value = score(summary)
        return UNKNOWN if value is None else f"{100 * value:.1f}"

    return Column(heading, meaning, show)


def _milliseconds(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,.0f}"


_ANSWERS = Section(
    "Answers",
    (
        Column("n", "questions", lambda summary: f"{summary.questions:,}"),
        _share("EM", "exact match, percent", lambda summary: summary.exact_match),
        _share("F1", "token F1, percent", lambda summary: summary.f1),
        _share(
            "number",
            "of the questions answered by just a number, percent whose best answer shows it",
            lambda summary: summary.number_accuracy,
        ),
        _share(
            "date",
            "of the questions answered by just a date, percent whose answer states it",
            lambda summary: summary.date_accuracy,
        ),
        _share(
            "abst.P",
            'of the replies "not in the articles", percent that are right',
            lambda summary: summary.abstention_precision,
        ),
        _share(
            "abst.R",
            'of the unanswerable questions, percent replied "not in the articles"',
            lambda summary: summary.abstention_recall,
        ),
        Column("p50 ms", "median latency", lambda summary: _milliseconds(summary.latency_p50_ms)),
        Column(
            "p95 ms",
            "latency that 95 percent of the questions stay below",
            lambda summary: _milliseconds(summary.latency_p95_ms),
        ),
    ),
)
_PASSAGES = Section(
    "Passages and citations",
    (
        _share(
            "R@1",
            "answerable questions with a relevant passage first, percent",
            lambda summary: summary.recall_at_1,
        ),
        _share("R@5", "the same, in the first 5", lambda summary: summary.recall_at_5),
        _share("R@10", "the same, in the first 10", lambda summary: summary.recall_at_10),
        _share(
            "MRR",
            "mean of 1 / rank of the first relevant passage, times 100",
            lambda summary: summary.mean_reciprocal_rank,
        ),
        _share(
            "nDCG@10",
            "how near the order of the first 10 is to relevant passages first, times 100",
            lambda summary: summary.ndcg_at_10,
        ),
        _share(
            "exact",
            "citations whose quote stands at its offsets, of all citations, percent",
            lambda summary: summary.citation_exactness,
        ),
        _share(
            "cite",
            "answered answerable questions whose best answer's citation is exact and holds the "
            "evidence, percent",
            lambda summary: summary.citation_accuracy,
        ),
        _share(
            "cite.P",
            "the same of all their citations: mean over questions, percent",
            lambda summary: summary.citation_precision,
        ),
        _share(
            "cite.R",
            "of what an answerable question wants cited (each figure, or the evidence), the share "
            "that is: mean over questions, percent",
            lambda summary: summary.citation_recall,
        ),
    ),
)
_NEWS = Section(
    "Figures, speakers and premises",
    (
        _share(
            "values.P",
            "shown answers that are a gold figure, of those shown: mean over questions, percent",
            lambda summary: summary.values_precision,
        ),
        _share(
            "values.R",
            "gold figures shown, of those stated: mean over questions, percent",
            lambda summary: summary.values_recall,
        ),
        _share(
            "all",
            "questions with figures that show all of them, percent",
            lambda summary: summary.all_values_shown,
        ),
        _share(
            "micro.P",
            "the same as values.P, over all answers together",
            lambda summary: summary.values_precision_micro,
        ),
        _share(
            "micro.R",
            "the same as values.R, over all figures together",
            lambda summary: summary.values_recall_micro,
        ),
        _share(
            "speaker",
            "gold figures shown with the right speaker, or rightly with none, percent",
            lambda summary: summary.speaker_accuracy,
        ),
        _share(
            "spk.P",
            "speakers shown beside a gold figure that are right, percent",
            lambda summary: summary.speaker_precision,
        ),
        _share(
            "spk.R",
            "gold speakers of the shown figures that are shown, percent",
            lambda summary: summary.speaker_recall,
        ),
        _share(
            "confl.P",
            'of the replies "conflicting", percent whose gold states figures that differ',
            lambda summary: summary.conflict_precision,
        ),
        _share(
            "confl.R",
            'of the questions whose gold figures differ, percent replied "conflicting"',
            lambda summary: summary.conflict_recall,
        ),
        _share(
            "premise",
            'questions with a false premise replied "not in the articles" and citing what '
            "contradicts it, percent",
            lambda summary: summary.premise_told,
        ),
    ),
)
_CONFIDENCE = Section(
    "Confidence",
    (
        _share(
            "AUROC",
            "chance that an answerable question has a higher probability of an answer than an "
            "unanswerable one, percent; 50 is chance",
            lambda summary: summary.abstention_auroc,
        ),
        _share(
            "AURC",
            "area under the risk-coverage curve, percent; 0 is best",
            lambda summary: summary.area_under_risk_coverage,
        ),
        _share(
            "ECE",
            "expected calibration error, percent; 0 is best",
            lambda summary: summary.expected_calibration_error,
        ),
        _share(
            "Brier",
            "mean squared error of the confidence, times 100; 0 is best",
            lambda summary: summary.brier_score,
        ),
    ),
)
SECTIONS = (_ANSWERS, _PASSAGES, _NEWS, _CONFIDENCE)
