"""Attention for training on a CPU: in parts that fit its caches, recomputed going backward.

PyTorch's fused attention takes half of a training step on a CPU, nearly all of it going
backward; plain attention keeps scores of every layer and is bound by memory. Here the scores of a
few examples at a time are made, used and made again (Chen et al. 2016, "Training Deep Nets with
Sublinear Memory Cost").
"""

from typing import Any

import torch
from transformers import AttentionInterface
from transformers.masking_utils import AttentionMaskInterface, eager_mask

PARTED_ATTENTION = "parted"
# Scores that are made at once: four megabytes in bfloat16.
PART_SCORES = 2_000_000


class PartedAttention(torch.autograd.Function):
    """softmax(scale * Q K^T + bias) V over tensors of shape (examples, heads, tokens, features).

    `bias` has shape (examples, 1, 1, tokens).
    """

    @staticmethod
    def forward(
        ctx: Any,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        bias: torch.Tensor,
        scale: float,
    ) -> torch.Tensor:
        """The attended values, of the shape of `query`."""
        output = torch.empty_like(query)
        for part in _parts(query):
            shares = _shares(query[part], key[part], bias[part], scale)
            torch.matmul(shares, value[part], out=output[part])
        ctx.save_for_backward(query, key, value, bias, output)
        ctx.scale = scale
        return output

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Gradients of query, key and value."""
        query, key, value, bias, output = ctx.saved_tensors
        gradient = gradients[0].contiguous()
        wanted = [torch.empty_like(tensor) for tensor in (query, key, value)]
        for part in _parts(query):
            shares = _shares(query[part], key[part], bias[part], ctx.scale)
            wanted[2][part] = shares.transpose(-1, -2) @ gradient[part]
            slope = gradient[part] @ value[part].transpose(-1, -2)
            # The softmax's own gradient: each row's mean slope is what the output already holds.
            mean = (gradient[part].float() * output[part].float()).sum(-1, keepdim=True)
            slope.sub_(mean.to(slope.dtype)).mul_(shares).mul_(ctx.scale)
            wanted[0][part] = slope @ key[part]
            wanted[1][part] = slope.transpose(-1, -2) @ query[part]
        return (*wanted, None, None)


def use_parted_attention(model: Any) -> None:
    """Make a transformers model without attention dropout attend in parts."""
    AttentionInterface.register(PARTED_ATTENTION, _attend)
    AttentionMaskInterface.register(PARTED_ATTENTION, eager_mask)
    model.set_attn_implementation(PARTED_ATTENTION)


def _attend(
    _module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    **options: Any,
) -> tuple[torch.Tensor, None]:
    """The form in which transformers calls an attention."""
    if options.get("dropout"):
        raise ValueError(f"attention dropout is {options['dropout']}: it has to be 0 here")
    examples, _, tokens, features = query.shape
    if attention_mask is None:
        bias = torch.zeros((examples, 1, 1, tokens), dtype=query.dtype, device=query.device)
    else:
        # All queries of an example see the same keys, so one row of the mask is enough.
        bias = attention_mask[:, :, :1].to(query.dtype)
    scale = options.get("scaling") or features**-0.5
    heads = [tensor.contiguous() for tensor in (query, key, value)]
    attended: torch.Tensor = PartedAttention.apply(*heads, bias, scale)  # type: ignore[no-untyped-call]
    return attended.transpose(1, 2).contiguous(), None


def _parts(query: torch.Tensor) -> list[slice]:
    examples, heads, tokens, _ = query.shape
    size = max(1, PART_SCORES // (heads * tokens * tokens))
    return [slice(first, first + size) for first in range(0, examples, size)]


def _shares(
    query: torch.Tensor, key: torch.Tensor, bias: torch.Tensor, scale: float
) -> torch.Tensor:
    scores = query @ key.transpose(-1, -2)
    return torch.softmax(scores.mul_(scale).add_(bias), dim=-1)
