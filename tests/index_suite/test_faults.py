"""Every fault is refused in words, loses nothing, and can be got over."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_scenarios import SCENARIOS, NotPossibleError, Scenario

SLOW = ("flipped bits", "two writers at once")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach, unlike pytest's."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: S103
        yield Path(folder)


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(s, id=s.name, marks=[pytest.mark.slow] if s.name.endswith(SLOW) else [])
        for s in SCENARIOS
    ],
)
def test_nothing_is_lost(scenario: Scenario, open_folder: Path) -> None:
    try:
        assert scenario.run(open_folder / "index")
    except NotPossibleError as reason:
        pytest.skip(str(reason))
