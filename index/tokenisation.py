"""The WordPiece tokeniser that encoder and reader share, and padding of its ids."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ModelFileError


def load_tokenizer(folder: Path) -> Tokenizer:
    """The model's tokeniser without padding and truncation.

    Neither is ever set afterwards: a shared tokeniser whose settings change while another
    thread encodes raises "Already borrowed".
    """
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def boundary_ids(tokenizer: Tokenizer) -> tuple[int, int]:
    """Ids of the tokens that begin an input and that end each of its parts.

    Raises:
        ModelFileError: the tokeniser is not one of a BERT model.
    """
    classify, separate = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if classify is None or separate is None:
        raise ModelFileError("the tokeniser has no [CLS] and [SEP]: expected that of a BERT model")
    return classify, separate


def pad(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids padded with zeros and their mask, both of shape (rows, longest row)."""
    length = max(len(row) for row in rows)
    ids = np.zeros((len(rows), length), dtype=np.int64)
    mask = np.zeros_like(ids)
    for position, row in enumerate(rows):
        ids[position, : len(row)] = row
        mask[position, : len(row)] = 1
    return ids, mask
