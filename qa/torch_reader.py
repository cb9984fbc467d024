"""Networks on PyTorch: the reference for the exported graphs, and what training measures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import torch
from transformers import AutoConfig, BertPreTrainedModel

from qa.model_files import load_description, load_state
from qa.reader import ReaderLogits
from qa.reader_network import ReaderNetwork
from qa.windows import WindowBatch

Network = TypeVar("Network", bound=BertPreTrainedModel)


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
        return ReaderLogits(found.starts.numpy(), found.ends.numpy())


def load_network(kind: type[Network], folder: Path, encoder_folder: Path) -> Network:
    """The network in `folder` with the encoder's weights, ready to run or to fine-tune.

    Raises:
        ModelFileError: its files are missing or not the ones described.
    """
    config = AutoConfig.from_pretrained(encoder_folder)  # nosec B615  # a folder
    config.hidden_dropout_prob = 0.0
    config.attention_probs_dropout_prob = 0.0
    network = kind(config)
    state = load_state(folder, encoder_folder)
    network.load_state_dict({key: torch.from_numpy(value) for key, value in state.items()})
    network.train(False)
    return network


def load_torch_reader(folder: Path, encoder_folder: Path) -> TorchReaderModel:
    """The reader in `folder` as a reader model."""
    network = load_network(ReaderNetwork, folder, encoder_folder)
    return TorchReaderModel(network, load_description(folder).name)
