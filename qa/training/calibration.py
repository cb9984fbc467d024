"""Fit the probability of being right, on articles the reader was not trained on."""

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from index.article_index import ArticleIndex
from index.chunking import ChunkingOptions
from index.document import Document
from index.encoder import Encoder
from index.interface import PassageSnapshot
from index.retrieval import RetrievalOptions, Retriever
from qa.agreement import token_f1
from qa.confidence import Calibration, Evidence
from qa.finding import Finder
from qa.question import Question
from qa.reader import Reader
from qa.squad import SquadParagraph, SquadQuestion

RIGHT_F1 = 0.6
BATCH_QUESTIONS = 16
UNFITTED = Calibration(
    intercept=0.0,
    margin=1.0,
    cosine=0.0,
    passage_coverage=0.0,
    sentence_coverage=0.0,
    name_coverage=0.0,
    anchor_similarity=0.0,
    agreement=0.0,
    operating_point=0.5,
)


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """The evidence of a question's candidates, best reader score first, and which are right.

    `evidence` has shape (candidates, features) and `right` shape (candidates,), bool.
    """

    evidence: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: bool


def judge_questions(
    paragraphs: Sequence[SquadParagraph],
    count: int,
    encoder: Encoder,
    reader: Reader,
    seed: int,
    report: Callable[[int, int], None],
) -> list[JudgedQuestion]:
    """Ask `count` questions of an index of all the paragraphs, as a user would.

    A candidate is right when its token F1 with a gold answer is at least 0.6, whichever
    passage it stands in.
    """
    questions = [(q, p) for p in paragraphs for q in p.questions]
    drawn = random.Random(seed).sample(questions, min(count, len(questions)))
    judged: list[JudgedQuestion] = []
    with tempfile.TemporaryDirectory() as folder:
        index = ArticleIndex(Path(folder) / "index", encoder, ChunkingOptions())
        index.add(
            [
                Document(f"paragraph-{number}", paragraph.title, paragraph.context, "held back")
                for number, paragraph in enumerate(paragraphs)
                if paragraph.context.strip()
            ]
        )
        finder = Finder(Retriever(index, RetrievalOptions()), reader, UNFITTED)
        for first in range(0, len(drawn), BATCH_QUESTIONS):
            part = [question for question, _ in drawn[first : first + BATCH_QUESTIONS]]
            judged += _judge(part, finder, index.snapshot())
            report(len(judged), len(drawn))
    return judged


def fit_calibration(judged: Sequence[JudgedQuestion], operating_point: float | None) -> Calibration:
    """Logistic regression over all candidates, then scaled on each question's best one.

    Without an `operating_point`, the one that `balanced_point` finds is taken.

    The first fit makes candidates of different passages compare; the second (Platt 1999)
    makes the probability of the one that is shown come true.

    Raises:
        ValueError: no candidate is right, or none is wrong.
    """
    evidence = np.concatenate([question.evidence for question in judged])
    right = np.concatenate([question.right for question in judged])
    if right.all() or not right.any():
        raise ValueError(
            f"{int(right.sum())} of {len(right)} candidates are right: calibration needs both "
            "right and wrong ones, so give more questions"
        )
    weights, intercept = _logistic(evidence, right)
    best = [int(np.argmax(question.evidence @ weights)) for question in judged]
    shown = np.array(
        [q.evidence[b] @ weights + intercept for q, b in zip(judged, best, strict=True)]
    )
    truth = np.array([question.right[b] for question, b in zip(judged, best, strict=True)])
    (slope,), shift = _logistic(shown[:, None], truth)
    names = [field.name for field in fields(Evidence)]
    scaled = {name: float(slope * weight) for name, weight in zip(names, weights, strict=True)}
    if operating_point is None:
        logits = slope * shown + shift
        answerable = np.array([question.answerable for question in judged])
        operating_point = balanced_point(1 / (1 + np.exp(-logits)), truth, answerable)
    return Calibration(
        intercept=float(slope * intercept + shift), operating_point=operating_point, **scaled
    )


def balanced_point(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], answerable: NDArray[np.bool_]
) -> float:
    """The smallest threshold that is as good as the best, over questions of shape (questions,).

    Good is the mean of two shares: of the answerable questions those answered right, and of the
    unanswerable ones those left. Nobody knows beforehand how many of a user's questions the
    articles answer, so both kinds count alike. As good is within one standard error of the best
    (Breiman et al. 1984); the smallest such threshold answers most. 0.5 where one kind is
    missing.
    """
    if answerable.all() or not answerable.any():
        return 0.5
    thresholds = np.unique(probabilities)
    answered = np.array([(right & (probabilities >= t))[answerable].mean() for t in thresholds])
    left = np.array([(probabilities < t)[~answerable].mean() for t in thresholds])
    variances = [
        share * (1 - share) / count
        for share, count in ((answered, answerable.sum()), (left, (~answerable).sum()))
    ]
    means, errors = (answered + left) / 2, np.sqrt(sum(variances)) / 2
    best = int(np.argmax(means))
    return float(thresholds[means >= means[best] - errors[best]].min())


def _judge(
    questions: Sequence[SquadQuestion], finder: Finder, snapshot: PassageSnapshot
) -> list[JudgedQuestion]:
    found = finder.find([Question(question.question) for question in questions], snapshot)
    judged = []
    for question, entry in zip(questions, found, strict=True):
        if not entry.candidates:
            continue  # nothing to weigh: such a question is left whatever the threshold
        answers = [answer.text for answer in question.answers]
        right = [bool(answers) and token_f1(c.text, answers) >= RIGHT_F1 for c in entry.candidates]
        evidence = np.array([astuple(candidate.evidence) for candidate in entry.candidates])
        judged.append(JudgedQuestion(evidence, np.array(right, dtype=bool), bool(answers)))
    return judged


def _logistic(
    evidence: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    model = LogisticRegression(max_iter=1_000).fit(evidence, right)
    weights: NDArray[np.float64] = model.coef_[0]
    return weights, float(model.intercept_[0])
