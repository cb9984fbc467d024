"""Follow-ups on a device, from which the term head learns while the reader learns spans."""

import numpy as np
import torch

from qa.reader_network import ReaderNetwork
from qa.training.follow_ups import UNLABELLED
from qa.training.pairs import Rows, batches_by_length
from qa.training.pool import TermPool
from qa.training.reader_training import term_loss


class DeviceTerms:
    """All follow-ups of a pool, padded to the longest."""

    def __init__(self, pool: TermPool, device: str) -> None:
        self._lengths = pool.tokens.lengths
        shape = (len(self._lengths), int(self._lengths.max(initial=1)))
        within = np.arange(shape[1])[None, :] < self._lengths[:, None]
        ids = np.zeros(shape, np.int64)
        ids[within] = pool.tokens.values
        labels = np.full(shape, UNLABELLED, np.int64)
        labels[within] = pool.labels
        types = within & (np.arange(shape[1])[None, :] >= pool.question_tokens[:, None] + 2)
        self._ids, self._mask, self._types, self._labels = (
            torch.from_numpy(np.ascontiguousarray(array, dtype=np.int64)).to(device)
            for array in (ids, within, types, labels)
        )

    def __len__(self) -> int:
        return len(self._lengths)

    def batches(self, batch_size: int, generator: np.random.Generator) -> list[Rows]:
        """Shuffled batches of rows of similar lengths."""
        return batches_by_length(self._lengths, batch_size, generator)

    def loss(self, model: ReaderNetwork, rows: Rows) -> torch.Tensor:
        """Mean loss of the term head over the rows' labelled words."""
        length = int(self._lengths[rows].max())
        index = torch.from_numpy(rows).to(self._ids.device)
        ids, mask, types, labels = (
            tensor[index, :length] for tensor in (self._ids, self._mask, self._types, self._labels)
        )
        return term_loss(model.read(ids, mask, types), labels)
