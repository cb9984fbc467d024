"""The shipped reader's files: what they are, how they are read and written.

Word embeddings are the encoder's own, frozen in training, and come from its package; the
other weights ship as float16 and are widened to float32 when they are loaded.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save

from index.errors import ModelFileError
from index.files import write_atomically, write_text_atomically
from index.weights import file_sha256

SHIPPED_READER = Path(__file__).parent / "models" / "reader"
WEIGHTS_NAME = "model.safetensors"
DESCRIPTION_NAME = "reader.json"
EMBEDDINGS_HERE = "bert.embeddings.word_embeddings.weight"
EMBEDDINGS_THERE = "embeddings.word_embeddings.weight"

State = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class ReaderDescription:
    """Name of the model and the SHA-256 of its weights file."""

    name: str
    weights_sha256: str


def save_reader(folder: Path, state: State, name: str) -> ReaderDescription:
    """Write the weights that ship, then the description that names their hash."""
    half = {key: value.astype(np.float16) for key, value in state.items() if key != EMBEDDINGS_HERE}
    write_atomically(folder / WEIGHTS_NAME, lambda aside: aside.write_bytes(save(half)))
    description = ReaderDescription(name, file_sha256(folder / WEIGHTS_NAME))
    text = json.dumps(asdict(description), indent=2) + "\n"
    write_text_atomically(folder / DESCRIPTION_NAME, text)
    return description


def load_description(folder: Path) -> ReaderDescription:
    """The description of the reader in a folder.

    Raises:
        ModelFileError: there is none, or it cannot be read.
    """
    path = folder / DESCRIPTION_NAME
    try:
        return ReaderDescription(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelFileError(
            f"{path} is not a reader's description ({error!r}): reinstall the project or train "
            "one with 'qa train reader'"
        ) from error


def load_state(folder: Path, encoder_folder: Path) -> State:
    """All weights as float32, word embeddings included.

    Raises:
        ModelFileError: the weights are not the ones that the description names.
    """
    path = folder / WEIGHTS_NAME
    expected = load_description(folder).weights_sha256
    found = file_sha256(path) if path.exists() else "no file"
    if found != expected:
        raise ModelFileError(
            f"{path}: expected SHA-256 {expected}, found {found}: reinstall the project"
        )
    state = {key: value.astype(np.float32) for key, value in load_file(path).items()}
    embeddings = load_file(encoder_folder / WEIGHTS_NAME)[EMBEDDINGS_THERE]
    return {**state, EMBEDDINGS_HERE: embeddings.astype(np.float32)}
