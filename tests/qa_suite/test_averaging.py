"""The average of readers."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from index.weights import encoder_folder
from qa.model_files import (
    SHIPPED_READER,
    WEIGHTS_NAME,
    WORD_EMBEDDINGS,
    load_description,
    load_state,
    save_model,
)
from qa.training.averaging import AveragingError, Share, average_readers


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped reader with every weight of its heads one larger."""
    folder = tmp_path_factory.mktemp("moved")
    state = load_state(SHIPPED_READER, encoder_folder())
    heads = {key: value + 1 for key, value in state.items() if "outputs" in key}
    save_model(folder, {**state, **heads}, encoder_folder(), "moved")
    return folder


def test_weights_are_averaged_by_share(moved: Path, tmp_path: Path) -> None:
    average_readers([Share(SHIPPED_READER, 0.3), Share(moved, 0.7)], tmp_path, "average")
    assert load_description(tmp_path).name == "average"
    before, after = (load_state(f, encoder_folder()) for f in (SHIPPED_READER, tmp_path))
    for key in ("qa_outputs.weight", "qa_outputs.bias"):
        np.testing.assert_allclose(after[key], before[key] + 0.7, atol=2e-3)
    np.testing.assert_array_equal(after[WORD_EMBEDDINGS], before[WORD_EMBEDDINGS])
    assert WORD_EMBEDDINGS not in load_file(tmp_path / WEIGHTS_NAME)


def test_shares_sum_to_one(moved: Path, tmp_path: Path) -> None:
    with pytest.raises(AveragingError, match=r"sum to 1\.25"):
        average_readers([Share(SHIPPED_READER, 0.5), Share(moved, 0.75)], tmp_path, "average")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", [float("nan"), 0.0, -0.5])
def test_every_share_is_above_zero(moved: Path, tmp_path: Path, share: float) -> None:
    with pytest.raises(AveragingError, match=f"{moved} is {share}: expected above 0"):
        average_readers([Share(SHIPPED_READER, 0.5), Share(moved, share)], tmp_path, "a")
    assert list(tmp_path.iterdir()) == []


def test_another_network_is_refused_by_name(moved: Path, tmp_path: Path) -> None:
    state = load_state(SHIPPED_READER, encoder_folder())
    del state["qa_outputs.bias"]
    other = tmp_path / "other"
    save_model(other, state, encoder_folder(), "other")
    with pytest.raises(AveragingError, match="other"):
        average_readers([Share(moved, 0.5), Share(other, 0.5)], tmp_path / "out", "average")
    assert not (tmp_path / "out").exists()
