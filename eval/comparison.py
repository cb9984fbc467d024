"""What changed since an earlier run: its measures, and the questions that came out otherwise."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from eval.evaluation import Evaluation
from eval.old_results import OldQuestion, OldResults
from eval.pairing import AskedQuestion, PairingKey, pairing_keys
from eval.question_result import QuestionResult
from eval.question_scores import QUESTION_SCORES, question_scores
from eval.resampling import Interval, interval_of_mean, paired_p_value


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure in both runs, None where it is unknown; `difference` is new - old.

    `interval` and `p_value` are those of the mean difference over the questions of both runs
    (`eval/resampling.py`). They are None where the measure is no mean over questions, or where
    the runs count different questions in it, as the precision of abstention does.
    """

    name: str
    old: float | None
    new: float | None
    difference: float | None
    interval: Interval | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """A question, found in both runs, that came out otherwise; its id is that of the new run."""

    question_id: str
    question: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The run beside an earlier one; the ids are those of questions in one run only."""

    old_path: str
    old_gold: str
    old_source: str
    old_started_at: str
    old_tolerance: float
    new_tolerance: float
    measures: tuple[MeasureChange, ...]
    outcomes: tuple[OutcomeChange, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


def compare(old: OldResults, old_path: str, evaluation: Evaluation) -> Comparison:
    """Hold the run against the earlier one; `eval/pairing.py` says which questions are the same."""
    before, after = _by_key(old, evaluation)
    outcomes = []
    for key, result in after.items():
        entry = before.get(key)
        if entry is None:
            continue
        was = _outcome(entry.failure, entry.values_recall)
        now = _outcome(result.failure, result.values_recall)
        if was != now:
            outcomes.append(OutcomeChange(result.question_id, result.question, was, now))
    return Comparison(
        old_path=old_path,
        old_gold=old.run.gold,
        old_source=old.run.source,
        old_started_at=old.run.started_at,
        old_tolerance=old.run.value_tolerance,
        new_tolerance=evaluation.run.value_tolerance,
        measures=_measure_changes(old, evaluation, _paired_scores(before, after)),
        outcomes=tuple(outcomes),
        only_old=tuple(old.question_id for key, old in before.items() if key not in after),
        only_new=tuple(new.question_id for key, new in after.items() if key not in before),
    )


def _by_key(
    old: OldResults, evaluation: Evaluation
) -> tuple[dict[PairingKey, OldQuestion], dict[PairingKey, QuestionResult]]:
    """The questions of both runs in order, those that are the same under equal keys."""
    asked = [
        AskedQuestion(entry.question_id, entry.question, tuple(t.question for t in entry.history))
        for entry in evaluation.results
    ]
    named = {entry.question_id: entry for entry in asked}
    were = pairing_keys(
        named.get(entry.question_id, AskedQuestion(entry.question_id, ""))
        if entry.question is None
        else AskedQuestion(
            entry.question_id, entry.question, tuple(turn.question for turn in entry.history)
        )
        for entry in old.questions
    )
    return (
        dict(zip(were, old.questions, strict=True)),
        dict(zip(pairing_keys(asked), evaluation.results, strict=True)),
    )


def _measure_changes(
    old: OldResults, evaluation: Evaluation, pairs: Mapping[str, tuple[list[float], list[float]]]
) -> tuple[MeasureChange, ...]:
    changes = []
    for name, new in asdict(evaluation.overall).items():
        was = old.summary.get(name)
        difference = None if was is None or new is None else new - was
        before, after = pairs.get(name, ((), ()))
        interval = interval_of_mean([b - a for a, b in zip(before, after, strict=True)])
        p_value = paired_p_value(before, after) if before else None
        changes.append(MeasureChange(name, was, new, difference, interval, p_value))
    return tuple(changes)


def _paired_scores(
    before: Mapping[PairingKey, OldQuestion], after: Mapping[PairingKey, QuestionResult]
) -> dict[str, tuple[list[float], list[float]]]:
    """Old and new scores of the questions in both runs, where both count the same ones."""
    both = [
        (before[key].scores, question_scores(result))
        for key, result in after.items()
        if key in before and before[key].scores
    ]
    paired = {}
    for name in QUESTION_SCORES:
        scores = [(was.get(name), now[name]) for was, now in both]
        known = [(was, now) for was, now in scores if was is not None and now is not None]
        if known and len(known) == sum(was is not None or now is not None for was, now in scores):
            paired[name] = ([was for was, _ in known], [now for _, now in known])
    return paired


def _outcome(failure: str | None, values_recall: float | None) -> str:
    told = failure or "right"
    if values_recall is not None:
        told += f", {100 * values_recall:.0f}% of the figures shown"
    return told
