"""The reader on PyTorch: the reference for the exported graph, and what training measures."""

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoConfig

from qa.reader import ReaderLogits
from qa.reader_files import load_description, load_state
from qa.reader_network import ReaderNetwork
from qa.windows import WindowBatch


class TorchReaderModel:
    """A `ReaderNetwork` in float32."""

    parallel = 1

    def __init__(self, network: ReaderNetwork, name: str) -> None:
        self._network = network
        self._name = name

    @property
    def name(self) -> str:
        """Which weights these are."""
        return self._name

    def logits(self, batches: Sequence[WindowBatch]) -> list[ReaderLogits]:
        """The logits of each batch."""
        return [self._read(batch) for batch in batches]

    def _read(self, batch: WindowBatch) -> ReaderLogits:
        with torch.inference_mode():
            found = self._network.read(
                torch.from_numpy(batch.token_ids),
                torch.from_numpy(batch.attention_mask),
                torch.from_numpy(batch.token_types),
            )
        return ReaderLogits(found.starts.numpy(), found.ends.numpy(), found.terms.numpy())


def load_torch_model(folder: Path, encoder_folder: Path) -> ReaderNetwork:
    """The reader in `folder` with the encoder's word embeddings, ready to run or to fine-tune.

    Raises:
        ModelFileError: its files are missing or not the ones described.
    """
    config = AutoConfig.from_pretrained(encoder_folder)  # nosec B615  # a folder
    config.hidden_dropout_prob = 0.0
    config.attention_probs_dropout_prob = 0.0
    model = ReaderNetwork(config)
    state = load_state(folder, encoder_folder)
    model.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    model.train(False)
    return model


def load_torch_reader(folder: Path, encoder_folder: Path) -> TorchReaderModel:
    """The reader in `folder` as a reader model."""
    return TorchReaderModel(load_torch_model(folder, encoder_folder), load_description(folder).name)
