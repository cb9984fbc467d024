"""Pairs and what teachers say of them, held on the device, where batches are put together."""

from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray

from qa.training.features import SPECIAL_TOKENS
from qa.training.pairs import Pairs

# A multiple of the length suits the device's matrix units.
LENGTH_STEP = 8


@dataclass(frozen=True, slots=True)
class PairBatch:
    """Tensors of shape (pairs, tokens), and labels of shape (pairs,).

    `allowed` is true where a span may begin or end: in the window, and at [CLS] for no answer.
    """

    token_ids: torch.Tensor
    attention_mask: torch.Tensor
    token_types: torch.Tensor
    allowed: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor


class DeviceTexts:
    """All tokens of a pool on a device."""

    def __init__(
        self,
        asked: NDArray[np.uint16],
        contexts: NDArray[np.uint16],
        marks: tuple[int, int],
        device: str,
    ) -> None:
        self._asked, self._contexts = (
            torch.from_numpy(tokens.astype(np.int32)).to(device) for tokens in (asked, contexts)
        )
        self._classify, self._separate = marks
        self.device = device

    def rows(self, pairs: Pairs) -> torch.Tensor:
        """The pairs' columns on the device, shape (pairs, 6), int64."""
        columns = np.stack([getattr(pairs, field.name) for field in fields(Pairs)], axis=1)
        return torch.from_numpy(columns).to(self.device)

    def batch(self, rows: torch.Tensor, longest: int) -> PairBatch:
        """Inputs of rows of which the longest has so many tokens."""
        length = longest + -longest % LENGTH_STEP
        asked_begin, asked_length, window_begin, window_length, starts, ends = rows.unbind(1)
        place = torch.arange(length, device=rows.device)[None, :]
        window_place = place - (asked_length + 2)[:, None]
        in_question = (place >= 1) & (place <= asked_length[:, None])
        in_window = (window_place >= 0) & (window_place < window_length[:, None])
        total = (asked_length + window_length + SPECIAL_TOKENS)[:, None]
        ids = torch.where(
            in_question,
            self._asked[((asked_begin[:, None] + place - 1) * in_question)],
            self._contexts[((window_begin[:, None] + window_place) * in_window)] * in_window,
        )
        ends_part = (place == asked_length[:, None] + 1) | (place == total - 1)
        ids = ids.masked_fill(ends_part, self._separate).masked_fill(place == 0, self._classify)
        within = place < total
        types = ((window_place >= 0) & within).long()
        return PairBatch(ids.long(), within.long(), types, in_window | (place == 0), starts, ends)


class TeacherScores:
    """Start and end logits for every token of every pair, float16."""

    def __init__(self, lengths: NDArray[np.int64], device: str) -> None:
        bounds = np.concatenate([[0], np.cumsum(lengths)])
        self._bounds = torch.from_numpy(bounds).to(device)
        # The last place is where padding goes.
        self._scores = torch.zeros((int(bounds[-1]) + 1, 2), dtype=torch.float16, device=device)

    def add(self, places: torch.Tensor, starts: torch.Tensor, ends: torch.Tensor) -> None:
        """Add logits of shape (pairs, tokens) to those of the pairs at these places."""
        index = self._index(places, starts.shape[1])
        self._scores[index] += torch.stack([starts, ends], dim=-1).half()

    def divide(self, count: int) -> None:
        """Divide all sums, so that they are means."""
        self._scores /= count

    def of(self, places: torch.Tensor, length: int) -> tuple[torch.Tensor, torch.Tensor]:
        """The sums that were added, padded to so many tokens, float32."""
        scores = self._scores[self._index(places, length)].float()
        return scores[..., 0], scores[..., 1]

    def _index(self, places: torch.Tensor, length: int) -> torch.Tensor:
        place = torch.arange(length, device=places.device)[None, :]
        index = self._bounds[places][:, None] + place
        return torch.where(index < self._bounds[places + 1][:, None], index, len(self._scores) - 1)
