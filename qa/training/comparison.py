"""A question's passages compared: one loss over the spans of all of them.

Windows that are read alone learn only whether each answers. Asked of several, a question is
answered from the one with the largest margin, so here the margins of all spans compete with each
other and with "no answer", whose margin is 0 (shared normalisation, Clark and Gardner 2018).
"""

import torch

from qa.reader_network import ReaderLogits
from qa.training.divergence import SHUT_OUT

# In a row of places, where a question has no further window.
NO_WINDOW = -1


def compared_loss(
    logits: ReaderLogits,
    passages: torch.Tensor,
    starts: torch.Tensor,
    ends: torch.Tensor,
    places: torch.Tensor,
) -> torch.Tensor:
    """Negative log probability of the answer among all spans of a question's windows.

    Args:
        logits: of shape (windows, tokens).
        passages: bool, of the same shape: where a span may begin or end.
        starts: of shape (windows,), int64: the answer's first token; 0 for no answer.
        ends: of the same shape: its last token.
        places: of shape (questions, most windows), int64: each question's windows, the one that
            may hold the answer first, and `NO_WINDOW` after the last.

    Returns:
        Shape (questions,), halved, so that it weighs as the mean of a start's and an end's loss.
    """
    first, last = (
        scores.float().masked_fill(~passages, SHUT_OUT) for scores in (logits.starts, logits.ends)
    )
    nothing = (logits.starts[:, 0] + logits.ends[:, 0]).float()
    # The sum over all pairs of a start and an end; those in the wrong order hardly count.
    spans = torch.logsumexp(first, dim=1) + torch.logsumexp(last, dim=1) - nothing
    own = places[:, 0]
    told = first[own, starts[own]] + last[own, ends[own]] - nothing[own]
    right = torch.where(starts[own] > 0, told, torch.zeros_like(told))
    missing = places == NO_WINDOW
    rivals = spans[places.clamp(min=0)].masked_fill(missing, SHUT_OUT)
    silence = torch.zeros_like(rivals[:, :1])
    return (torch.logsumexp(torch.cat([silence, rivals], dim=1), dim=1) - right) / 2
