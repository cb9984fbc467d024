"""Calibrated probabilities and the evidence from words that they rest on."""

import json
import math
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelFileError
from qa.confidence import CALIBRATION_NAME, LARGEST_STEP, LEAST_STEP, Calibration, Evidence
from qa.coverage import content_stems, coverage
from qa.model_files import SHIPPED_READER

FEATURES = [field.name for field in fields(Evidence)]
NO_EVIDENCE = Evidence(**dict.fromkeys(FEATURES, 0.0))
MODERATE = st.floats(-3, 3).map(lambda value: round(value, 3))


ALL_WEIGHTS = dict.fromkeys((field.name for field in fields(Calibration)), 0.0)


def calibration(intercept: float = 0.0, **weights: float) -> Calibration:
    """Surely answered, and chosen by the score; every weight that is not given is zero."""
    given = {"answered_intercept": 30.0, "chosen_score": 1.0, "operating_point": 0.5, **weights}
    return Calibration(**{**ALL_WEIGHTS, "chosen_intercept": intercept, **given})


def probability(fitted: Calibration, *evidence: Evidence, factor: float = 1.0) -> float:
    """That of the first candidate of a question, each with an answer of its own."""
    answers = [str(number) for number in range(len(evidence))]
    return fitted.probabilities(evidence, answers, [factor, *[1.0] * (len(evidence) - 1)])[0]


BY_HAND = [
    pytest.param(0.0, 0.0, 0.0, 0.5, id="nothing known"),
    pytest.param(-1.0, 0.5, 2.0, 0.5, id="evidence makes up for the intercept"),
    pytest.param(1.0, 0.0, 9.0, 1 / (1 + math.exp(-1)), id="intercept alone"),
    pytest.param(-1.0, 0.5, 4.0, 1 / (1 + math.exp(-1)), id="one above even"),
    pytest.param(0.0, -1.0, 2.0, 1 / (1 + math.exp(2)), id="negative weight"),
]


@pytest.mark.parametrize("feature", FEATURES)
@pytest.mark.parametrize(("intercept", "weight", "value", "wanted"), BY_HAND)
def test_one_feature_by_hand(
    feature: str, intercept: float, weight: float, value: float, wanted: float
) -> None:
    fitted = calibration(intercept, **{feature: weight})
    found = probability(fitted, replace(NO_EVIDENCE, **{feature: value}))
    assert found == pytest.approx(wanted)


@given(data=st.data(), intercept=MODERATE)
def test_features_add_up_in_log_odds(data: st.DataObject, intercept: float) -> None:
    weights = {name: data.draw(MODERATE) for name in FEATURES}
    values = {name: data.draw(MODERATE) for name in FEATURES}
    odds = intercept + math.fsum(weights[name] * values[name] for name in FEATURES)
    found = probability(calibration(intercept, **weights), Evidence(**values))
    assert found == pytest.approx(1 / (1 + math.exp(-odds)))


@pytest.mark.parametrize("feature", FEATURES)
@given(weight=st.floats(0.1, 3), low=MODERATE, step=st.floats(0.1, 3))
def test_more_evidence_is_more_probable(
    feature: str, weight: float, low: float, step: float
) -> None:
    fitted = calibration(**{feature: weight})
    less = probability(fitted, replace(NO_EVIDENCE, **{feature: low}))
    more = probability(fitted, replace(NO_EVIDENCE, **{feature: low + step}))
    assert less < more


@pytest.mark.parametrize("margin", [-1e6, -1_000.0, -50.0, 50.0, 1_000.0, 1e6])
def test_probabilities_never_reach_certainty(margin: float) -> None:
    found = probability(calibration(margin=1.0), replace(NO_EVIDENCE, margin=margin))
    assert 0.0 < found < 1.0


def test_a_question_that_nothing_answers_lowers_all_its_candidates() -> None:
    fitted = calibration(margin=1.0, answered_intercept=0.0, answered_largest=1.0)
    likely, other = replace(NO_EVIDENCE, margin=-1.0), replace(NO_EVIDENCE, margin=-2.0)
    one = 1 / (1 + math.exp(1))
    assert probability(fitted, likely, other) == pytest.approx(one * one)


def test_a_rival_counts_unless_it_gives_the_same_answer() -> None:
    fitted = calibration(margin=1.0, chosen_lead=1.0)
    rivals = [replace(NO_EVIDENCE, margin=1.0), replace(NO_EVIDENCE, margin=0.5)]
    apart = fitted.probabilities(rivals, ["a", "b"], [1.0, 1.0])
    alike = fitted.probabilities(rivals, ["a", "a"], [1.0, 1.0])
    assert apart[0] == pytest.approx(1 / (1 + math.exp(-1.5)))
    assert alike[0] > apart[0] > apart[1]


