"""Which of the passages that were retrieved for a question are worth reading.

Reading costs more than all else, and a passage that lies far behind the nearest one of its
question, by meaning and by words together, hardly ever holds the answer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class SelectionOptions:
    """A passage is read unless it lies too far behind the nearest of its question.

    It lies behind by what its cosine lacks to the highest one, and by `coverage_weight` times what
    its share of the question's content words lacks to the highest. Up to `furthest` it is read,
    and up to `furthest_figure` where a value is asked for, since every source's figure is wanted
    there. The `least` nearest are always read. docs/retrieval.md tells how these were chosen.
    """

    coverage_weight: float = 0.4
    furthest: float = 0.35
    furthest_figure: float = 0.45
    least: int = 2


EVERY_PASSAGE = SelectionOptions(furthest=math.inf, furthest_figure=math.inf)


def worth_reading(
    cosines: Sequence[float],
    coverages: Sequence[float],
    wants_figures: bool,
    options: SelectionOptions,
) -> list[int]:
    """The numbers of the passages of one question that are read, in order.

    `cosines` in [-1, 1] and `coverages` in [0, 1] are those of each passage.
    """
    if not cosines:
        return []
    near, covered = np.array(cosines), np.array(coverages)
    behind = near.max() - near + options.coverage_weight * (covered.max() - covered)
    furthest = options.furthest_figure if wants_figures else options.furthest
    bound = max(furthest, np.sort(behind)[: options.least][-1])
    chosen: list[int] = np.flatnonzero(behind <= bound).tolist()
    return chosen
