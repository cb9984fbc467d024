"""Numbers that were fitted for a network, as a small JSON file beside it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.errors import ModelFileError
from index.files import write_text_atomically

Fitted = TypeVar("Fitted")


@dataclass(frozen=True, slots=True)
class FittedFile:
    """What a file holds, as errors name it, and the command that fits it.

    Every number must be a float that `is_valid` accepts; `valid` says which are.
    """

    name: str
    kind: str
    command: str
    valid: str
    is_valid: Callable[[float], bool]

    def save(self, folder: Path, values: Mapping[str, float]) -> None:
        """Write the numbers beside the network they were fitted for."""
        write_text_atomically(folder / self.name, json.dumps(values, indent=2) + "\n")

    def load(self, folder: Path, make: Callable[..., Fitted]) -> Fitted:
        """Make an object of what `save` wrote.

        Raises:
            ModelFileError: there is none, or it cannot be read.
        """
        path = folder / self.name
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if not all(isinstance(v, float) and self.is_valid(v) for v in values.values()):
                raise ValueError(f"not all of {values!r} are {self.valid}")
            return make(**values)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise ModelFileError(
                f"{path} is not a {self.kind} ({error!r}): reinstall the project, or fit one with "
                f"'{self.command}'"
            ) from error
