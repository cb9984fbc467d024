"""Workers of the benchmark of engines."""

from pathlib import Path

import pytest

from bench.engines import QUESTION, Setting

pytestmark = pytest.mark.slow


def test_graphs_that_a_worker_makes_go_with_its_folder(tmp_path: Path) -> None:
    passages = ["Some 30,000 people lived in the city before the war, historians say."] * 2
    with Setting("onnxruntime-int8-tensor", limited=False).worker(str(tmp_path)) as worker:
        opened = worker.ask("load", calibration=[(QUESTION, passage) for passage in passages])
        found = worker.ask("latency", question=QUESTION, passages=passages, times=1)
    assert opened["start_ms"] > 0
    assert found["ten_passages_ms"] > 0
    # One for the encoder, one for the reader.
    assert len(list(tmp_path.rglob("graph.onnx"))) == 2
