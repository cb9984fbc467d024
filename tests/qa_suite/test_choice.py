"""The weights by which candidates of one question compare, on questions made with known ones."""

import numpy as np
from numpy.typing import NDArray

from qa.training.choice import choice_weights

KNOWN = np.array([1.5, 0.7, 0.0])
NONE = np.zeros(3)


def drawn(
    count: int, noise: float = 0.0
) -> tuple[list[NDArray[np.float64]], list[NDArray[np.bool_]]]:
    """Questions whose right candidate is drawn by the softmax of the known weights.

    `noise` is the spread of what all the candidates of a question have in common.
    """
    chance = np.random.default_rng(5)
    evidence, right = [], []
    for _ in range(count):
        given = chance.normal(size=(int(chance.integers(2, 9)), 3))
        scores = given @ KNOWN
        powers = np.exp(scores - scores.max())
        chosen = chance.choice(len(given), p=powers / powers.sum())
        evidence.append(given + noise * chance.normal(size=(1, 3)))
        right.append(np.arange(len(given)) == chosen)
    return evidence, right


def test_known_weights_are_found_again() -> None:
    assert np.allclose(choice_weights(*drawn(4_000), NONE), KNOWN, atol=0.1)


def test_what_a_question_has_in_common_does_not_count() -> None:
    assert np.allclose(choice_weights(*drawn(4_000, noise=5.0), NONE), KNOWN, atol=0.1)


def test_no_evidence_speaks_against_a_candidate() -> None:
    evidence, right = drawn(2_000)
    turned = [entry * [1.0, -1.0, 1.0] for entry in evidence]
    found = choice_weights(turned, right, NONE)
    assert (found >= 0.0).all()
    assert found[1] == 0.0
    assert found[0] > 1.0


def test_the_unit_of_the_evidence_does_not_matter() -> None:
    evidence, right = drawn(500)
    units = np.array([100.0, 0.01, 1.0])
    found = choice_weights([entry * units for entry in evidence], right, NONE)
    assert np.allclose(found * units, choice_weights(evidence, right, NONE), atol=0.01)


def test_one_of_several_right_candidates_is_enough() -> None:
    """Two right candidates of five, of which the evidence tells only one."""
    evidence = [np.array([[1.0], [0.0], [0.0], [0.0], [0.0]])] * 200
    right = [np.array([True, True, False, False, False])] * 200
    assert choice_weights(evidence, right, np.zeros(1))[0] > 2.0


def test_questions_that_tell_nothing_leave_the_start() -> None:
    evidence = [np.array([[1.0, 2.0], [3.0, 1.0]]), np.array([[0.0, 5.0]])]
    right = [np.array([False, False]), np.array([True])]
    start = np.array([1.0, 0.25])
    assert np.allclose(choice_weights(evidence, right, start), start)
