"""Fitting the confidence: on made-up evidence, and on questions asked of a real index."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import click
import numpy as np
import pytest

from index.encoder import Encoder
from qa.commands.train import QuestionSetType
from qa.confidence import Calibration, Evidence
from qa.reader import Reader
from qa.squad import load_squad
from qa.training.calibration import balanced_point, fit_calibration
from qa.training.judging import Judge, JudgedQuestion

FEATURES = [field.name for field in fields(Evidence)]
MARGIN = FEATURES.index("margin")


def judged(margins: Sequence[float], right: Sequence[bool]) -> JudgedQuestion:
    """A question whose candidates differ in the reader's margin alone."""
    evidence = np.zeros((len(margins), len(FEATURES)))
    evidence[:, MARGIN] = margins
    answers = tuple(str(number) for number in range(len(margins)))
    return JudgedQuestion(evidence, np.array(right), answers, answerable=any(right))


def drawn_questions(count: int, slope: float, intercept: float) -> list[JudgedQuestion]:
    """Questions with one candidate, right with the probability of a known logistic curve."""
    generator = np.random.default_rng(7)
    margins = generator.uniform(-6, 6, count)
    truth = generator.random(count) < 1 / (1 + np.exp(-(slope * margins + intercept)))
    return [judged([m], [bool(r)]) for m, r in zip(margins, truth, strict=True)]


def probability(fitted: Calibration, *margins: float) -> float:
    """That of the first of the candidates of a question."""
    evidence = [Evidence(**{**dict.fromkeys(FEATURES, 0.0), "margin": m}) for m in margins]
    answers = [str(number) for number in range(len(margins))]
    return fitted.probabilities(evidence, answers, [1.0] * len(margins))[0]


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.5, -1.0), (2.0, 1.5)])
def test_a_known_curve_is_found_again(slope: float, intercept: float) -> None:
    fitted = fit_calibration(drawn_questions(8_000, slope, intercept), 0.4)
    assert fitted.operating_point == 0.4
    for margin in (-2.0, -0.5, 0.0, 0.5, 2.0):
        wanted = 1 / (1 + np.exp(-(slope * margin + intercept)))
        assert probability(fitted, margin) == pytest.approx(wanted, abs=0.04)


def test_the_probability_is_that_of_the_best_candidate() -> None:
    """Each question has four poor candidates beside a best one that is right four times in five."""
    questions = [
        judged([3, -3, -3, -3, -3], [number % 5 != 0, False, False, False, False])
        for number in range(500)
    ]
    fitted = fit_calibration(questions, 0.5)
    assert probability(fitted, 3, -3, -3, -3, -3) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("right", [True, False])
def test_candidates_that_are_all_alike_are_refused(right: bool) -> None:
    with pytest.raises(ValueError, match="both right and wrong"):
        fit_calibration([judged([1.0, 2.0], [right, right])] * 3, 0.5)


def test_questions_are_judged_by_their_gold_answers(
    encoder: Encoder, reader: Reader, town_file: Path
) -> None:
    reports: list[tuple[int, int]] = []
    judge = Judge(encoder, reader, 6, 3, lambda *told: reports.append(told))
    questions = judge.together(load_squad(town_file))
    assert reports[-1] == (6, 6)
    assert len(questions) == 6
    for question in questions:
        assert question.answerable
        assert question.evidence.shape == (len(question.right), len(FEATURES))
        assert np.isfinite(question.evidence).all()
    assert any(question.right.any() for question in questions)


def test_questions_are_asked_of_their_own_article_alone(
    encoder: Encoder, reader: Reader, town_file: Path
) -> None:
    reports: list[tuple[int, int]] = []
    paragraphs = load_squad(town_file)
    judge = Judge(encoder, reader, 6, 3, lambda *told: reports.append(told))
    alone = judge.alone(paragraphs)
    assert reports[-1] == (6, 6)
    together = judge.together(paragraphs)
    assert len(alone) == len(together) == 6
    # The same questions, none of which has more candidates where there is less to read.
    counts = [sorted(len(question.right) for question in judged) for judged in (alone, together)]
    assert all(few <= many for few, many in zip(*counts, strict=True))


def test_a_set_is_a_file_with_or_without_a_number(tmp_path: Path) -> None:
    plain, marked = tmp_path / "set.json", tmp_path / "set=3.json"
    for path in (plain, marked):
        path.write_text("{}", encoding="utf-8")
    read = QuestionSetType()
    assert read.convert(str(plain), None, None) == (plain, None)
    assert read.convert(f"{plain}=20", None, None) == (plain, 20)
    assert read.convert(str(marked), None, None) == (marked, None)
    assert read.convert(f"{marked}=20", None, None) == (marked, 20)


@pytest.mark.parametrize("ending", ["=many", "=-1", "=1.5", ".gone", ".gone=3"])
def test_another_set_is_refused_by_name(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "set.json"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(click.BadParameter, match=r"set\.json"):
        QuestionSetType().convert(f"{path}{ending}", None, None)


def test_the_smallest_threshold_as_good_as_the_best_is_taken() -> None:
    # 100 answerable questions: 50 right at 0.8, 50 wrong at 0.3. 100 unanswerable: 60 at 0.2, 40 at
    # 0.7. At 0.8 the shares are 0.5 and 1.0, their mean 0.75, one standard error 0.025. At 0.7 they
    # are 0.5 and 0.6, mean 0.55: worse than that.
    probabilities = np.repeat([0.8, 0.3, 0.2, 0.7], [50, 50, 60, 40])
    right = np.repeat([True, False, False, False], [50, 50, 60, 40])
    answerable = np.repeat([True, True, False, False], [50, 50, 60, 40])
    assert balanced_point(probabilities, right, answerable) == 0.8
    # With one unanswerable question at 0.7 the mean at 0.3 and at 0.7 is 0.745: as good.
    fewer = np.repeat([0.8, 0.3, 0.2, 0.7], [50, 50, 99, 1])
    kinds = np.repeat([True, True, False, False], [50, 50, 99, 1])
    assert balanced_point(fewer, np.repeat([True, False], [50, 150]), kinds) == 0.3


@pytest.mark.parametrize("answerable", [True, False])
def test_one_kind_of_question_gives_no_balance(answerable: bool) -> None:
    kinds = np.full(4, answerable)
    assert balanced_point(np.linspace(0.1, 0.9, 4), kinds, kinds) == 0.5
