"""The reader on PyTorch: the reference for the exported graph, and what training measures."""

from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForQuestionAnswering

from qa.reader import Logits
from qa.reader_files import load_description, load_state
from qa.windows import WindowBatch


class TorchSpanModel:
    """An AutoModelForQuestionAnswering in float32."""

    def __init__(self, model: torch.nn.Module, name: str) -> None:
        self._model = model.eval()
        self._name = name

    @property
    def name(self) -> str:
        """Which weights these are."""
        return self._name

    def logits(self, batch: WindowBatch) -> tuple[Logits, Logits]:
        """Start and end logits, each of shape (windows, tokens), float32."""
        with torch.inference_mode():
            output = self._model(
                input_ids=torch.from_numpy(batch.token_ids),
                attention_mask=torch.from_numpy(batch.attention_mask),
                token_type_ids=torch.from_numpy(batch.token_types),
            )
        return output.start_logits.cpu().numpy(), output.end_logits.cpu().numpy()


def load_torch_model(folder: Path, encoder_folder: Path) -> torch.nn.Module:
    """The reader in `folder` with the encoder's word embeddings, ready to run or to fine-tune.

    Raises:
        ModelFileError: its files are missing or not the ones described.
    """
    config = AutoConfig.from_pretrained(encoder_folder)
    config.hidden_dropout_prob = 0.0
    config.attention_probs_dropout_prob = 0.0
    # Eager attention is what the exporter can trace.
    model: torch.nn.Module = AutoModelForQuestionAnswering.from_config(  # type: ignore[no-untyped-call]
        config, attn_implementation="eager"
    )
    state = load_state(folder, encoder_folder)
    model.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    return model.eval()


def load_torch_reader(folder: Path, encoder_folder: Path) -> TorchSpanModel:
    """The reader in `folder` as a span model."""
    return TorchSpanModel(load_torch_model(folder, encoder_folder), load_description(folder).name)
