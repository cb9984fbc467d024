"""Least scores that a run must reach, for `--fail-under`."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from eval.summary import COUNTS, LOWER_IS_BETTER, Summary

MEASURES = tuple(field.name for field in fields(Summary))


class ThresholdError(ValueError):
    """The text is no threshold; the message says what would be one."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least value of a measure of `Summary`."""

    measure: str
    least: float


def parse_threshold(text: str) -> Threshold:
    """Read "measure=value", such as "values_recall=0.6"; shares lie in [0, 1].

    Raises:
        ThresholdError: there is no such measure, lower is better in it, or the value is no
            number in its range.
    """
    name, equals, stated = (part.strip() for part in text.partition("="))
    if not equals:
        raise ThresholdError(f"{text!r} is not of the form measure=value, as in exact_match=0.5")
    if name not in MEASURES:
        raise ThresholdError(f"{name!r} is no measure: give one of {', '.join(_guarded())}")
    if name in LOWER_IS_BETTER:
        raise ThresholdError(
            f"{name!r} is better the lower it is, so a least value guards nothing: give one of "
            f"{', '.join(_guarded())}"
        )
    highest = math.inf if name in COUNTS else 1.0
    try:
        least = float(stated)
    except ValueError:
        raise ThresholdError(f"{name}: {stated!r} is no number, such as 0.5") from None
    if not (math.isfinite(least) and 0 <= least <= highest):
        limits = "a number of 0 or more" if name in COUNTS else "between 0 and 1"
        raise ThresholdError(f"{name}: {stated} is not {limits}")
    return Threshold(name, least)


def missed(thresholds: Sequence[Threshold], summary: Summary) -> list[str]:
    """A line for each threshold that isn't reached: the measure, what was found and wanted.

    A score that is unknown, since no question measures it, is not reached.
    """
    lines = []
    for threshold in thresholds:
        found: float | None = getattr(summary, threshold.measure)
        if found is None:
            told = "unknown, since no question measures it"
        elif found < threshold.least:
            told = str(found)
        else:
            continue
        lines.append(f"{threshold.measure} is {told}: wanted at least {threshold.least:g}")
    return lines


def _guarded() -> list[str]:
    return [name for name in MEASURES if name not in LOWER_IS_BETTER]
