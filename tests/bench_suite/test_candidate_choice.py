"""The comparison of ways to weigh candidates, on questions made for it."""

import numpy as np

from bench.candidate_choice import compare
from qa.confidence import PIECES
from qa.training.judging import JudgedQuestion

COSINE, MARGIN = PIECES.index("cosine"), PIECES.index("margin")


def _questions(count: int) -> list[JudgedQuestion]:
    """The closest passage of a question is right; how close all are differs between questions."""
    chance = np.random.default_rng(3)
    questions = []
    for _ in range(count):
        evidence = np.zeros((6, len(PIECES)))
        evidence[:, MARGIN] = chance.normal(size=6)
        closeness = chance.normal(size=6)
        evidence[:, COSINE] = closeness + 20 * chance.normal()
        right = closeness == closeness.max()
        questions.append(JudgedQuestion(evidence, right, tuple("abcdef"), answerable=True))
    return questions


def test_what_differs_within_a_question_is_found() -> None:
    found = compare(_questions(400), seed=1)
    assert found["answerable"] == 400
    shares = {name: found[name] for name in ("margin", "regression", "conditional logit")}
    assert all(isinstance(share, float) for share in shares.values())
    assert shares["conditional logit"] > 0.95
    assert shares["margin"] < 0.3


def test_the_counts_add_up_to_the_difference_of_the_shares() -> None:
    found = compare(_questions(200), seed=1)
    for name in ("margin", "regression"):
        gained = found[f"conditional logit right, {name} not"]
        lost = found[f"{name} right, conditional logit not"]
        assert round(200 * (found["conditional logit"] - found[name])) == gained - lost
