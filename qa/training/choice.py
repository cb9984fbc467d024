"""Weights by which the candidates of one question compare."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import softmax

Array = NDArray[np.float64]
# Of the weights' squared distance from where they start; little beside a hundred questions.
PENALTY = 1.0


def choice_weights(
    evidence: Sequence[Array], right: Sequence[NDArray[np.bool_]], start: Array
) -> Array:
    """Weights of shape (features,) of a conditional logit (McFadden 1974).

    Each entry of `evidence` has shape (candidates, features) and belongs to one question, that of
    `right` shape (candidates,). The weights make it as probable as can be that the softmax over
    ``evidence @ weights`` chooses a right candidate (the marginal likelihood of Clark and
    Gardner 2018). None is below 0: more of any evidence speaks for a candidate, and where it seems
    not to, that is the luck of the articles that were fitted on. Only what differs within a
    question counts, so that questions of many candidates, or easy ones, do not decide. A ridge
    draws the weights to `start`, which is what they are where no question has both right and wrong
    candidates.
    """
    given = np.concatenate(evidence)
    scale = given.std(axis=0)
    scale[scale == 0] = 1.0
    telling = [
        (entry / scale, truth)
        for entry, truth in zip(evidence, right, strict=True)
        if truth.any() and not truth.all()
    ]
    first, bounds = start * scale, [(0.0, None)] * len(start)

    def loss(weights: Array) -> tuple[float, Array]:
        apart = weights - first
        total, gradient = PENALTY / 2 * float(apart @ apart), PENALTY * apart
        for entry, truth in telling:
            chances = softmax(entry @ weights)
            wanted = chances * truth
            share = max(float(wanted.sum()), np.finfo(float).tiny)
            total -= np.log(share)
            gradient -= entry.T @ (wanted / share - chances)
        return total, gradient

    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.asarray(found / scale, dtype=np.float64)
