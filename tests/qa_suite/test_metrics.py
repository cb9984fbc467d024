"""Metrics of several processes that serve together."""

import os
import subprocess
import sys
from pathlib import Path

from qa.service.options import SHARED_METRICS_VARIABLE

COUNTING = """
from qa.service.metrics import Metrics
metrics = Metrics()
metrics.waiting.set(3)
metrics.count_lookup(True)
metrics.index_version.set(7)
print(metrics.exposition().decode())
"""


def counted(folder: Path) -> dict[str, float]:
    """What a further process shows after it counted."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTING],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, SHARED_METRICS_VARIABLE: str(folder)},
    )
    lines = [line for line in done.stdout.splitlines() if line and line[0] != "#"]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_processes_count_together_and_the_dead_wait_no_more(tmp_path: Path) -> None:
    first, second = counted(tmp_path), counted(tmp_path)
    hits = 'qa_cache_lookups_total{result="hit"}'
    assert (first[hits], second[hits]) == (1, 2)
    assert first["qa_queue_questions"] == second["qa_queue_questions"] == 3
    assert second["qa_index_version"] == 7
