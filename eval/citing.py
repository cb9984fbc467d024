"""How much of what is cited supports the answer, and how much of the support is cited."""

from dataclasses import dataclass

from eval.gold_question import GoldQuestion
from eval.metrics import mean
from eval.relevance import contains_figure, is_correct_citation, quoted_text
from qa.answer_schema import AnswerBody, CitationBody


@dataclass(frozen=True, slots=True)
class CitationScores:
    """Shares in [0, 1] of one reply's citations, None where there is nothing to count.

    - exactness = citations whose quote stands at its offsets / citations.
    - precision = correct citations / citations, of an answered answerable question; correct is
      what `is_correct_citation` says.
    - recall = what the gold wants cited and is / what it wants cited, of an answerable question:
      each figure of `values`, in the context of an exact citation, or else one correct citation.

    Source: Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations",
    section 4.2, with the gold's evidence in the place of a judging model.
    """

    exactness: float | None
    precision: float | None
    recall: float | None


def score_citations(body: AnswerBody, gold: GoldQuestion) -> CitationScores:
    """Hold all citations of a reply against the gold."""
    answered = body.status != "not_in_articles"
    correct = [is_correct_citation(entry, gold) for entry in body.citations]
    return CitationScores(
        exactness=mean(_is_exact(entry) for entry in body.citations),
        precision=mean(correct) if gold.is_answerable and answered else None,
        recall=_recall(body, gold, correct) if gold.is_answerable else None,
    )


def _recall(body: AnswerBody, gold: GoldQuestion, correct: list[bool]) -> float:
    if body.status == "not_in_articles":
        return 0.0
    if not gold.values:
        return float(any(correct))
    contexts = [entry.context for entry in body.citations if _is_exact(entry)]
    cited = [
        any(contains_figure(context, value.text) for context in contexts) for value in gold.values
    ]
    return sum(cited) / len(cited)


def _is_exact(citation: CitationBody) -> bool:
    return quoted_text(citation) == citation.quote
