"""The WordPiece tokeniser that encoder and reader share, and padding of its ids."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.engine import ATTENTION_MASK, TOKEN_IDS, EngineInputs
from index.errors import ModelFileError

# An engine prepares itself for every new shape of its inputs, which takes longer than the tokens
# that rounding adds. Texts of a few words are many at a time, so that their padding would cost.
LONG_STEP, SHORT_STEP, SHORT_TOKENS = 16, 4, 16


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
    ids, mask = pad_for_engine([[classify, *row, separate] for row in tokens])
    return {TOKEN_IDS: ids, ATTENTION_MASK: mask}


def engine_length(tokens: int) -> int:
    """To how many tokens a row is padded for an engine, so that few shapes occur."""
    return tokens + -tokens % (SHORT_STEP if tokens <= SHORT_TOKENS else LONG_STEP)


def pad_for_engine(
    rows: Sequence[Sequence[int]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """As `pad`, to the length for an engine."""
    return pad(rows, engine_length(max(len(row) for row in rows)))


def pad(
    rows: Sequence[Sequence[int]], length: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token ids padded with zeros and their mask, both of shape (rows, tokens).

    `length` is that of the longest row when it is not given.
    """
    if length is None:
        length = max(len(row) for row in rows)
    ids = np.zeros((len(rows), length), dtype=np.int64)
    mask = np.zeros_like(ids)
    for position, row in enumerate(rows):
        ids[position, : len(row)] = row
        mask[position, : len(row)] = 1
    return ids, mask
