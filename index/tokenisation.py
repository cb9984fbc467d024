"""The WordPiece tokeniser that encoder and reader share, and padding of its ids."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.engine import ATTENTION_MASK, TOKEN_IDS, EngineInputs
from index.errors import ModelFileError

# An engine prepares itself for every new shape of its inputs, which takes longer than the tokens
# that rounding adds; matrix units take 16 rows at a time.
ENGINE_STEP = 16


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


def encoder_inputs(tokens: Sequence[Sequence[int]], marks: tuple[int, int]) -> EngineInputs:
    """Texts' token ids, between the marks that begin and end an input, for the encoder."""
    classify, separate = marks
    ids, mask = pad([[classify, *row, separate] for row in tokens], ENGINE_STEP)
    return {TOKEN_IDS: ids, ATTENTION_MASK: mask}


def rounded_up(length: int, step: int) -> int:
    """The smallest multiple of `step` that is not below `length`."""
    return length + -length % step


def pad(
    rows: Sequence[Sequence[int]], step: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids padded with zeros and their mask, both of shape (rows, tokens).

    The number of tokens is the longest row's, rounded up to a multiple of `step`.
    """
    length = rounded_up(max(len(row) for row in rows), step)
    ids = np.zeros((len(rows), length), dtype=np.int64)
    mask = np.zeros_like(ids)
    for position, row in enumerate(rows):
        ids[position, : len(row)] = row
        mask[position, : len(row)] = 1
    return ids, mask