@pytest.mark.parametrize("lead", [0.0, 0.2, 1.0, 3.0])
def test_others_fall_behind_by_a_bounded_step(lead: float) -> None:
    fitted = calibration(margin=1.0, chosen_score=0.0, chosen_lead=lead)
    rivals = [replace(NO_EVIDENCE, margin=margin) for margin in (2.0, 1.0)]
    first, second = fitted.probabilities(rivals, ["a", "b"], [1.0, 1.0])
    gap = math.log(first / (1 - first)) - math.log(second / (1 - second))
    assert gap == pytest.approx(min(LARGEST_STEP, max(LEAST_STEP, lead)))


def test_a_factor_is_taken_off_and_may_let_another_lead() -> None:
    fitted = calibration(margin=1.0)
    one, other = replace(NO_EVIDENCE, margin=1.0), replace(NO_EVIDENCE, margin=0.9)
    assert probability(fitted, one, factor=0.3) < 0.3
    first, second = fitted.probabilities([one, other], ["a", "b"], [0.3, 1.0])
    assert second > first


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    weights = {name: 1 / (3 + place) for place, name in enumerate(ALL_WEIGHTS)}
    weights.pop("chosen_intercept")
    saved = calibration(-0.1, **weights)
    saved.save(tmp_path)
    assert Calibration.load(tmp_path) == saved


def test_the_shipped_calibration_is_usable() -> None:
    shipped = Calibration.load(SHIPPED_READER)
    assert all(math.isfinite(value) for value in asdict(shipped).values())
    assert 0 <= shipped.operating_point <= 1
    assert shipped.margin > 0


def changed(**values: Any) -> str:
    return json.dumps({**asdict(calibration()), **values})


DAMAGED = [
    pytest.param("", id="empty"),
    pytest.param("{", id="cut"),
    pytest.param("null", id="null"),
    pytest.param("[1, 2]", id="a list"),
    pytest.param("{}", id="no fields"),
    pytest.param(changed(colour=1), id="unknown field"),
    pytest.param(changed(margin="high"), id="text for a number"),
    pytest.param(changed(margin=None), id="null for a number"),
    pytest.param(changed(margin=math.nan), id="not a number"),
    pytest.param(changed(operating_point=math.inf), id="infinite"),
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_calibration_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / CALIBRATION_NAME).write_text(content, encoding="utf-8")
    with pytest.raises(ModelFileError, match=CALIBRATION_NAME):
        Calibration.load(tmp_path)


def test_a_missing_calibration_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=CALIBRATION_NAME):
        Calibration.load(tmp_path)


def test_a_calibration_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / CALIBRATION_NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelFileError, match=CALIBRATION_NAME):
        Calibration.load(tmp_path)


QUESTION = "How many soldiers are in Kursk?"
COVERED = [
    pytest.param(QUESTION, "Some 3,000 soldiers reached Kursk.", 1.0, id="all"),
    pytest.param(QUESTION, "A soldier came from Kursk.", 1.0, id="other endings"),
    pytest.param(QUESTION, "KURSK", 0.5, id="half, other case"),
    pytest.param(QUESTION, "How many are in", 0.0, id="function words only"),
    pytest.param(QUESTION, "", 0.0, id="empty text"),
    pytest.param("Who is it?", "Nobody knows.", 1.0, id="no content words"),
    pytest.param("Kim's army?", "Kim has an army.", 1.0, id="possessive"),
    pytest.param("Kim’s army?", "Kim has an army.", 1.0, id="typographic possessive"),
    pytest.param("12,000 men?", "about 12,000 men", 1.0, id="number"),
]


@pytest.mark.parametrize(("question", "text", "share"), COVERED)
def test_coverage_by_hand(question: str, text: str, share: float) -> None:
    assert coverage(question, text) == share


@given(question=st.text(max_size=60), text=st.text(max_size=100), more=st.text(max_size=40))
def test_coverage_is_a_share_that_more_text_never_lowers(
    question: str, text: str, more: str
) -> None:
    assert 0 <= coverage(question, text) <= coverage(question, f"{text} {more}") <= 1
    assert coverage(question, question) == 1


@given(text=st.text(max_size=80))
def test_stems_are_short_and_in_lower_case(text: str) -> None:
    for stem in content_stems(text):
        assert stem
        assert not any(character.isspace() for character in stem)
