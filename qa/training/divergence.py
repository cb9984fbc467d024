"""How far a reader is from its teachers."""

import torch
from torch.nn.functional import kl_div, log_softmax

from qa.reader_network import ReaderLogits

# The logit of tokens where no span may begin or end.
SHUT_OUT = -1e4


def divergence_from(
    taught: tuple[torch.Tensor, torch.Tensor],
    logits: ReaderLogits,
    allowed: torch.Tensor,
    temperature: float,
) -> torch.Tensor:
    """Kullback-Leibler divergence from the teachers, mean of start and end, shape (pairs,).

    Scaled by the square of the temperature, so that it weighs as much as at 1 (Hinton et al.).
    """
    sums = []
    for found, wanted in zip((logits.starts, logits.ends), taught, strict=True):
        ours, theirs = (
            log_softmax(scores.float().masked_fill(~allowed, SHUT_OUT) / temperature, dim=-1)
            for scores in (found, wanted)
        )
        sums.append(kl_div(ours, theirs, reduction="none", log_target=True).sum(dim=-1))
    return temperature**2 * (sums[0] + sums[1]) / 2
