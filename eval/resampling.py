"""How far scores could be chance: intervals, and the significance of a difference."""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, bootstrap, permutation_test

CONFIDENCE_LEVEL = 0.95
RESAMPLES = 2_000
FLIPS = 9_999
_SEED = 17
# Bounds the memory of one step, in resampled values.
_VALUES_AT_ONCE = 2_000_000

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the middle 95 percent of the samples score that are drawn from the questions anew."""

    low: float
    high: float


def interval_of_mean(values: Sequence[float]) -> Interval | None:
    """The bootstrap interval of a mean; None with fewer than two values.

    The 2.5th and 97.5th percentiles of the means of 2,000 samples of the same size, drawn with
    replacement and a fixed seed. Source: Efron 1979, "Bootstrap Methods: Another Look at the
    Jackknife".
    """
    return interval_of(_mean, [np.asarray(values, dtype=np.float64)], vectorised=True)


def interval_of(
    statistic: Callable[..., object],
    columns: Sequence[NDArray[np.generic]],
    *,
    vectorised: bool = False,
    resamples: int = RESAMPLES,
) -> Interval | None:
    """The same of any statistic of columns that belong together, such as score and label.

    None with fewer than two rows, or where a sample leaves the statistic undefined.
    """
    count = len(columns[0])
    if count < 2:
        return None
    with warnings.catch_warnings():
        # Said of samples without a value, which are told from the result.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            tuple(columns),
            statistic,
            n_resamples=resamples,
            batch=max(1, _VALUES_AT_ONCE // count),
            vectorized=vectorised,
            paired=True,
            confidence_level=CONFIDENCE_LEVEL,
            method="percentile",
            rng=np.random.default_rng(_SEED),
        ).confidence_interval
    low, high = float(found.low), float(found.high)
    return Interval(low, high) if math.isfinite(low) and math.isfinite(high) else None


def paired_p_value(old: Sequence[float], new: Sequence[float]) -> float:
    """The chance, in (0, 1], of a mean difference as large if both runs were equally good.

    Two-sided approximate randomisation: each question's two scores change places at random,
    9,999 times, or in every way where there are fewer. Source: Noreen 1989, "Computer-Intensive
    Methods for Testing Hypotheses"; for retrieval Smucker et al. 2007.

    Raises:
        ValueError: the sequences differ in length.
    """
    pairs = np.array(list(zip(old, new, strict=True)), dtype=np.float64).reshape(-1, 2)
    differences = pairs[:, 1] - pairs[:, 0]
    # Where both score the same, changing places changes nothing.
    differences = differences[differences != 0]
    if len(differences) < 2:
        return 1.0  # one difference is as large with its sign changed
    found = permutation_test(
        (differences,),
        _mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=FLIPS,
        batch=max(1, _VALUES_AT_ONCE // len(differences)),
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)


def _mean(values: Values, axis: int = -1) -> Values:
    means: Values = np.mean(values, axis=axis)
    return means
