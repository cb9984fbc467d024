"""Which kind of FAISS index holds how many vectors, in one place."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VectorOptions:
    """Up to `exact_up_to` vectors all of them are compared, as they are ("Flat").

    More are put into about `lists_per_root` lists for each unit of the square root of their
    number, with 8 bits a dimension ("IVF4096,SQ8"); a search reads the `probes` nearest lists.
    k-means finds the lists on `samples_per_list` vectors for each. Found lists are used again
    until the vectors need `retraining_factor` times as many, or as few: they may then be 16 times
    as many as at the training. `python -m bench.vectors` measured what these cost and recall.
    """

    exact_up_to: int = 50_000
    lists_per_root: float = 4.0
    probes: int = 128
    samples_per_list: int = 40
    retraining_factor: int = 4

    def lists(self, count: int) -> int:
        """How many lists fit so many vectors, a power of two; 0 for the exact index."""
        if count <= self.exact_up_to:
            return 0
        return 1 << round(math.log2(max(1.0, self.lists_per_root * math.sqrt(count))))

    def serves(self, lists: int, count: int) -> bool:
        """Whether an index of so many lists, 0 for an exact one, can be used for `count` vectors.

        Lists stay until half of the vectors that they begin at are left, so that a collection
        around that size does not change its kind with each document.
        """
        wanted = self.lists(count)
        if lists == 0 or wanted == 0:
            return lists == wanted or (lists > 0 and 2 * count > self.exact_up_to)
        return max(lists, wanted) < self.retraining_factor * min(lists, wanted)
