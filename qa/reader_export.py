"""Export the reader to an ONNX graph."""

import warnings
from pathlib import Path

import torch

from qa.reader_network import ReaderNetwork
from qa.torch_reader import load_torch_model

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits", "term_logits")


class PlainLogits(torch.nn.Module):
    """Plain tensors out, as the exporter wants them."""

    def __init__(self, network: ReaderNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, token_ids: torch.Tensor, attention_mask: torch.Tensor, token_types: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Three int64 tensors of shape (windows, tokens) to three float32 ones."""
        logits = self.network.read(token_ids, attention_mask, token_types)
        return logits.starts, logits.ends, logits.terms


def export_reader(folder: Path, encoder_folder: Path, target: Path) -> None:
    """Write the float32 graph of the reader in `folder` to `target`."""
    network = load_torch_model(folder, encoder_folder)
    # Eager attention is what the exporter can trace.
    network.set_attn_implementation("eager")
    model = PlainLogits(network).eval()
    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "windows", 1: "tokens"}
    with warnings.catch_warnings():
        # The exporter warns of its own deprecation and of shapes it takes as constants; the
        # parity test against PyTorch holds what matters.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (example, example, example),
            str(target),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=dict.fromkeys((*INPUTS, *OUTPUTS), axes),
            opset_version=17,
            dynamo=False,
        )
