"""Export the reader to an ONNX graph."""

import warnings
from pathlib import Path

import torch

from qa.torch_reader import load_torch_model

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")


class SpanLogits(torch.nn.Module):
    """Plain tensors out, as the exporter wants them."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Three int64 tensors of shape (windows, tokens) to two float32 ones."""
        output = self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )
        return output.start_logits, output.end_logits


def export_reader(folder: Path, encoder_folder: Path, target: Path) -> None:
    """Write the float32 graph of the reader in `folder` to `target`."""
    model = SpanLogits(load_torch_model(folder, encoder_folder)).eval()
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
