"""Fit the probability of being right, on articles the reader was not trained on."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from qa.confidence import ANSWERED_PIECES, PIECES, Calibration, leader
from qa.training.choice import choice_weights
from qa.training.judging import JudgedQuestion

# The weights that rank by the reader's margin alone.
MARGIN = np.array([float(name == "margin") for name in PIECES])


def fit_calibration(judged: Sequence[JudgedQuestion], operating_point: float | None) -> Calibration:
    """A conditional logit over each question's candidates, then two regressions over the best ones.

    The first fit makes the candidates of a question compare; the second and third make the
    probability of the one that is shown come true. Without an `operating_point`, the one that
    `balanced_point` finds is taken.

    Raises:
        ValueError: no candidate is right, or none is wrong.
    """
    right = np.concatenate([question.right for question in judged])
    if right.all() or not right.any():
        raise ValueError(
            f"{int(right.sum())} of {len(right)} candidates are right: calibration needs both "
            "right and wrong ones, so give more questions"
        )
    weights = choice_weights(
        [question.evidence for question in judged], [question.right for question in judged], MARGIN
    )
    columns = [PIECES.index(name) for name in ANSWERED_PIECES]
    signs, choices, truth = [], [], []
    for question in judged:
        scores = question.evidence @ weights
        best, lead = leader(scores.tolist(), question.answers)
        largest = question.evidence[:, PIECES.index("margin")].max()
        signs.append((*question.evidence[best, columns], largest))
        second = question.evidence[best, PIECES.index("second_margin")]
        choices.append((scores[best], second, lead))
        truth.append(question.right[best])
    shown, chosen = np.array(signs), np.array(choices)
    true, answerable = np.array(truth), np.array([question.answerable for question in judged])
    told, told_shift = logistic(shown, answerable)
    picked, picked_shift = logistic(chosen[answerable], true[answerable])
    if operating_point is None:
        answered = 1 / (1 + np.exp(-(shown @ told + told_shift)))
        probabilities = answered / (1 + np.exp(-(chosen @ picked + picked_shift)))
        operating_point = balanced_point(probabilities, true, answerable)
    return Calibration(
        answered_intercept=told_shift,
        answered_largest=float(told[-1]),
        chosen_intercept=picked_shift,
        chosen_score=float(picked[0]),
        chosen_second_margin=float(picked[1]),
        chosen_lead=float(picked[2]),
        operating_point=operating_point,
        **dict(zip(PIECES, weights.tolist(), strict=True)),
        **{
            f"answered_{name}": float(weight)
            for name, weight in zip(ANSWERED_PIECES, told[:-1], strict=True)
        },
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


def logistic(
    evidence: NDArray[np.float64], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Weights and intercept for the evidence as it is, fitted on one scale for all of it.

    Where all are right, or none is, no evidence tells them apart: their share is all there is.
    """
    if right.all() or not right.any():
        count, size = int(right.sum()), len(right)
        return np.zeros(evidence.shape[1]), math.log((count + 0.5) / (size - count + 0.5))
    mean, scale = evidence.mean(axis=0), evidence.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(max_iter=1_000).fit((evidence - mean) / scale, right)
    weights: NDArray[np.float64] = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - mean @ weights)
