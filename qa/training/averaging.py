"""The average of readers trained from one another: a model soup (Wortsman et al. 2022)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.weights import encoder_folder
from qa.model_files import load_state, save_model


class AveragingError(ValueError):
    """The readers cannot be averaged as it was asked for."""


@dataclass(frozen=True, slots=True)
class Share:
    """A reader's folder and its share of the average, above 0."""

    folder: Path
    share: float


def average_readers(shares: Sequence[Share], output: Path, name: str) -> None:
    """Write the weighted average of the readers to `output`; the shares have to sum to 1.

    Raises:
        AveragingError: a share is not above 0, they do not sum to 1, or weights differ in name or
            shape.
        ModelFileError: a reader's files are missing or not the ones described.
    """
    for item in shares:
        if not item.share > 0:
            raise AveragingError(f"the share of {item.folder} is {item.share}: expected above 0")
    total = sum(item.share for item in shares)
    if abs(total - 1) > 1e-6:
        raise AveragingError(f"the shares sum to {total:g}: they have to sum to 1")
    average: dict[str, NDArray[np.float64]] = {}
    for item in shares:
        state = load_state(item.folder, encoder_folder())
        shapes = {key: value.shape for key, value in state.items()}
        expected = {key: value.shape for key, value in average.items()} or shapes
        if shapes != expected:
            raise AveragingError(f"{item.folder} holds another network than {shares[0].folder}")
        for key, value in state.items():
            # In float64, so that weights that all have, such as the encoder's, come out unchanged.
            part = value.astype(np.float64) * item.share
            average[key] = average[key] + part if key in average else part
    exact = {key: value.astype(np.float32) for key, value in average.items()}
    save_model(output, exact, encoder_folder(), name)
