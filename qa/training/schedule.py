"""Steps of training: the optimizer, and a learning rate that warms up and falls to zero."""

import math
from dataclasses import dataclass

import torch
from torch.optim.lr_scheduler import LambdaLR


@dataclass(frozen=True, slots=True)
class ScheduleOptions:
    """AdamW (Loshchilov and Hutter 2019); the rate warms up and falls linearly to zero."""

    batch_size: int = 32
    learning_rate: float = 1.5e-4
    warm_up_share: float = 0.06
    weight_decay: float = 0.01
    gradient_norm: float = 1.0


def make_optimizer(model: torch.nn.Module, options: ScheduleOptions) -> torch.optim.AdamW:
    """Of all weights that are trained; only matrices decay."""
    trained = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": options.weight_decay},
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=options.learning_rate, fused=True)


def make_schedule(
    optimizer: torch.optim.Optimizer, steps: int, options: ScheduleOptions
) -> LambdaLR:
    """The learning rate over so many steps."""
    return LambdaLR(
        optimizer, lambda step: learning_rate_factor(step, steps, options.warm_up_share)
    )


def learning_rate_factor(step: int, total: int, warm_up_share: float) -> float:
    """Share of the full learning rate, in [0, 1], at a step counted from 0."""
    warm_up = max(1, math.ceil(total * warm_up_share))
    return min((step + 1) / warm_up, max(0.0, (total - step) / max(1, total - warm_up)))


def take_step(
    loss: torch.Tensor,
    model: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    gradient_norm: float,
) -> None:
    """Go down the gradient of the loss once, with a gradient of at most this norm."""
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(model.parameters(), gradient_norm)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
