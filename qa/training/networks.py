"""Networks to train: the encoder with fresh heads, as deep as it is or deeper."""

import copy
from pathlib import Path

import torch

from qa.reader_network import ReaderNetwork


def open_network(encoder: Path, dropout: float, copies: int) -> ReaderNetwork:
    """The encoder in a folder with each layer `copies` times in a row, in float32.

    Copies of a trained layer begin closer to a trained network than fresh layers do (depth
    up-scaling, Kim et al. 2023). `dropout` is the probability after every layer and in attention.
    """
    model: ReaderNetwork = ReaderNetwork.from_pretrained(
        encoder,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=dropout,
        dtype=torch.float32,
    )
    # Copies share the configuration, through which the kind of attention is set.
    layers = [
        copy.deepcopy(layer, {id(model.config): model.config})
        for layer in model.bert.encoder.layer
        for _ in range(copies)
    ]
    model.bert.encoder.layer = torch.nn.ModuleList(layers)
    model.config.num_hidden_layers = len(layers)
    return model
