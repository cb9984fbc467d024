"""What tests of training examples draw with."""

import random
from collections.abc import Sequence

from index.encoder import Vectors


def seeded(seed: int) -> random.Random:
    """A generator that draws the same again."""
    return random.Random(seed)  # noqa: S311


def refused(texts: Sequence[str]) -> Vectors:
    """An encoder for draws that encode nothing."""
    raise AssertionError(f"nothing is to be retrieved, but {len(texts)} texts were encoded")
