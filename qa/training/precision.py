"""Number formats of training."""

import contextlib
from contextlib import AbstractContextManager
from typing import Any, Literal

import torch

Precision = Literal["float32", "bfloat16"]
NAMED: dict[str, Precision] = {"float32": "float32", "bfloat16": "bfloat16"}


def choose_precision(wanted: str, device: str) -> Precision:
    """The format that is named; "auto" is bfloat16 where the device is faster at it than float32.

    A CPU without AMX or avx512_bf16 takes four to six times as long for bfloat16.

    Raises:
        ValueError: there is no format of that name.
    """
    if wanted in NAMED:
        return NAMED[wanted]
    if wanted != "auto":
        raise ValueError(f"precision {wanted!r}: expected auto, float32 or bfloat16")
    kind = torch.device(device).type
    if kind == "cpu":
        fast = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    else:
        fast = kind == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
    return "bfloat16" if fast else "float32"


def use_threads(count: int) -> None:
    """Compute with so many threads on a CPU."""
    torch.set_num_threads(count)


def computing(precision: Precision, device: str) -> AbstractContextManager[Any]:
    """Products in the given format; weights stay in float32."""
    if precision == "float32":
        return contextlib.nullcontext()
    return torch.autocast(torch.device(device).type, torch.bfloat16)
