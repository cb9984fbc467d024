"""Attention in parts, against PyTorch's own and against transformers'."""

import numpy as np
import pytest
import torch

from index.weights import encoder_folder
from qa.training import attention
from qa.training.attention import PartedAttention, use_parted_attention
from qa.training.precision import choose_precision, computing
from qa.training.reader_training import load_trunk

SHAPES = [
    pytest.param((1, 2, 3, 4), id="tiny"),
    pytest.param((5, 3, 17, 8), id="uneven parts"),
    pytest.param((4, 12, 32, 32), id="like the reader"),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("part_scores", [1, 2_000, 2_000_000])
def test_values_and_gradients_are_those_of_pytorch(
    shape: tuple[int, ...], part_scores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "PART_SCORES", part_scores)
    torch.manual_seed(3)
    tensors = [torch.randn(shape, dtype=torch.float64, requires_grad=True) for _ in range(3)]
    bias = torch.zeros((shape[0], 1, 1, shape[2]), dtype=torch.float64)
    bias[0, :, :, shape[2] // 2 :] = -1e4
    weights = torch.randn(shape, dtype=torch.float64)
    results = []
    for parted in (True, False):
        if parted:
            output = PartedAttention.apply(*tensors, bias, 0.3)
        else:
            output = torch.nn.functional.scaled_dot_product_attention(
                *tensors, attn_mask=bias, scale=0.3
            )
        gradients = torch.autograd.grad((output * weights).sum(), tensors)
        results.append([output, *gradients])
    for ours, theirs in zip(*results, strict=True):
        # The mean slope is made in float32, as training has it.
        np.testing.assert_allclose(ours.detach(), theirs.detach(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("precision", "tolerance"), [("float32", 1e-4), ("bfloat16", 0.15)])
def test_the_network_reads_as_with_plain_attention(precision: str, tolerance: float) -> None:
    network = load_trunk(encoder_folder())
    token_ids = torch.randint(1_000, 20_000, (3, 40), generator=torch.Generator().manual_seed(5))
    mask = torch.ones_like(token_ids)
    mask[1, 25:] = 0
    types = torch.zeros_like(token_ids)
    types[:, 10:] = 1
    network.set_attn_implementation("eager")
    with torch.inference_mode():
        expected = network.read(token_ids, mask, types).starts
        use_parted_attention(network)
        with computing(choose_precision(precision, "cpu"), "cpu"):
            found = network.read(token_ids, mask, types).starts.float()
    kept = mask.bool()
    np.testing.assert_allclose(found[kept], expected[kept], atol=tolerance)


def test_attention_dropout_is_refused() -> None:
    network = load_trunk(encoder_folder()).train()
    use_parted_attention(network)
    for layer in network.bert.encoder.layer:
        layer.attention.self.dropout.p = 0.1
    token_ids = torch.full((1, 4), 1_000)
    with pytest.raises(ValueError, match=r"0\.1"):
        network.read(token_ids, torch.ones_like(token_ids), torch.ones_like(token_ids))


def test_formats_are_named() -> None:
    assert choose_precision("float32", "cpu") == "float32"
    assert choose_precision("auto", "cpu") in ("float32", "bfloat16")
    with pytest.raises(ValueError, match="float16"):
        choose_precision("float16", "cpu")
