"""The reader's files: what is written is read back, and anything else is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.errors import ModelFileError
from index.weights import encoder_folder
from qa.assembly import open_reader
from qa.reader_files import (
    DESCRIPTION_NAME,
    EMBEDDINGS_HERE,
    EMBEDDINGS_THERE,
    SHIPPED_READER,
    WEIGHTS_NAME,
    State,
    load_description,
    load_state,
    save_reader,
)

HALF_PRECISION = 2.0**-11
Damage = Callable[[Path], object]


def small_state() -> State:
    """Weights of usual sizes, and embeddings that must not be written."""
    generator = np.random.default_rng(5)
    return {
        "layer.weight": generator.normal(size=(7, 3)).astype(np.float32),
        "layer.bias": generator.uniform(0.01, 1, size=7).astype(np.float32),
        EMBEDDINGS_HERE: np.full((2, 2), 9, dtype=np.float32),
    }


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with the files of a small reader."""
    save_reader(tmp_path / "reader", small_state(), "small")
    return tmp_path / "reader"


def test_weights_are_read_back_in_half_precision(saved: Path) -> None:
    loaded = load_state(saved, encoder_folder())
    for key in ("layer.weight", "layer.bias"):
        assert loaded[key].dtype == np.float32
        np.testing.assert_allclose(loaded[key], small_state()[key], rtol=HALF_PRECISION, atol=1e-7)


def test_word_embeddings_come_from_the_encoder(saved: Path) -> None:
    assert EMBEDDINGS_HERE not in load_file(saved / WEIGHTS_NAME)
    embeddings = load_file(encoder_folder() / WEIGHTS_NAME)[EMBEDDINGS_THERE]
    np.testing.assert_array_equal(load_state(saved, encoder_folder())[EMBEDDINGS_HERE], embeddings)


def test_saving_what_was_loaded_gives_the_same_file(saved: Path, tmp_path: Path) -> None:
    again = save_reader(tmp_path / "again", load_state(saved, encoder_folder()), "small")
    assert again == load_description(saved)


def test_the_description_names_the_reader(saved: Path) -> None:
    assert load_description(saved).name == "small"


def test_the_shipped_reader_is_whole() -> None:
    state = load_state(SHIPPED_READER, encoder_folder())
    assert all(np.isfinite(weights).all() for weights in state.values())
    assert {"qa_outputs.weight", "qa_outputs.bias"} <= set(state)


def flip_a_byte(folder: Path) -> None:
    path = folder / WEIGHTS_NAME
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


DAMAGES = [
    pytest.param(flip_a_byte, WEIGHTS_NAME, id="a flipped bit"),
    pytest.param(lambda f: (f / WEIGHTS_NAME).write_bytes(b""), WEIGHTS_NAME, id="empty weights"),
    pytest.param(lambda f: (f / WEIGHTS_NAME).unlink(), WEIGHTS_NAME, id="no weights"),
    pytest.param(lambda f: (f / DESCRIPTION_NAME).unlink(), DESCRIPTION_NAME, id="no description"),
    pytest.param(
        lambda f: (f / DESCRIPTION_NAME).write_text(""), DESCRIPTION_NAME, id="empty description"
    ),
    pytest.param(
        lambda f: (f / DESCRIPTION_NAME).write_text("[1]"), DESCRIPTION_NAME, id="not an object"
    ),
    pytest.param(
        lambda f: (f / DESCRIPTION_NAME).write_text('{"name": "x"}'),
        DESCRIPTION_NAME,
        id="no hash",
    ),
    pytest.param(
        lambda f: (f / DESCRIPTION_NAME).write_bytes(b"\xff\xfe"), DESCRIPTION_NAME, id="not UTF-8"
    ),
]


@pytest.mark.parametrize(("damage", "named"), DAMAGES)
def test_damaged_files_are_refused_by_name(saved: Path, damage: Damage, named: str) -> None:
    damage(saved)
    with pytest.raises(ModelFileError, match=named):
        load_state(saved, encoder_folder())


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="nowhere"):
        open_reader(tmp_path / "nowhere")
