"""The networks' files: what is written is read back, and anything else is refused."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.errors import ModelFileError
from index.weights import encoder_folder
from qa.assembly import open_reader
from qa.head import FOLLOW_UPS, SPANS, Head
from qa.model_files import (
    DESCRIPTION_NAME,
    MODELS,
    SHIPPED_FOLLOW_UPS,
    SHIPPED_READER,
    TRUNK,
    WEIGHTS_NAME,
    State,
    encoder_state,
    load_description,
    load_state,
    save_model,
)

HALF_PRECISION = 2.0**-11
LARGEST_SHIPPED = 35_000_000
SHIPPED = [
    pytest.param(SHIPPED_READER, SPANS, id="reader"),
    pytest.param(SHIPPED_FOLLOW_UPS, FOLLOW_UPS, id="follow-ups"),
]
Damage = Callable[[Path], object]


def small_state() -> State:
    """Weights of usual sizes, and those of the encoder, which must not be written."""
    generator = np.random.default_rng(5)
    return {
        **encoder_state(encoder_folder()),
        "layer.weight": generator.normal(size=(7, 3)).astype(np.float32),
        "layer.bias": generator.uniform(0.01, 1, size=7).astype(np.float32),
    }


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with the files of a small reader."""
    save_model(tmp_path / "reader", small_state(), encoder_folder(), "small")
    return tmp_path / "reader"


def test_weights_are_read_back_in_half_precision(saved: Path) -> None:
    loaded = load_state(saved, encoder_folder())
    for key in ("layer.weight", "layer.bias"):
        assert loaded[key].dtype == np.float32
        np.testing.assert_allclose(loaded[key], small_state()[key], rtol=HALF_PRECISION, atol=1e-7)


def test_weights_of_the_encoder_come_from_its_package(saved: Path) -> None:
    assert set(load_file(saved / WEIGHTS_NAME)) == {"layer.weight", "layer.bias"}
    encoder = load_file(encoder_folder() / WEIGHTS_NAME)
    loaded = load_state(saved, encoder_folder())
    for key in ("embeddings.word_embeddings.weight", "encoder.layer.5.output.dense.bias"):
        np.testing.assert_array_equal(loaded[f"{TRUNK}{key}"], encoder[key])
    assert not any("pooler" in key for key in loaded)


def test_weights_that_differ_from_the_encoders_are_written(tmp_path: Path) -> None:
    key = f"{TRUNK}encoder.layer.5.output.dense.bias"
    state = small_state()
    state[key] = state[key] + 1
    save_model(tmp_path, state, encoder_folder(), "moved")
    np.testing.assert_allclose(
        load_state(tmp_path, encoder_folder())[key], state[key], rtol=HALF_PRECISION
    )


def test_saving_what_was_loaded_gives_the_same_file(saved: Path, tmp_path: Path) -> None:
    state = load_state(saved, encoder_folder())
    again = save_model(tmp_path / "again", state, encoder_folder(), "small")
    assert again == load_description(saved)


def test_the_description_names_the_reader(saved: Path) -> None:
    assert load_description(saved).name == "small"


@pytest.mark.parametrize(("folder", "head"), SHIPPED)
def test_the_shipped_networks_are_whole(folder: Path, head: Head) -> None:
    state = load_state(folder, encoder_folder())
    assert all(np.isfinite(weights).all() for weights in state.values())
    heads = {key for key in state if not key.startswith(TRUNK)}
    assert heads == {f"{head.layer}.weight", f"{head.layer}.bias"}


def test_what_ships_is_small() -> None:
    files = [path for path in MODELS.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < LARGEST_SHIPPED


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
