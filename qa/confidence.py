"""Calibrated probability that a span answers the question."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

from qa.fitted_file import FittedFile

CALIBRATION_NAME = "calibration.json"
# A lead in log odds that is larger says no more; so does having no rival at all.
LARGEST_LEAD = 6.0
# How much less probable a candidate is for each point of score that it lacks, in log odds. A lead
# is also over wrong answers; what other sources say of the same thing must not fall as far behind.
LEAST_STEP, LARGEST_STEP = 0.05, 0.45
_FILE = FittedFile(
    CALIBRATION_NAME, "calibration", "qa train calibration", "finite numbers", math.isfinite
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one candidate: reader, retriever and words, each higher is better.

    `margin` is the reader's score (span against no answer), `second_margin` the same of the place
    in its surroundings alone, or `margin` where nothing was read again. `cosine` is the dense
    score of the passage in [-1, 1]. `passage_coverage` and `sentence_coverage` are the shares in
    [0, 1] of the question's content words in the passage with its title and in the span's
    sentence, and `name_coverage` that of its names and numbers in what was retrieved of the
    document.
    """

    margin: float
    second_margin: float
    cosine: float
    passage_coverage: float
    sentence_coverage: float
    name_coverage: float


PIECES = tuple(field.name for field in fields(Evidence))
ANSWERED_PIECES = ("second_margin", "cosine", "name_coverage")


@dataclass(frozen=True, slots=True)
class Calibration:
    """A conditional logit (McFadden 1974) and two regressions (Platt 1999), of held-back articles.

    The weight of each piece of evidence gives the *score* by which the candidates of a question
    are compared; the difference of two is the log odds of one against the other. Whether the best
    one is right is two questions. Whether the passages answer at all (`answered_...`): its second
    margin tells that, the largest margin of all candidates, and how near its passage and document
    are to the question. And whether it is the right one of them, if they do (`chosen_...`): its
    score tells that, its second margin, and its lead over the next answer's. The probability is
    the product. One fit for all cannot abstain: names and words tell passages apart, but stand
    beside many a question that none of them answers.

    `operating_point` in [0, 1] is the probability from which a candidate is given as the
    answer when the question sets no `min_confidence`.
    """

    margin: float
    second_margin: float
    cosine: float
    passage_coverage: float
    sentence_coverage: float
    name_coverage: float
    answered_intercept: float
    answered_second_margin: float
    answered_largest: float
    answered_cosine: float
    answered_name_coverage: float
    chosen_intercept: float
    chosen_score: float
    chosen_second_margin: float
    chosen_lead: float
    operating_point: float

    def score(self, evidence: Evidence) -> float:
        """What speaks for a candidate beside the others of its question; higher is better."""
        return self._weighed(evidence, PIECES, "")

    def probabilities(
        self, evidence: Sequence[Evidence], answers: Sequence[str], factors: Sequence[float]
    ) -> list[float]:
        """Calibrated probability in (0, 1) of each candidate of one question.

        `answers` tell which candidates give the same one, and `factors` in (0, 1] what else
        is known against each. The others are less probable than the best one as if it led them.
        """
        if not evidence:
            return []
        scores = [self.score(entry) for entry in evidence]
        best, lead = leader(
            [score + math.log(factor) for score, factor in zip(scores, factors, strict=True)],
            answers,
        )
        largest = max(entry.margin for entry in evidence)
        answered = self.answered_intercept + self.answered_largest * largest
        answered += self._weighed(evidence[best], ANSWERED_PIECES, "answered_")
        chosen = self.chosen_intercept + self.chosen_score * scores[best]
        chosen += self.chosen_second_margin * evidence[best].second_margin
        chosen += self.chosen_lead * lead
        probability = _logistic(answered) * _logistic(chosen)
        log_odds = math.log(probability / (1.0 - probability))
        step = min(LARGEST_STEP, max(LEAST_STEP, self.chosen_score + self.chosen_lead))
        return [
            factor * _logistic(log_odds + step * (score - scores[best]))
            for score, factor in zip(scores, factors, strict=True)
        ]

    def _weighed(self, evidence: Evidence, pieces: Sequence[str], stage: str) -> float:
        """The pieces of evidence times their weights; `stage` begins the names of the weights."""
        weighed: list[float] = [
            getattr(self, f"{stage}{name}") * getattr(evidence, name) for name in pieces
        ]
        return sum(weighed)

    def save(self, folder: Path) -> None:
        """Write the calibration beside the reader it was fitted for."""
        _FILE.save(folder, asdict(self))

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote.

        Raises:
            ModelFileError: there is none, or it cannot be read.
        """
        return _FILE.load(folder, cls)


def leader(scores: Sequence[float], answers: Sequence[str]) -> tuple[int, float]:
    """The best candidate and its lead over the best one with another answer."""
    best = max(range(len(scores)), key=lambda number: scores[number])
    others = [s for s, answer in zip(scores, answers, strict=True) if answer != answers[best]]
    lead = scores[best] - max(others) if others else LARGEST_LEAD
    return best, min(lead, LARGEST_LEAD)


def _logistic(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))
