"""Calibrated probability that a span answers the question."""

import math
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self

from qa.fitted_file import FittedFile

CALIBRATION_NAME = "calibration.json"
_FILE = FittedFile(
    CALIBRATION_NAME, "calibration", "qa train calibration", "finite numbers", math.isfinite
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one candidate: reader, retriever and words, each higher is better.

    `margin` is the reader's score (span against no answer), `cosine` the dense score of the
    passage in [-1, 1]. `passage_coverage` and `sentence_coverage` are the shares in [0, 1] of the
    question's content words in the passage with its title and in the span's sentence, and
    `name_coverage` that of its names and numbers in what was retrieved of the document.
    `anchor_similarity` in [0, 1] is how close that sentence is to those that speak most of the
    question, and `agreement` 0, 0.5 or 1 as no, one or more other documents give the same answer.
    """

    margin: float
    cosine: float
    passage_coverage: float
    sentence_coverage: float
    name_coverage: float
    anchor_similarity: float
    agreement: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regression over the evidence (Platt 1999), fitted on held-back articles.

    `operating_point` in [0, 1] is the probability from which a candidate is given as the
    answer when the question sets no `min_confidence`.
    """

    intercept: float
    margin: float
    cosine: float
    passage_coverage: float
    sentence_coverage: float
    name_coverage: float
    anchor_similarity: float
    agreement: float
    operating_point: float

    def probability(self, evidence: Evidence) -> float:
        """Calibrated probability in (0, 1) that the candidate is right."""
        total = self.intercept + sum(
            getattr(self, field.name) * getattr(evidence, field.name) for field in fields(evidence)
        )
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

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
