"""A stored input of a network and what float32 makes of it: how an engine shows that it works."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.engine import Engine, EngineInputs, EngineOutputs

INPUT, OUTPUT = "input-", "output-"


@dataclass(frozen=True, slots=True, eq=False)
class GraphSample:
    """One batch: int64 inputs by name and float32 outputs in the network's order."""

    inputs: EngineInputs
    outputs: EngineOutputs

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            inputs = {name[len(INPUT) :]: stored[name] for name in stored if name.startswith(INPUT)}
            count = len(stored.files) - len(inputs)
            return cls(inputs, [stored[f"{OUTPUT}{place}"] for place in range(count)])

    def save(self, path: Path) -> None:
        """Write it to a file in NumPy's format."""
        arrays: dict[str, NDArray[np.int64] | NDArray[np.float32]] = {
            f"{INPUT}{name}": values for name, values in self.inputs.items()
        }
        arrays |= {f"{OUTPUT}{place}": values for place, values in enumerate(self.outputs)}
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    def deviation(self, engine: Engine) -> float:
        """Largest over the outputs of |engine - float32| / |float32|, Euclidean lengths.

        For unit vectors that is the root of 2 - 2 cosine. Infinite where a number is missing.
        """
        (found,) = engine.run([self.inputs])
        ratios = [
            float(np.linalg.norm(values - expected) / np.linalg.norm(expected))
            for values, expected in zip(found, self.outputs, strict=True)
        ]
        return max(ratios) if np.isfinite(ratios).all() else float("inf")
