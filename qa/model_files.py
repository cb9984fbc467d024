"""The files of the networks that ship: what they are, how they are read and written.

Weights that are the encoder's own, because training left them as they were, come from its package;
the others ship as float16 and are widened to float32 when they are loaded.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import load_file, save

from index.errors import ModelFileError
from index.files import write_atomically, write_text_atomically
from index.weights import file_sha256

MODELS = Path(__file__).parent / "models"
SHIPPED_READER = MODELS / "reader"
SHIPPED_FOLLOW_UPS = MODELS / "follow_ups"
WEIGHTS_NAME = "model.safetensors"
DESCRIPTION_NAME = "model.json"
# Before the names of the encoder's weights in a network that is built on them.
TRUNK = "bert."
WORD_EMBEDDINGS = f"{TRUNK}embeddings.word_embeddings.weight"
# What the encoder's file holds and no network on it has.
UNUSED = ("pooler.", "embeddings.position_ids")

State = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class ModelDescription:
    """Name of a network and the SHA-256 of its weights file."""

    name: str
    weights_sha256: str


def save_model(folder: Path, state: State, encoder_folder: Path, name: str) -> ModelDescription:
    """Write the weights that ship, then the description that names their hash."""
    theirs = encoder_state(encoder_folder)
    half = {
        key: value.astype(np.float16)
        for key, value in state.items()
        if key not in theirs or not np.array_equal(value, theirs[key])
    }
    write_atomically(folder / WEIGHTS_NAME, lambda aside: aside.write_bytes(save(half)))
    description = ModelDescription(name, file_sha256(folder / WEIGHTS_NAME))
    text = json.dumps(asdict(description), indent=2) + "\n"
    write_text_atomically(folder / DESCRIPTION_NAME, text)
    return description


def load_description(folder: Path) -> ModelDescription:
    """The description of the network in a folder.

    Raises:
        ModelFileError: there is none, or it cannot be read.
    """
    path = folder / DESCRIPTION_NAME
    try:
        return ModelDescription(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelFileError(
            f"{path} is not a network's description ({error!r}): reinstall the project or train "
            "one with 'qa train'"
        ) from error


def load_state(folder: Path, encoder_folder: Path) -> State:
    """All weights as float32, those of the encoder included.

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
    return {**encoder_state(encoder_folder, without=frozenset(state)), **state}


def encoder_state(encoder_folder: Path, without: frozenset[str] = frozenset()) -> State:
    """The encoder's weights as float32, by their names in a network that is built on it."""
    with safe_open(encoder_folder / WEIGHTS_NAME, framework="numpy") as weights:
        names = [key for key in weights.keys() if not key.startswith(UNUSED)]  # noqa: SIM118
        return {
            TRUNK + key: weights.get_tensor(key).astype(np.float32)
            for key in names
            if TRUNK + key not in without
        }
