"""Export the packaged encoder to an ONNX graph; the only module of the index on PyTorch."""

import warnings
from pathlib import Path

import torch
from transformers import AutoModel
from transformers.utils import logging


class SentenceVectors(torch.nn.Module):
    """Mean of the token vectors, scaled to unit length (Reimers and Gurevych 2019)."""

    def __init__(self, trunk: torch.nn.Module) -> None:
        super().__init__()
        self.trunk = trunk

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Shape (batch, tokens) int64 twice to shape (batch, dimension) float32."""
        hidden = self.trunk(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(dim=1) / mask.sum(dim=1)
        return torch.nn.functional.normalize(mean, dim=1)


def export_encoder(folder: Path, target: Path) -> None:
    """Write the float32 graph of the model in `folder` to `target`."""
    # The pooling head that the report calls unexpected is not part of this model.
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    trunk = AutoModel.from_pretrained(folder, attn_implementation="eager", add_pooling_layer=False)
    model = SentenceVectors(trunk.eval())
    example = torch.ones((2, 8), dtype=torch.int64)
    with warnings.catch_warnings():
        # The exporter warns of its own deprecation and of shapes it takes as constants; the
        # parity test against sentence-transformers holds what matters.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (example, example),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={
                "input_ids": {0: "batch", 1: "tokens"},
                "attention_mask": {0: "batch", 1: "tokens"},
                "vectors": {0: "batch"},
            },
            opset_version=17,
            dynamo=False,
        )
