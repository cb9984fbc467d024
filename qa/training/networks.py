"""Networks to train: the encoder with fresh heads, as deep as it is or deeper."""

import copy
from pathlib import Path

import torch

from qa.reader_network import ReaderNetwork
from qa.torch_reader import Network


def open_network(kind: type[Network], encoder: Path, dropout: float = 0.0) -> Network:
    """The encoder in a folder with the fresh heads of a network of this kind, in float32.

    `dropout` is the probability after every layer and in attention.
    """
    network: Network = kind.from_pretrained(
        encoder,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        dtype=torch.float32,
    )
    return network


def deepen(network: ReaderNetwork, copies: int) -> None:
    """Put each layer `copies` times in a row.

    Copies of a trained layer begin closer to a trained network than fresh layers do (depth
    up-scaling, Kim et al. 2023).
    """
    # Copies share the configuration, through which the kind of attention is set.
    layers = [
        copy.deepcopy(layer, {id(network.config): network.config})
        for layer in network.bert.encoder.layer
        for _ in range(copies)
    ]
    network.bert.encoder.layer = torch.nn.ModuleList(layers)
    network.config.num_hidden_layers = len(layers)
